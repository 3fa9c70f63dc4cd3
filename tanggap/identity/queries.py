"""What may be known about a contact without opening it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet

from tanggap.identity.models import Contact, PushAddress
from tanggap.identity.sealing import index

NO_WAY = "-"


def is_reachable(contact_id: int | None) -> bool:
    """Whether the reporter left an address that a question can be sent to."""
    if contact_id is None:
        return False
    row = Contact.objects.filter(pk=contact_id).first()
    return row is not None and has_address(row)


def has_address(contact: Contact) -> bool:
    """Whether news goes to an e-mail or a telephone; read from the seal's outside.

    A browser is not enough for a question that ends a report unanswered: it may be gone, and its
    service says nothing.
    """
    if contact.erased_at is not None or contact.ways == NO_WAY:
        return False
    return contact.email_index is not None or contact.phone_index is not None


@dataclass(frozen=True, slots=True)
class Wishes:
    """How a reporter wants to be told, and what she left, without any of it."""

    has_email: bool
    has_phone: bool
    browsers: int
    ways: str
    is_quiet: bool
    language: str


def wishes(contact_id: int | None) -> Wishes:
    """What her page shows. One query, or none."""
    rows = Contact.objects.filter(pk=contact_id, erased_at=None) if contact_id else []
    for row in rows:
        browsers = PushAddress.objects.filter(contact=row).count()
        has_email, has_phone = row.email_index is not None, row.phone_index is not None
        return Wishes(has_email, has_phone, browsers, row.ways, row.is_quiet, row.language)
    return Wishes(False, False, 0, "", True, "")


def browsers_of(user_id: int) -> int:
    """How many browsers of somebody who works here are called."""
    return PushAddress.objects.filter(user=user_id).count()


def with_browsers(contacts: Collection[int]) -> set[int]:
    """Those of the contacts that some browser belongs to."""
    rows = PushAddress.objects.filter(contact__in=contacts)
    return set(rows.values_list("contact_id", flat=True))


def with_browser() -> QuerySet[PushAddress, int | None]:
    """All contacts, not of staff, that some browser belongs to, for a condition."""
    return PushAddress.objects.exclude(contact=None).values_list("contact_id", flat=True)


def contacts_of_browser(endpoint: str) -> list[int]:
    """The contacts, not of staff, that hear of something in this browser."""
    rows = PushAddress.objects.filter(endpoint_index=index("push", endpoint), user=None)
    return list(rows.values_list("contact_id", flat=True))


def is_hers(contact_id: int | None, email: str) -> bool:
    """Whether this is the e-mail that the reporter left."""
    looked_for = index("email", email)
    if contact_id is None or looked_for is None:
        return False
    return Contact.objects.filter(pk=contact_id, email_index=looked_for, erased_at=None).exists()
