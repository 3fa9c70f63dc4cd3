"""What is changed of a person herself: her name and address, and whether she may come in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tanggap.people import granting, log
from tanggap.people.access import Actor
from tanggap.people.actions import seats
from tanggap.people.granting import Forbidden
from tanggap.people.models import Change, Invitation, Membership, Role, User


@transaction.atomic
def change_person(
    user: User, *, name: str, email: str, by: Actor, at: datetime, reason: str = ""
) -> User:
    """Correct a person's name and e-mail. Raises Forbidden."""
    user = _managed(user, by, at)
    before, after = log.different(
        {"name": user.name, "email": user.email}, {"name": name, "email": email}
    )
    if not after:
        return user
    user.name, user.email = name, email
    user.save(update_fields=["name", "email"])
    _note(user, "change", by, at, reason, before=before, after=after)
    return user


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
