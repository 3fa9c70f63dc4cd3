"""The only writer of sealed contacts, and the only door through which one is opened."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tanggap.identity.models import Contact, IdentityAccess
from tanggap.identity.sealing import KEY_VERSION, Person, Unreadable, index, seal, unseal

FORGOTTEN = ("sealed", "email_index", "phone_index", "owner_index")


def add_contact(person: Person, *, language: str, at: datetime) -> Contact | None:
    """Seal a reporter; None when she left nothing, so that nothing is stored."""
    if not person:
        return None
    return Contact.objects.create(**columns(person, language=language, at=at))


def columns(
    person: Person, *, language: str, at: datetime, owner: bytes | None = None
) -> dict[str, object]:
    """The columns of a sealed contact, for the hot path that writes them by SQL.

    `owner` is `sealing.owner` of the account that the report belongs to, if it does.
    """
    return {
        "sealed": seal(person),
        "key_version": KEY_VERSION,
        "email_index": index("email", person.email),
        "phone_index": index("phone", person.phone),
        "owner_index": owner,
        "language": language,
        "created_at": at,
    }


@transaction.atomic
def open_by_staff(
    *, contact: Contact, user_id: int, report_number: str, reason: str, at: datetime
) -> Person:
    """Open an identity and write down who did, for which report and why, in one transaction."""
    IdentityAccess.objects.create(
        contact=contact, user_id=user_id, report_number=report_number, reason=reason, at=at
    )
    return unseal(bytes(contact.sealed))


@transaction.atomic
def read_field(
    *,
    contact: Contact,
    field: str,
    user_id: int,
    agency_id: int,
    report_number: str,
    reason: str,
    at: datetime,
) -> str:
    """One field that the reporter agreed to share; the reading is written down as well."""
    IdentityAccess.objects.create(
        contact=contact,
        user_id=user_id,
        agency_id=agency_id,
        field=field,
        report_number=report_number,
        reason=reason,
        at=at,
    )
    return str(getattr(unseal(bytes(contact.sealed)), field))


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person opened for a message, and the language she reads."""

    person: Person
    language: str


def open_for_delivery(contact_ids: Collection[int]) -> dict[int, Recipient]:
    """The people that messages go to, by contact. Only messaging's sender may call it.

    One whose seal can't be opened is missing: the others get their messages.
    """
    found = {}
    for contact in Contact.objects.filter(pk__in=contact_ids):
        with suppress(Unreadable):
            person = unseal(bytes(contact.sealed))
            found[contact.pk] = Recipient(person, contact.language)
    return found


def erase(contact: Contact, *, at: datetime) -> None:
    """Forget the person for good; the row stays because reports point at it."""
    contact.sealed = seal(Person())
    contact.email_index = contact.phone_index = contact.owner_index = None
    contact.erased_at = at
    contact.save(update_fields=[*FORGOTTEN, "erased_at"])


def claim(contact: Contact, *, owner: bytes) -> None:
    """From now on the contact belongs to this account, and to no other one before it."""
    contact.owner_index = owner
    contact.save(update_fields=["owner_index"])


def add_owned(*, owner: bytes, language: str, at: datetime) -> Contact:
    """A contact that holds nothing but whose it is, for a report that came without one."""
    return Contact.objects.create(**columns(Person(), language=language, at=at, owner=owner))
