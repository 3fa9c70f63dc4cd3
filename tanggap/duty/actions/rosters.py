"""An office's roster, changed by whoever administers the office. Rows end; they never vanish."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time

from django.db import IntegrityError, transaction

from tanggap.duty.models import Change, Shift
from tanggap.people.access import Actor
from tanggap.people.granting import Forbidden, administers
from tanggap.people.models import Agency, Membership, User


class NotOfTheOffice(Exception):
    """The person has no seat at the office whose roster it is."""


class Overlaps(Exception):
    """The person has a turn that begins at this moment already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Turns of one person on several days of the week."""

    user: User
    weekdays: Collection[int]
    starts: time
    ends: time
    rank: int = 1


def add_shifts(office: Agency, planned: Planned, *, by: Actor, at: datetime) -> None:
    """Turns that come every week. Raises Forbidden, NotOfTheOffice, Overlaps: then none is kept."""
    _check(office, [planned.user], by=by, at=at)
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(
                Shift(
                    agency=office,
                    user=planned.user,
                    weekday=weekday,
                    starts=planned.starts,
                    ends=planned.ends,
                    rank=planned.rank,
                    made_by_id=_person(by),
                    made_at=at,
                )
                for weekday in sorted(set(planned.weekdays))
            )
    except IntegrityError as error:
        raise Overlaps from error


def end_shift(shift: Shift, *, by: Actor, at: datetime) -> None:
    """The turn doesn't come any more. Raises Forbidden."""
    _end(shift, by=by, at=at)


def add_change(
    office: Agency,
    *,
    away: User | None,
    standin: User | None,
    starts_at: datetime,
    ends_at: datetime,
    note: str = "",
    by: Actor,
    at: datetime,
) -> Change:
    """From one moment to another somebody is away, stands in, or is called first.

    Raises Forbidden, NotOfTheOffice. Who is away may have left the office already.
    """
    _check(office, [standin] if standin else [], by=by, at=at)
    return Change.objects.create(
        agency=office,
        away=away,
        standin=standin,
        starts_at=starts_at,
        ends_at=ends_at,
        note=note,
        made_by_id=_person(by),
        made_at=at,
    )


def end_change(change: Change, *, by: Actor, at: datetime) -> None:
    """The exception doesn't hold any more. Raises Forbidden."""
    _end(change, by=by, at=at)


def _end(row: Shift | Change, *, by: Actor, at: datetime) -> None:
    """Once: whoever ended it first stays the one who did."""
    _check(row.agency, [], by=by, at=at)
    rows = type(row)._default_manager.filter(pk=row.pk, ended_at=None)
    rows.update(ended_at=at, ended_by=by.user_id)


def _person(by: Actor) -> int:
    assert by.user_id is not None  # nobody but a person administers an office
    return by.user_id


def _check(office: Agency, people: Collection[User], *, by: Actor, at: datetime) -> None:
    if not administers(by, office):
        raise Forbidden
    seats = Membership.objects.current(at=at).filter(agency=office, user__is_active=True)
    seated = set(seats.values_list("user_id", flat=True))
    if any(person.pk not in seated for person in people):
        raise NotOfTheOffice
