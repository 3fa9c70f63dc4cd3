"""Standing in: for a period somebody has the seats of a colleague who is away."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tanggap.people import granting, log
from tanggap.people.access import NOT_LENT, Actor
from tanggap.people.granting import Forbidden
from tanggap.people.models import Change, Membership, StandIn, User

LONGEST = timedelta(days=92)


class TooLong(Exception):
    """A stand-in lasts at most LONGEST; whoever stays away longer needs a successor."""


class NotNear(Exception):
    """The stand-in works elsewhere: not in the office, nor above or below it."""


@transaction.atomic
def stand_in(
    absent: User,
    person: User,
    *,
    starts_at: datetime,
    ends_at: datetime,
    by: Actor,
    at: datetime,
    reason: str = "",
) -> StandIn:
    """Let `person` stand in for `absent`, who says so herself or whose admin does.

    Raises Forbidden, TooLong, NotNear.
    """
    seats = _seats(absent, at)
    if not _may_lend(by, absent, seats) or not person.is_active or person.pk == absent.pk:
        raise Forbidden
    starts_at = max(starts_at, at)
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise TooLong
    if not granting.is_operator(by) and not _are_near(_lent(seats), _seats(person, at)):
        raise NotNear
    assert by.user_id is not None  # a person said so
    row = StandIn.objects.create(
        absent=absent,
        person=person,
        starts_at=starts_at,
        ends_at=ends_at,
        created_by_id=by.user_id,
        created_at=at,
    )
    _note(row, "begin", by, at, reason)
    return row


@transaction.atomic
def end_stand_in(row: StandIn, *, by: Actor, at: datetime) -> StandIn:
    """End it before its time. Either of the two may, and whoever may begin it. Raises Forbidden."""
    row = (
        StandIn.objects.select_for_update(of=("self",))
        .select_related("absent", "person")
        .get(pk=row.pk)
    )
    is_party = by.user_id == row.person_id
    if not is_party and not _may_lend(by, row.absent, _seats(row.absent, at)):
        raise Forbidden
    if row.ends_at > at:
        row.ends_at = max(at, row.starts_at)
        row.save(update_fields=["ends_at"])
        _note(row, "end", by, at, "")
    return row


def _may_lend(by: Actor, absent: User, seats: list[Membership]) -> bool:
    is_herself = by.user_id == absent.pk and by.acts_for is None
    return is_herself or granting.may_manage(by, absent, seats)


def _are_near(lent: list[Membership], own: list[Membership]) -> bool:
    """Whether one works where the other does, or in the same branch above or below."""
    paths = [(mine.agency.path, theirs.agency.path) for mine in own for theirs in lent]
    return any(mine.startswith(theirs) or theirs.startswith(mine) for mine, theirs in paths)


def _seats(user: User, at: datetime) -> list[Membership]:
    return list(Membership.objects.filter(user=user).unfinished(at=at).select_related("agency"))


def _lent(seats: list[Membership]) -> list[Membership]:
    return [seat for seat in seats if seat.role not in NOT_LENT]


def _note(row: StandIn, verb: str, by: Actor, at: datetime, reason: str) -> None:
    said = {
        "person": row.person.username,
        "from": row.starts_at.isoformat(),
        "until": row.ends_at.isoformat(),
    }
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.STAND_IN, verb, row.absent.username, person=row.absent, after=said)
