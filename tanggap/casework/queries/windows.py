"""Stretches of time to look for reports in, the nearest first, each about ten times the last.

Whoever wants the newest fifty of a hundred thousand matches finds them in the last days; of three
matches, in all the years. Each window carries the tags of its days, months or years, with which
the index of tags is entered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from tanggap.reports.models import FIRST_YEAR, Tag, day_tags, month_number

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, tzinfo=UTC)
# Between these the arithmetic of dates has room on both sides.
_EARLIEST, _LATEST = datetime(FIRST_YEAR + 9, 1, 1, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)
DAYS, MONTHS = 3, 2


@dataclass(frozen=True, slots=True)
class Window:
    """Moments from `low` up to but not including `high`, and tags of which each report has one."""

    tags: tuple[int, ...]
    low: datetime
    high: datetime


def older(start: datetime) -> Iterator[Window]:
    """From `start` back to the beginning."""
    # A day more: another server's clock may be past midnight already.
    first = _date(start) + timedelta(days=1)
    days = [first - timedelta(days=n) for n in range(DAYS + 1)]
    low = _midnight(days[-1])
    yield Window(tuple(day_tags(days)), low, END)
    months = [_month(low - timedelta(days=1)) - n for n in range(MONTHS)]
    high, low = low, _first(months[-1])
    yield Window(tuple(Tag.MONTH.of(months)), low, high)
    year = (low - timedelta(days=1)).year
    rest = range(month_number(year, 1), months[-1])
    high, low = low, _first(month_number(year - 1, 1))
    yield Window((*Tag.MONTH.of(rest), *Tag.YEAR.of([year - 1])), low, high)
    yield Window(tuple(Tag.YEAR.of(range(FIRST_YEAR, year - 1))), BEGINNING, low)


def newer(start: datetime, *, until: datetime) -> Iterator[Window]:
    """From `start` on; nothing is received much after `until`, or before FIRST_YEAR."""
    days = [_date(start) + timedelta(days=n) for n in range(DAYS)]
    high = _midnight(days[-1] + timedelta(days=1))
    yield Window(tuple(day_tags(days)), BEGINNING, high)
    months = [_month(high) + n for n in range(MONTHS)]
    low, high = high, _first(months[-1] + 1)
    yield Window(tuple(Tag.MONTH.of(months)), low, high)
    rest = range(months[-1] + 1, month_number(high.year + 1, 1))
    low, high = high, _first(month_number(high.year + 2, 1))
    yield Window((*Tag.MONTH.of(rest), *Tag.YEAR.of([low.year + 1])), low, high)
    yield Window(tuple(Tag.YEAR.of(range(high.year, until.year + 2))), high, END)


def tags_of(moment: datetime) -> frozenset[int]:
    """The tags of time that a report received then has."""
    at = moment.astimezone(UTC)
    months, years = Tag.MONTH.of([_month(at)]), Tag.YEAR.of([max(at.year, FIRST_YEAR)])
    return frozenset((*day_tags([at.date()]), *months, *years))


def _date(moment: datetime) -> date:
    return min(max(moment, _EARLIEST), _LATEST).astimezone(UTC).date()


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _month(moment: datetime) -> int:
    return month_number(moment.year, moment.month)


def _first(month: int) -> datetime:
    """The first moment of a month."""
    year, place = divmod(month - 1, 12)
    return datetime(year, place + 1, 1, tzinfo=UTC)
