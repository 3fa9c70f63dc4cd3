"""Working days by hand, and what must be true of every sum of them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib.calendar import WorkCalendar

JAKARTA = ZoneInfo("Asia/Jakarta")
# Lebaran 2022: 2-3 May are holidays, 29 April and 4-6 May collective leave.
CALENDAR = WorkCalendar(
    holidays=frozenset({date(2022, 5, 2), date(2022, 5, 3), date(2022, 5, 26)}),
    collective_leave=frozenset({date(2022, 4, 29), *(date(2022, 5, day) for day in (4, 5, 6))}),
)
MOMENTS = st.datetimes(datetime(2022, 4, 1), datetime(2022, 7, 1), timezones=st.just(JAKARTA))
DAYS = st.integers(0, 60)
AMOUNTS = st.timedeltas(timedelta(), timedelta(hours=400))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2022-11-21T10:00", 1, "2022-11-22T10:00"),
        ("2022-11-18T22:00", 1, "2022-11-21T22:00"),  # Friday night: Monday is the first day
        # What comes in on Saturday has all of Monday.
        ("2022-11-19T09:00", 1, "2022-11-21T23:59:59.999999"),
        ("2022-04-28T15:00", 1, "2022-05-09T15:00"),  # over the whole of Lebaran
        ("2022-04-28T15:00", 5, "2022-05-13T15:00"),
        ("2022-04-28T15:00", 0, "2022-04-28T15:00"),
    ],
)
def test_add_days(start: str, days: int, end: str) -> None:
    assert CALENDAR.add_days(at(start), days) == at(end)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2022-11-21T08:00", 2, "2022-11-21T10:00"),
        ("2022-11-21T15:00", 2, "2022-11-22T08:30"),
        ("2022-11-21T07:30", 8.5, "2022-11-21T16:00"),
        ("2022-11-20T12:00", 1, "2022-11-21T08:30"),
        ("2022-04-28T15:00", 2, "2022-05-09T08:30"),
    ],
)
def test_add_hours(start: str, hours: float, end: str) -> None:
    assert CALENDAR.add_hours(at(start), timedelta(hours=hours)) == at(end)


def test_between_over_lebaran() -> None:
    start, end = at("2022-04-28T15:00"), at("2022-05-09T08:30")
    assert CALENDAR.between(start, end) == timedelta(hours=2)
    assert CALENDAR.between(end, start) == timedelta(hours=-2)
    assert CALENDAR.days_between(start, end) == 1
    assert list(CALENDAR.working_days(date(2022, 4, 28), date(2022, 5, 9))) == [
        date(2022, 4, 28),
        date(2022, 5, 9),
    ]


def test_zone_of_the_caller_is_kept() -> None:
    start = datetime(2022, 11, 20, 23, 0, tzinfo=UTC)  # Monday 06.00 in Jakarta
    due = CALENDAR.add_days(start, 1)
    assert due == at("2022-11-22T06:00")
    assert due.tzinfo is UTC


def test_rows_tell_leave_from_holidays() -> None:
    calendar = WorkCalendar.of([(date(2022, 5, 2), False), (date(2022, 5, 4), True)])
    assert calendar.holidays == {date(2022, 5, 2)}
    assert calendar.collective_leave == {date(2022, 5, 4)}
    assert not calendar.is_working_day(date(2022, 5, 4))


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ValueError, match="taken away"):
        CALENDAR.add_days(at("2022-11-21T08:00"), -1)
    with pytest.raises(ValueError, match="taken away"):
        CALENDAR.add_hours(at("2022-11-21T08:00"), timedelta(hours=-1))
    with pytest.raises(ValueError, match="open"):
        WorkCalendar(weekdays=frozenset())
    with pytest.raises(ValueError, match="years"):
        CALENDAR.add_days(at("1999-12-31T08:00"), 1)
    with pytest.raises(ValueError, match="end"):
        CALENDAR.add_days(at("2100-12-30T08:00"), 10)


@given(MOMENTS, DAYS, DAYS)
def test_days_add_up(start: datetime, one: int, two: int) -> None:
    assert CALENDAR.add_days(CALENDAR.add_days(start, one), two) == CALENDAR.add_days(
        start, one + two
    )


@given(MOMENTS, MOMENTS, DAYS)
def test_days_are_monotone(one: datetime, two: datetime, days: int) -> None:
    early, late = sorted((one, two))
    assert CALENDAR.add_days(early, days) <= CALENDAR.add_days(late, days)


@given(MOMENTS, st.integers(1, 60))
def test_days_end_on_a_working_day_and_are_counted_back(start: datetime, days: int) -> None:
    end = CALENDAR.add_days(start, days)
    assert CALENDAR.is_working_day(end.date())
    assert CALENDAR.days_between(start, end) == days
    assert end - start >= timedelta(days=days)


@given(MOMENTS, AMOUNTS, AMOUNTS)
def test_hours_add_up(start: datetime, one: timedelta, two: timedelta) -> None:
    if two:
        assert CALENDAR.add_hours(CALENDAR.add_hours(start, one), two) == CALENDAR.add_hours(
            start, one + two
        )


@given(MOMENTS, AMOUNTS)
def test_hours_are_counted_back(start: datetime, amount: timedelta) -> None:
    assert CALENDAR.between(start, CALENDAR.add_hours(start, amount)) == amount


@given(MOMENTS, MOMENTS, AMOUNTS)
def test_hours_are_monotone(one: datetime, two: datetime, amount: timedelta) -> None:
    early, late = sorted((one, two))
    if amount:
        assert CALENDAR.add_hours(early, amount) <= CALENDAR.add_hours(late, amount)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_between_is_additive(one: datetime, two: datetime, three: datetime) -> None:
    whole = CALENDAR.between(one, three)
    assert whole == CALENDAR.between(one, two) + CALENDAR.between(two, three)
