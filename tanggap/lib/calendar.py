"""Working days and hours of one institution, without a database or a clock.

A calendar knows on which days offices are open and from when to when. Times go in and come
out aware of their zone; sums are kept in whole microseconds of office time.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

FIRST_YEAR = 2000
LAST_YEAR = 2100
NOTHING = timedelta()


@dataclass(frozen=True)
class WorkCalendar:
    """When offices are open.

    `holidays` and `collective_leave` are closed days; `opens` and `closes` are local times on
    the `weekdays` (Monday is 0). Days before 2000 or after 2100 raise ValueError.
    """

    holidays: frozenset[date] = frozenset()
    collective_leave: frozenset[date] = frozenset()
    zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
    weekdays: frozenset[int] = frozenset(range(5))
    opens: time = time(7, 30)
    closes: time = time(16, 0)

    def __post_init__(self) -> None:
        if self.opens >= self.closes or not self.weekdays:
            raise ValueError("an office must be open at some time")

    @classmethod
    def of(cls, rows: Iterable[tuple[date, bool]], **hours: Any) -> "WorkCalendar":
        """Return a calendar from (date, is collective leave) rows; `hours` are the other fields."""
        days = list(rows)
        return cls(
            holidays=frozenset(day for day, is_leave in days if not is_leave),
            collective_leave=frozenset(day for day, is_leave in days if is_leave),
            **hours,
        )

    @cached_property
    def _days(self) -> list[date]:
        """Every working day in order: one list, so that sums are two bisections."""
        day, end = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
        closed = self.holidays | self.collective_leave
        count = (end - day).days + 1
        every = (day + timedelta(days=place) for place in range(count))
        return [one for one in every if one.weekday() in self.weekdays and one not in closed]

    @cached_property
    def _hours(self) -> timedelta:
        return datetime.combine(date.min, self.closes) - datetime.combine(date.min, self.opens)

    def is_working_day(self, day: date) -> bool:
        """Whether offices are open on `day`."""
        closed = day in self.holidays or day in self.collective_leave
        return day.weekday() in self.weekdays and not closed

    def add_days(self, start: datetime, days: int) -> datetime:
        """Return the time of day of `start`, `days` working days later.

        Counting begins on the first working day after `start`, as the law counts: what comes
        in on Friday night has its first working day on Monday. What comes in on a closed day
        has the whole of its last working day. The result lies on a working day when `days` is
        at least 1; 0 returns `start`.
        """
        if days < 0:
            raise ValueError("working days are added, not taken away")
        if not days:
            return start
        local = start.astimezone(self.zone)
        later = self._day_at(bisect_right(self._days, self._known(local.date())) + days - 1)
        clock = local.time() if self.is_working_day(local.date()) else time.max
        return datetime.combine(later, clock, self.zone).astimezone(start.tzinfo)

    def add_hours(self, start: datetime, amount: timedelta) -> datetime:
        """Return when `amount` of office time after `start` is used up."""
        if amount < NOTHING:
            raise ValueError("office time is added, not taken away")
        if not amount:
            return start
        used = self._office_time(start) + amount
        whole, rest = divmod(used, self._hours)
        if not rest:  # the closing time of a day, not the opening time of the next
            whole, rest = whole - 1, self._hours
        opening = datetime.combine(self._day_at(whole), self.opens, self.zone)
        return (opening.astimezone(UTC) + rest).astimezone(start.tzinfo)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return the office time from `start` to `end`; negative when they are swapped."""
        return self._office_time(end) - self._office_time(start)

    def days_between(self, start: datetime, end: datetime) -> int:
        """Return the working days after the day of `start`, up to and with that of `end`."""
        return self._days_until(end) - self._days_until(start)

    def working_days(self, first: date, last: date) -> Iterator[date]:
        """Return the working days from `first` to `last`, both included."""
        low, high = bisect_left(self._days, first), bisect_right(self._days, last)
        return iter(self._days[low:high])

    def closed_between(self, start: datetime, end: datetime) -> list[date]:
        """Return the closed days after the day of `start`, up to `end`, that weekends don't close.

        They are why a sum of working days took longer than the week alone would have it.
        """
        first, last = (at.astimezone(self.zone).date() for at in (start, end))
        closed = self.holidays | self.collective_leave
        return sorted(day for day in closed if first < day <= last and self._is_week_day(day))

    def _is_week_day(self, day: date) -> bool:
        return day.weekday() in self.weekdays

    def _days_until(self, at: datetime) -> int:
        return bisect_right(self._days, self._known(at.astimezone(self.zone).date()))

    def _office_time(self, at: datetime) -> timedelta:
        """Office time from the beginning of the calendar to `at`."""
        local = at.astimezone(self.zone)
        before = bisect_left(self._days, self._known(local.date()))
        return before * self._hours + self._today(local)

    def _today(self, local: datetime) -> timedelta:
        if not self.is_working_day(local.date()):
            return NOTHING
        opening = datetime.combine(local.date(), self.opens, self.zone)
        return min(max(local - opening, NOTHING), self._hours)

    def _day_at(self, place: int) -> date:
        if place >= len(self._days):
            raise ValueError(f"beyond the calendar's end in {LAST_YEAR}")
        return self._days[place]

    def _known(self, day: date) -> date:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise ValueError(f"outside the calendar's years {FIRST_YEAR} to {LAST_YEAR}")
        return day
