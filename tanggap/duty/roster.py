"""Who is on duty at a moment: a weekly pattern and its exceptions. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, time

WEEK = 7


@dataclass(frozen=True, slots=True)
class Shift:
    """Every week on `weekday` (0 is Monday) from one time of day to another, `rank` 1 first.

    An end at or before the start lies on the next day; equal times are a whole day and night.
    """

    person: int
    weekday: int
    starts: time
    ends: time
    rank: int


@dataclass(frozen=True, slots=True)
class Change:
    """From a moment to another `away` is not there, and `standin` takes the place, if anybody.

    Without `away`, `standin` is called before everybody else.
    """

    starts_at: datetime
    ends_at: datetime
    away: int | None = None
    standin: int | None = None


def on_duty(
    shifts: Iterable[Shift], changes: Collection[Change], *, at: datetime
) -> tuple[int, ...]:
    """The people to call at `at`, in that order. `at` is in the zone of the pattern."""
    now = [change for change in changes if change.starts_at <= at < change.ends_at]
    extra = [c.standin for c in now if c.away is None and c.standin is not None]
    planned = sorted((s for s in shifts if _covers(s, at)), key=lambda s: (s.rank, s.person))
    called = [*extra, *(shift.person for shift in planned)]
    there = (_stands_in(person, now) for person in called)
    return tuple(dict.fromkeys(person for person in there if person is not None))


def _covers(shift: Shift, at: datetime) -> bool:
    """Whether `at` lies in the shift of its day, or in what the day before has after midnight."""
    now = at.timetz().replace(tzinfo=None)
    is_today = shift.weekday == at.weekday()
    if shift.starts < shift.ends:
        return is_today and shift.starts <= now < shift.ends
    is_yesterdays = shift.weekday == (at.weekday() - 1) % WEEK
    return (is_today and now >= shift.starts) or (is_yesterdays and now < shift.ends)


def _stands_in(person: int, changes: Collection[Change]) -> int | None:
    """Who is really there for `person`; None when nobody is, or when they wait for each other."""
    seen: set[int] = set()
    while True:
        found = next((c for c in changes if c.away == person), None)
        if found is None:
            return person
        seen.add(person)
        if found.standin is None or found.standin in seen:
            return None
        person = found.standin
