"""Who sits where, from when until when. Each change is a line of the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction
from django.db.models import Q

from tanggap.people import granting, log
from tanggap.people.access import Actor
from tanggap.people.granting import Forbidden, LastOperator
from tanggap.people.models import Agency, Change, Membership, Role, User

# "oper": two operators must not dismiss each other at the same moment.
_LOCK = 0x6F706572


@transaction.atomic
def give_seat(
    user: User,
    role: str,
    office: Agency,
    *,
    by: Actor,
    at: datetime,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    reason: str = "",
) -> Membership:
    """Let `user` have `role` at `office` from `starts_at` (now) until `ends_at` (no end).

    A seat that is not over yet gets these dates; the same dates again write nothing. Raises
    Forbidden, LastOperator.
    """
    if not granting.may_give_to(by, user, role, office) or not office.is_active:
        raise Forbidden
    _lock_operators(role)
    seat = unfinished(user, role, office, at=at)
    if seat is None:
        start = max(starts_at or at, at)
        seat = Membership(user=user, role=role, agency=office, starts_at=start, ends_at=ends_at)
        seat.save(force_insert=True)
        _note(seat, "give", by, at, reason, after=dates(seat))
        return seat
    before = dates(seat)
    if starts_at is not None and seat.starts_at > at:
        seat.starts_at = max(starts_at, at)
    seat.ends_at = ends_at
    return _changed(seat, before, by, at, reason)


@transaction.atomic
def end_seat(
    seat: Membership, *, by: Actor, at: datetime, ends_at: datetime | None = None, reason: str = ""
) -> Membership:
    """End `seat` at `ends_at` (now); one that hasn't begun never does. One's own too.

    Raises Forbidden, LastOperator.
    """
    is_own = by.user_id is not None and seat.user_id == by.user_id
    if not is_own and not granting.may_take(by, seat):
        raise Forbidden
    _lock_operators(seat.role)
    seat = Membership.objects.select_for_update().select_related("user", "agency").get(pk=seat.pk)
    before = dates(seat)
    seat.ends_at = max(ends_at or at, at, seat.starts_at)
    return _changed(seat, before, by, at, reason)


def unfinished(user: User, role: str, office: Agency, *, at: datetime) -> Membership | None:
    """The seat of this post that holds or will hold, locked. One query."""
    rows = Membership.objects.select_for_update().filter(user=user, role=role, agency=office)
    return rows.filter(Q(ends_at=None) | Q(ends_at__gt=at)).order_by("-pk").first()


def must_leave_an_operator(*, at: datetime) -> None:
    """Raise LastOperator unless somebody who can log in runs the instance without an end."""
    rows = Membership.objects.filter(
        role=Role.OPERATOR, starts_at__lte=at, ends_at=None, user__is_active=True
    )
    without_password = Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if not rows.exclude(without_password).exists():
        raise LastOperator


def dates(seat: Membership) -> dict[str, Any]:
    """What the log keeps of a seat."""
    return {
        "role": seat.role,
        "agency": seat.agency.code,
        "from": seat.starts_at.isoformat(),
        "until": seat.ends_at.isoformat() if seat.ends_at else None,
    }


def lock_operators() -> None:
    """Wait for others who change who runs the instance, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _lock_operators(role: str) -> None:
    if role == Role.OPERATOR:
        lock_operators()


def _changed(
    seat: Membership, before: dict[str, Any], by: Actor, at: datetime, reason: str
) -> Membership:
    old, new = log.different(before, dates(seat))
    if not new:
        return seat
    seat.save(update_fields=["starts_at", "ends_at"])
    if seat.role == Role.OPERATOR:
        must_leave_an_operator(at=at)
    is_over = seat.ends_at is not None and seat.ends_at <= max(at, seat.starts_at)
    post = {"role": seat.role, "agency": seat.agency.code}
    verb = "end" if is_over else "change"
    _note(seat, verb, by, at, reason, before={**post, **old}, after={**post, **new})
    return seat


def _note(
    seat: Membership,
    verb: str,
    by: Actor,
    at: datetime,
    reason: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    log.note(
        log.Who(by=by, at=at, reason=reason),
        Change.Kind.SEAT,
        verb,
        seat.user.username,
        office=seat.agency,
        person=seat.user,
        before=before,
        after=after,
    )
