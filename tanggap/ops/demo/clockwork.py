"""Durations of offices: hours of work, working days, and text forms of moments for COPY."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from random import Random

from tanggap.lib.calendar import WorkCalendar

DAY = 86_400
HOUR = 3_600
_OPENS, _SHUTS = 7, 18  # local hours within which people do the work


class Clockwork:
    """Moments as seconds since 1970 in the calendar's time zone, without summer time."""

    def __init__(self, calendar: WorkCalendar) -> None:
        noon = datetime(2022, 6, 1, tzinfo=calendar.zone)
        self.offset = int((noon.utcoffset() or timedelta()).total_seconds())
        self._calendar = calendar

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
        """`count` working days later, as the clocks count them."""
        return int(self._calendar.add_days(moment(at), count).timestamp())

    def local_day(self, at: int) -> date:
        """The calendar day of `at` in the instance's time zone."""
        return _day((at + self.offset) // DAY)


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
