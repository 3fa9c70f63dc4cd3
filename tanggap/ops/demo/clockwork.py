"""Durations of offices: hours of work, working days, and text forms of moments for COPY."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random
from zoneinfo import ZoneInfo

DAY = 86_400
HOUR = 3_600
_OPENS, _SHUTS = 7, 18  # local hours within which people do the work


class Clockwork:
    """Moments as seconds since 1970 in one time zone without summer time."""

    def __init__(self, zone: ZoneInfo, holidays: Collection[date], *, years: range) -> None:
        noon = datetime(years.start, 6, 1, tzinfo=zone)
        self.offset = int((noon.utcoffset() or timedelta()).total_seconds())
        self._days = _working_days(years, frozenset(holidays))

    def after(self, rng: Random, at: int, *, hours: float, spread: float = 0.7) -> int:
        """A moment about `hours` after `at` (log-normal), at an hour when crews work."""
        drawn = at + int(HOUR * hours * rng.lognormvariate(-spread * spread / 2, spread)) + 90
        local = (drawn + self.offset) % DAY
        if local < _OPENS * HOUR:
            return drawn - local + _OPENS * HOUR + rng.randrange(3 * HOUR)
        if local > _SHUTS * HOUR:
            return drawn - local + DAY + _OPENS * HOUR + rng.randrange(3 * HOUR)
        return drawn

    def soon(self, rng: Random, at: int, *, minutes: int) -> int:
        """A moment within `minutes` after `at`, at any hour."""
        return at + 30 + rng.randrange(60 * minutes)

    def working_days_after(self, at: int, count: int) -> int:
        """The same hour `count` working days later."""
        day, time_of_day = divmod(at + self.offset, DAY)
        index = bisect_right(self._days, day) + count - 1
        return self._days[index] * DAY + time_of_day - self.offset

    def is_working_day(self, at: int) -> bool:
        """Whether `at` falls on a day on which offices are open."""
        day = (at + self.offset) // DAY
        index = bisect_left(self._days, day)
        return index < len(self._days) and self._days[index] == day

    def local_day(self, at: int) -> date:
        """The calendar day of `at` in the instance's time zone."""
        return _day((at + self.offset) // DAY)


def _working_days(years: range, holidays: frozenset[date]) -> list[int]:
    first = date(years.start, 1, 1)
    count = (date(years.stop, 12, 31) - first).days
    epoch = date(1970, 1, 1).toordinal()
    days = (first + timedelta(days=i) for i in range(count))
    return [d.toordinal() - epoch for d in days if d.weekday() < 5 and d not in holidays]


@lru_cache(maxsize=8192)
def _day(number: int) -> date:
    return date.fromordinal(date(1970, 1, 1).toordinal() + number)


@lru_cache(maxsize=8192)
def _iso_day(number: int) -> str:
    return _day(number).isoformat()


_CLOCK = [f"{h:02}:{m:02}:" for h in range(24) for m in range(60)]
_SECOND = [f"{s:02}+00" for s in range(60)]


def stamp(at: int) -> str:
    """The moment as PostgreSQL reads it: "2022-03-01 04:05:06+00"."""
    day, rest = divmod(at, DAY)
    minute, second = divmod(rest, 60)
    return f"{_iso_day(day)} {_CLOCK[minute]}{_SECOND[second]}"


def moment(at: int) -> datetime:
    """The moment as a datetime in UTC."""
    return datetime.fromtimestamp(at, UTC)
