"""The only writer of sealed contacts, and the only door through which one is opened."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tanggap.identity.models import Contact, IdentityAccess, PushAddress
from tanggap.identity.sealing import (
    KEY_VERSION,
    Person,
    Unreadable,
    index,
    seal,
    seal_bytes,
    unseal,
    unseal_bytes,
)

MAX_BROWSERS = 5

FORGOTTEN = ("sealed", "email_index", "phone_index", "owner_index")


def add_contact(person: Person, *, language: str, at: datetime) -> Contact | None:
    """Seal a reporter; None when she left nothing, so that nothing is stored."""
    if not person:
        return None
    return Contact.objects.create(**columns(person, language=language, at=at))


def add_empty(*, language: str, at: datetime) -> Contact:
    """A reporter of whom nothing is known, so that a browser can be told of her report."""
    return Contact.objects.create(**columns(Person(), language=language, at=at))


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
class Browser:
    """Where a browser gets news, and the keys that only it can open them with (base64url)."""

    pk: int
    endpoint: str
    p256dh: str
    auth: str

    def __str__(self) -> str:
        return "sealed browser"

    __repr__ = __str__


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person opened for a message, and how she wants to get it."""

    person: Person
    language: str
    ways: str = ""
    is_quiet: bool = False
    browsers: tuple[Browser, ...] = ()


def open_for_delivery(contact_ids: Collection[int]) -> dict[int, Recipient]:
    """The people that messages go to, by contact. Only messaging's sender may call it.

    One whose seal can't be opened is missing: the others get their messages.
    """
    found, browsers = {}, _browsers(PushAddress.objects.filter(contact__in=contact_ids))
    for contact in Contact.objects.filter(pk__in=contact_ids):
        with suppress(Unreadable):
            found[contact.pk] = Recipient(
                unseal(bytes(contact.sealed)),
                contact.language,
                contact.ways,
                contact.is_quiet,
                tuple(browsers.get(contact.pk, ())),
            )
    return found


def open_browsers_of(user_id: int) -> tuple[Browser, ...]:
    """Where to call somebody who works here. Only messaging's sender may call it."""
    found = _browsers(PushAddress.objects.filter(user=user_id))
    return tuple(found.get(user_id, ()))


def _browsers(rows: Iterable[PushAddress]) -> dict[int, list[Browser]]:
    """Opened, by contact or person; what can't be opened is left out."""
    found: dict[int, list[Browser]] = {}
    for row in rows:
        with suppress(Unreadable):
            opened = Browser(row.pk, *json.loads(unseal_bytes(bytes(row.sealed))))
            found.setdefault(row.contact_id or row.user_id or 0, []).append(opened)
    return found


@transaction.atomic
def add_browser(
    browser: Browser, *, contact_id: int | None = None, user_id: int | None = None, at: datetime
) -> None:
    """Keep where a browser is reached, sealed; the oldest beyond MAX_BROWSERS is let go."""
    place = index("push", browser.endpoint)
    sealed = seal_bytes(json.dumps([browser.endpoint, browser.p256dh, browser.auth]).encode())
    rows = PushAddress.objects.filter(contact=contact_id, user=user_id).order_by("-pk")
    rows.filter(endpoint_index=place).delete()  # its keys may be new
    PushAddress.objects.create(
        contact_id=contact_id,
        user_id=user_id,
        endpoint_index=place,
        sealed=sealed,
        created_at=at,
    )
    extra = list(rows.values_list("pk", flat=True)[MAX_BROWSERS:])
    PushAddress.objects.filter(pk__in=extra).delete()


def remove_browser(
    endpoint: str, *, contact_id: int | None = None, user_id: int | None = None
) -> None:
    """This browser wants no more news of this reporter's reports, or of this work."""
    place = index("push", endpoint)
    PushAddress.objects.filter(contact=contact_id, user=user_id, endpoint_index=place).delete()


def remove_browsers(*, contact_id: int) -> None:
    """No browser of this reporter is told any more."""
    PushAddress.objects.filter(contact=contact_id).delete()


def browser_is_gone(pk: int) -> None:
    """Its push service doesn't know it any more."""
    PushAddress.objects.filter(pk=pk).delete()


def wish(contact_id: int, *, ways: str, is_quiet: bool, language: str) -> None:
    """How the reporter wants to be told from now on."""
    Contact.objects.filter(pk=contact_id, erased_at=None).update(
        ways=ways, is_quiet=is_quiet, language=language
    )


def erase(contact: Contact, *, at: datetime) -> None:
    """Forget the person for good; the row stays because reports point at it."""
    contact.sealed = seal(Person())
    contact.email_index = contact.phone_index = contact.owner_index = None
    contact.erased_at = at
    PushAddress.objects.filter(contact=contact).delete()
    contact.save(update_fields=[*FORGOTTEN, "erased_at"])


def forget(contact: Contact) -> None:
    """Delete a contact that no report, message or reading points at."""
    contact.delete()


def open_for_herself(contact: Contact) -> Person:
    """What a reporter told about herself, for a file of her own. Only her export may call it.

    Raises Unreadable.
    """
    return unseal(bytes(contact.sealed))


def claim(contact: Contact, *, owner: bytes) -> None:
    """From now on the contact belongs to this account, and to no other one before it."""
    contact.owner_index = owner
    contact.save(update_fields=["owner_index"])


def add_owned(*, owner: bytes, language: str, at: datetime) -> Contact:
    """A contact that holds nothing but whose it is, for a report that came without one."""
    return Contact.objects.create(**columns(Person(), language=language, at=at, owner=owner))
