"""Stretches of time to look for rows in, one after the other, until a page is full.

Whoever wants the newest fifty of a hundred thousand matches finds them in the last days; of three
matches, in all the years. Each window carries the tags of its day, its month or its years, by
which the index of words and tags is entered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from tanggap.lib.lookup.tags import FIRST_YEAR, Tag, day_tags, month_number

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)
# Between these the arithmetic of dates has room on both sides.
_EARLIEST, _LATEST = date(FIRST_YEAR, 1, 1), date(2999, 1, 1)


@dataclass(frozen=True, slots=True)
class Window:
    """Moments from `low` up to but not including `high`, and tags of which each report has one."""

    tags: tuple[int, ...]
    low: datetime
    high: datetime


@dataclass(frozen=True, slots=True)
class _Unit:
    """Days, months or years: the first day of one, that of the next one, and the tag of one."""

    first: Callable[[date], date]
    following: Callable[[date], date]
    tags: Callable[[date], list[int]]


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


_DAY = _Unit(lambda day: day, lambda day: day + timedelta(days=1), lambda day: day_tags([day]))
_MONTH = _Unit(
    lambda day: day.replace(day=1),
    _next_month,
    lambda day: Tag.MONTH.of([month_number(day.year, day.month)]),
)
_YEAR = _Unit(
    lambda day: day.replace(month=1, day=1),
    lambda day: day.replace(year=day.year + 1, month=1, day=1),
    lambda day: _years(day.year, day.year),
)
# From how many matches on it pays to look through how many of which units first. An empty window
# costs about a tenth of a millisecond, a match in a window too wide a hundredth.
_PLAN = ((50_000, _DAY, 31), (2_000, _MONTH, 72), (100, _YEAR, 15))


def period(year: int | None, month: int | None, zone: tzinfo) -> tuple[datetime, datetime] | None:
    """From when to when a row of the year, or of the year's month, was received; None: always."""
    if not year:
        return None
    first, last = (month, month) if month else (1, 12)
    try:
        low = datetime(year, first, 1, tzinfo=zone)
        late_in_it = datetime(year, last, 28, tzinfo=zone)
        return low, (late_in_it + timedelta(days=4)).replace(day=1)
    except (ValueError, OverflowError):  # a year that no calendar has room for
        return None


def older(start: datetime, *, matches: float) -> Iterator[Window]:
    """From `start` back to the beginning, with about so many `matches` in all of time."""
    # A day more: another server's clock may be past midnight already.
    day, high = _date(start) + timedelta(days=1), END
    for unit in _units(matches):
        if day.year < FIRST_YEAR:  # what is older carries the tag of that year
            break
        first = unit.first(day)
        yield Window(tuple(unit.tags(day)), low := _midnight(first), high)
        day, high = first - timedelta(days=1), low
    yield Window(tuple(_years(FIRST_YEAR, max(day.year, FIRST_YEAR))), BEGINNING, high)


def newer(start: datetime, *, matches: float, until: datetime) -> Iterator[Window]:
    """From `start` on; nothing is received much after `until`, or before FIRST_YEAR."""
    day, low = _date(start), BEGINNING
    for unit in _units(matches):
        following = unit.following(day)
        yield Window(tuple(unit.tags(day)), low, high := _midnight(following))
        day, low = following, high
    yield Window(tuple(_years(day.year, max(day.year, until.year + 1))), low, END)


def tags_of(moment: datetime) -> frozenset[int]:
    """The tags of time that a report received then has."""
    day = moment.astimezone(UTC).date()
    year = max(day.year, FIRST_YEAR)
    return frozenset((*_DAY.tags(day), *_MONTH.tags(day), *_years(year, year)))


def _units(matches: float) -> Iterator[_Unit]:
    for least, unit, count in _PLAN:
        if matches >= least:
            yield from [unit] * count


def _years(first: int, last: int) -> list[int]:
    return Tag.YEAR.of(range(first, last + 1))


def _date(moment: datetime) -> date:
    return min(max(moment.astimezone(UTC).date(), _EARLIEST), _LATEST)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
