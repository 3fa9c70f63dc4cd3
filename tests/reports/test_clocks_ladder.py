"""The ladder: its moments, and when to look at a report next."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tanggap.reports.clocks import Clock, Due, Rung, Tell, Turn, next_alert, steps
from tests.reports.clock_cases import CITY, DAYS, HOUR, WORKING, at

BEGAN, DUE = at("11-23 08.00"), at("11-27 08.00")
RUNGS = (
    Rung(code="soon", tell=Tell.TURN, percent=75),
    Rung(code="late", tell=Tell.UNIT_HEAD),
    Rung(code="later", tell=Tell.AGENCY_HEAD, after=1, unit=WORKING),
    Rung(code="flag", tell=Tell.TOP, clock=Clock.RED_FLAG, after=1, unit=DAYS),
)


def due(clock: Clock = Clock.COMPLETION, *, until: datetime = DUE) -> Due:
    return Due(clock=clock, due_from=BEGAN, due_at=until)


def turn(alert_at: datetime | None, *, until: datetime = DUE) -> Turn:
    return Turn("completion", BEGAN, until, alert_at)


def test_the_moments_of_a_ladder() -> None:
    found = steps(RUNGS, Clock.COMPLETION, BEGAN, DUE, CITY)
    assert [(moment, rung.code) for moment, rung in found] == [
        (at("11-26 08.00"), "soon"),
        (at("11-27 08.00"), "late"),
        (at("11-28 23.59").replace(second=59, microsecond=999999), "later"),  # a Sunday
    ]
    assert "flag" in [rung.code for _, rung in steps(RUNGS, Clock.RED_FLAG, BEGAN, DUE, CITY)]


def test_who_waits_for_the_reporter_is_not_warned() -> None:
    for clock in (Clock.REPLY_WINDOW, Clock.HOLD):
        assert steps(RUNGS, clock, BEGAN, DUE, CITY) == []
        assert next_alert(RUNGS, due(clock), Turn(), CITY, at=BEGAN) is None


def test_a_new_run_begins_at_the_foot() -> None:
    assert next_alert(RUNGS, due(), Turn(), CITY, at=DUE + 9 * HOUR) == at("11-26 08.00")
    before = Turn("reaction", BEGAN, DUE, None)
    assert next_alert(RUNGS, due(), before, CITY, at=BEGAN) == at("11-26 08.00")


def test_what_doesnt_move_stays_where_it_was() -> None:
    for alert_at in (None, at("11-27 08.00")):
        assert next_alert(RUNGS, due(), turn(alert_at), CITY, at=at("11-26 12.00")) == alert_at


def test_more_time_moves_what_is_yet_to_come() -> None:
    later = due(until=DUE + timedelta(days=4))
    moved = next_alert(RUNGS, later, turn(at("11-27 08.00")), CITY, at=at("11-26 12.00"))
    assert moved == at("11-29 08.00")


def test_a_rung_that_is_due_isnt_lost_when_the_time_moves() -> None:
    later = due(until=DUE + timedelta(days=4))
    pending = at("11-26 08.00")
    assert next_alert(RUNGS, later, turn(pending), CITY, at=at("11-26 12.00")) == pending


def test_without_a_due_time_nobody_is_warned() -> None:
    assert next_alert(RUNGS, Due(), turn(DUE), CITY, at=BEGAN) is None


@given(st.integers(1, 2000), st.integers(0, 4000))
def test_climbing_reaches_each_rung_once(hours: int, tick: int) -> None:
    """Look at each alert, and at the next one after it: every moment of the ladder comes up."""
    until = BEGAN + hours * HOUR
    found = due(until=until)
    ladder = steps(RUNGS, Clock.COMPLETION, BEGAN, until, CITY)
    seen, now = [], BEGAN + tick * HOUR / 10
    alert = next_alert(RUNGS, found, Turn(), CITY, at=now)
    while alert is not None:
        seen += [rung.code for moment, rung in ladder if moment == alert]
        alert = next((moment for moment, _ in ladder if moment > alert), None)
    assert seen == [rung.code for _, rung in ladder]
