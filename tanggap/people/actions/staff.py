"""What is changed of a person herself: her name and address, and whether she may come in."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tanggap.lib import text
from tanggap.people import granting, log
from tanggap.people.access import Actor
from tanggap.people.actions import seats
from tanggap.people.granting import Forbidden
from tanggap.people.models import Agency, Change, Invitation, Membership, Role, User


@transaction.atomic
def change_person(
    user: User,
    *,
    name: str,
    email: str,
    by: Actor,
    at: datetime,
    phone: str | None = None,
    reason: str = "",
) -> User:
    """Correct a person's name, e-mail and, unless None, her telephone. Raises Forbidden."""
    user = _managed(user, by, at)
    said = {"name": name, "email": email, "phone": user.phone if phone is None else phone}
    before, after = log.different({column: getattr(user, column) for column in said}, said)
    if not after:
        return user
    for column, value in after.items():
        setattr(user, column, value)
    user.save(update_fields=list(after))
    _note(user, "change", by, at, reason, before=before, after=after)
    return user


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who somebody new is, and where she begins."""

    name: str
    email: str
    phone: str
    role: str
    office: Agency


@transaction.atomic
def add_person(
    person: Person,
    *,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> User:
    """An account without a password, with its first seat; `link_for` lets her in.

    Raises Forbidden.
    """
    if not granting.may_give(by, person.role, person.office) or not person.office.is_active:
        raise Forbidden
    user = User(
        username=_free_username(person),
        name=person.name,
        email=person.email,
        phone=person.phone,
        created_at=at,
    )
    user.set_unusable_password()
    user.save(force_insert=True)
    said = {"name": user.name, "email": user.email, "phone": user.phone}
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.PERSON, "add", user.username, person=user, after=said)
    seats.give_seat(
        user, person.role, person.office, by=by, at=at, starts_at=starts_at, ends_at=ends_at
    )
    return user


def _free_username(person: Person) -> str:
    """From her e-mail or her name, with a number where others have it already."""
    words = text.words(person.email.partition("@")[0] or person.name)
    base = ".".join(words).encode("ascii", "ignore").decode().strip(".")[:50] or "staf"
    base = base if len(base) >= 3 else f"{base}.staf"
    rows = User.objects.filter(username__startswith=base)
    taken = set(rows.values_list("username", flat=True))
    numbers = (f"{base}{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([base], numbers) if name not in taken)


@transaction.atomic
def deactivate(user: User, *, by: Actor, at: datetime, reason: str = "") -> User:
    """Nobody can log in as `user` any more, at once; her seats stay for the day she returns.

    Raises Forbidden (also for oneself), LastOperator.
    """
    user = _managed(user, by, at)
    if by.user_id == user.pk:
        raise Forbidden
    if not user.is_active:
        return user
    seats.lock_operators()
    user.is_active = False
    user.save(update_fields=["is_active"])
    Invitation.objects.filter(user=user, used_at=None).update(expires_at=at)
    if Membership.objects.filter(user=user, role=Role.OPERATOR).unfinished(at=at).exists():
        seats.must_leave_an_operator(at=at)
    _note(user, "deactivate", by, at, reason, before=_switched(True), after=_switched(False))
    return user


@transaction.atomic
def reactivate(user: User, *, by: Actor, at: datetime, reason: str = "") -> User:
    """`user` may log in again, with the password she had. Raises Forbidden."""
    user = _managed(user, by, at)
    if user.is_active:
        return user
    user.is_active = True
    user.save(update_fields=["is_active"])
    _note(user, "reactivate", by, at, reason, before=_switched(False), after=_switched(True))
    return user


def _switched(is_active: bool) -> dict[str, object]:
    return {"is_active": is_active}


def _managed(user: User, by: Actor, at: datetime) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    held = Membership.objects.filter(user=user).unfinished(at=at).select_related("agency")
    if not granting.may_manage(by, user, held):
        raise Forbidden
    return user


def _note(
    user: User,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    *,
    before: dict[str, object],
    after: dict[str, object],
) -> None:
    who = log.Who(by=by, at=at, reason=reason)
    kind = Change.Kind.PERSON
    log.note(who, kind, verb, user.username, person=user, before=before, after=after)
