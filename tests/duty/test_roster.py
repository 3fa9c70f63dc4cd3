"""Who is on duty at a moment, by the weekly pattern and its exceptions."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tanggap.duty.ringing import DUTY, OFFICE, Pace, Rung, keys, next_step
from tanggap.duty.roster import Change, Shift, on_duty

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
DAY, NIGHT = (time(8), time(20)), (time(20), time(8))


def shift(person: int, weekday: int, hours: tuple[time, time], rank: int = 1) -> Shift:
    return Shift(person, weekday, *hours, rank)


def test_people_are_called_by_rank_in_the_hours_of_their_turn() -> None:
    shifts = [shift(2, 0, DAY, 2), shift(1, 0, DAY), shift(3, 1, DAY)]
    assert on_duty(shifts, [], at=MONDAY + timedelta(hours=8)) == (1, 2)
    assert on_duty(shifts, [], at=MONDAY + timedelta(hours=20)) == ()
    assert on_duty(shifts, [], at=MONDAY + timedelta(days=1, hours=12)) == (3,)


def test_a_night_belongs_to_the_day_on_which_it_begins_over_sunday_too() -> None:
    sunday = [shift(1, 6, NIGHT)]
    assert on_duty(sunday, [], at=MONDAY - timedelta(hours=1)) == (1,)
    assert on_duty(sunday, [], at=MONDAY + timedelta(hours=7, minutes=59)) == (1,)
    assert on_duty(sunday, [], at=MONDAY + timedelta(hours=8)) == ()
    assert on_duty(sunday, [], at=MONDAY + timedelta(hours=21)) == ()


def test_whoever_stands_in_takes_the_place_and_an_extra_one_comes_first() -> None:
    noon, week = MONDAY + timedelta(hours=12), timedelta(days=7)
    shifts = [shift(1, 0, DAY), shift(2, 0, DAY, 2)]
    swap = Change(MONDAY, MONDAY + week, away=1, standin=3)
    extra = Change(MONDAY, MONDAY + week, standin=4)
    assert on_duty(shifts, [swap], at=noon) == (3, 2)
    assert on_duty(shifts, [Change(MONDAY, MONDAY + week, away=1)], at=noon) == (2,)
    assert on_duty(shifts, [swap, extra], at=noon) == (4, 3, 2)
    assert on_duty(shifts, [swap], at=noon + week) == (1, 2)


@given(
    away=st.lists(st.tuples(st.integers(1, 4), st.one_of(st.none(), st.integers(1, 4)))),
    people=st.lists(st.integers(1, 4), unique=True),
)
def test_whatever_is_swapped_nobody_is_called_twice_and_nobody_who_is_away(
    away: list[tuple[int, int | None]], people: list[int]
) -> None:
    changes = [Change(MONDAY, MONDAY + timedelta(days=1), away=a, standin=b) for a, b in away]
    shifts = [shift(person, 0, DAY, rank) for rank, person in enumerate(people)]
    called = on_duty(shifts, changes, at=MONDAY + timedelta(hours=9))
    assert len(set(called)) == len(called)
    assert not set(called) & {person for person, _standin in away}


@given(persons=st.integers(0, 4), heads=st.integers(0, 2), steps=st.integers(1, 30))
def test_every_lap_calls_each_rung_once_in_order(persons: int, heads: int, steps: int) -> None:
    rungs = [Rung(DUTY, (person,)) for person in range(1, persons + 1)]
    rungs += [Rung(OFFICE, tuple(range(10, 10 + heads)))]
    pace = Pace(timedelta(minutes=5), timedelta(minutes=15))
    at, lap, calls, taken = MONDAY, 1, list[tuple[int, str, int]](), list[Rung]()
    for _ in range(steps):
        done = keys([(step, who) for of_lap, step, who in calls if of_lap == lap])
        found = next_step(rungs, done, lap=lap, at=at, pace=pace)
        if found is None:
            assert not persons and not heads
            return
        lap, at = found.lap, found.next_at
        calls += [(lap, found.rung.step, who) for who in found.rung.people]
        taken.append(found.rung)
    there = [rung for rung in rungs if rung.people]
    assert taken == [there[i % len(there)] for i in range(steps)]
    whole, rest = divmod(steps, len(there))
    minutes = whole * (5 * (len(there) - 1) + 15) + 5 * rest
    assert at == MONDAY + timedelta(minutes=minutes)
