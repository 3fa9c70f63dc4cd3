"""An identity is unreadable without the key, and no way of printing one shows it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tanggap.identity import actions, sealing
from tanggap.identity.models import Contact
from tanggap.identity.sealing import Person

ANI = Person(name="Ani Wijaya", email="Ani@Contoh.id", phone="+6281234567890")


def test_sealed_bytes_hide_every_field_and_open_again() -> None:
    sealed = sealing.seal(ANI)
    for secret in (b"Ani", b"ontoh", b"81234567890"):
        assert secret not in sealed
    assert sealing.unseal(sealed) == ANI


def test_sealing_twice_gives_other_bytes() -> None:
    assert sealing.seal(ANI) != sealing.seal(ANI)


def test_a_changed_byte_is_noticed() -> None:
    sealed = bytearray(sealing.seal(ANI))
    sealed[-1] ^= 1
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(bytes(sealed))


def test_printing_shows_nothing() -> None:
    for text in (str(ANI), repr(ANI), f"{ANI}", f"{[ANI]}"):
        assert "Ani" not in text
        assert "8123" not in text


def test_index_finds_the_same_address_however_it_is_written() -> None:
    assert sealing.index("email", " ani@contoh.id ") == sealing.index("email", ANI.email)
    assert sealing.index("email", ANI.email) != sealing.index("phone", ANI.email)
    assert sealing.index("email", "  ") is None


@pytest.mark.django_db
def test_nobody_is_stored_for_nothing() -> None:
    assert actions.add_contact(Person(), language="id", at=timezone.now()) is None
    assert not Contact.objects.exists()


@pytest.mark.django_db
def test_an_erased_contact_is_empty_and_not_found() -> None:
    contact = actions.add_contact(ANI, language="id", at=timezone.now())
    assert contact is not None
    actions.erase(contact, at=timezone.now())
    contact.refresh_from_db()
    assert not sealing.unseal(contact.sealed)
    assert contact.email_index is None
    assert contact.phone_index is None


def test_a_number_is_found_however_it_was_typed() -> None:
    found = {sealing.index("phone", typed) for typed in ("081234567890", "+62 812-3456-7890")}
    assert len(found) == 1
    assert sealing.index("phone", "tidak ada") not in found | {None}
    assert sealing.index("phone", " ") is None
