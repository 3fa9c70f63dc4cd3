"""Schedules, holidays by name, peers, shares, and what was known when a clock stopped."""

from datetime import date, timedelta

import pytest

from tanggap.lib.calendar import WorkCalendar
from tanggap.reports.clocks import (
    Clock,
    LineKey,
    PeerDue,
    Rules,
    ledger,
    shares,
    summary,
)
from tests.reports.clock_cases import (
    CALENDAR,
    CITY,
    DAYS,
    DESK,
    DINAS,
    NATION,
    POLICIES,
    SUDIN,
    VILLAGE,
    Happened,
    at,
    happened,
    line_up,
    policy,
    subject,
)

RECEIVED = "11-23 08.00"
BEGUN = [
    happened("open", ">submitted", RECEIVED),
    happened("verify", "submitted>waiting", "11-23 09.00", SUDIN),
    happened("accept", "waiting>in_progress", "11-24 09.00", SUDIN),
]
PLANNED = happened("schedule", "in_progress", "11-25 09.00", SUDIN, month="2022-12", step="set")
SUBJECT = subject(RECEIVED)


def due(clock: Clock, *events: Happened, rules: Rules = CITY) -> object:
    found = ledger(clock, line_up(*events), SUBJECT, rules)
    assert found is not None
    return found.due_at


def test_a_schedule_that_is_taken_back_lets_the_holders_clock_run_again() -> None:
    ended = happened("schedule", "in_progress", "11-28 09.00", SUDIN, step="ended")
    # Seven days from the 23rd, and the three days that it stood.
    assert due(Clock.COMPLETION, *BEGUN, PLANNED, ended) == at("12-03 09.00")
    found = ledger(Clock.SCHEDULE_REVIEW, [*BEGUN, PLANNED, ended], SUBJECT, CITY)
    assert found is not None
    assert found.stopped_at == ended.at
    assert summary([*BEGUN, PLANNED, ended], SUBJECT, CITY).clock is Clock.COMPLETION


def test_a_question_to_the_reporter_doesnt_end_the_schedule() -> None:
    held = happened("hold", "in_progress>on_hold", "11-26 09.00", SUDIN)
    replied = happened("reply", "on_hold>in_progress", "11-27 09.00")
    events = line_up(*BEGUN, PLANNED, held, replied)
    found = ledger(Clock.COMPLETION, events, SUBJECT, CITY)
    assert found is not None
    # It stands until December is over: the month was agreed, the question changed nothing.
    assert found.is_paused
    assert found.due_at == at("2023-01-01 00.00") + timedelta(days=5)
    assert summary(events, SUBJECT, CITY).clock is Clock.SCHEDULE_REVIEW


def test_confirming_starts_the_review_anew() -> None:
    assert due(Clock.SCHEDULE_REVIEW, *BEGUN, PLANNED) == at("12-25 09.00")
    again = happened(
        "schedule", "in_progress", "12-20 09.00", SUDIN, month="2023-03", step="confirmed"
    )
    assert due(Clock.SCHEDULE_REVIEW, *BEGUN, PLANNED, again) == at("2023-01-19 09.00")


def test_a_review_never_waits_longer_than_the_month_that_was_agreed() -> None:
    soon = happened("schedule", "in_progress", "11-25 09.00", SUDIN, month="2022-11", step="set")
    found = ledger(Clock.SCHEDULE_REVIEW, [*BEGUN, soon], SUBJECT, CITY)
    assert found is not None
    assert found.due_at == at("12-01 00.00")
    assert LineKey.PLAN_ENDS in [line.key for line in found.lines]


def test_holidays_that_were_not_counted_are_named() -> None:
    found = ledger(Clock.CITIZEN, BEGUN, SUBJECT, CITY)
    assert found is not None
    named = [line.params["day"] for line in found.lines if line.key is LineKey.CLOSED]
    assert named == ["2022-12-26"]
    by_days = ledger(Clock.COMPLETION, BEGUN, SUBJECT, CITY)
    assert by_days is not None
    assert LineKey.CLOSED not in [line.key for line in by_days.lines]


def test_a_holiday_on_a_weekend_or_outside_is_not_named() -> None:
    closed = frozenset({date(2022, 11, 26), date(2022, 11, 23), date(2022, 12, 30)})
    rules = Rules(POLICIES, WorkCalendar(holidays=closed))
    found = ledger(Clock.VERIFICATION, BEGUN[:1], SUBJECT, rules)
    assert found is not None
    assert LineKey.CLOSED not in [line.key for line in found.lines]


def test_a_pause_names_the_holidays_it_pushes_the_date_over() -> None:
    held = happened("hold", "in_progress>on_hold", "11-28 09.00", SUDIN)
    replied = happened("reply", "on_hold>in_progress", "12-27 09.00")
    found = ledger(Clock.HOLDER, line_up(*BEGUN, held, replied), SUBJECT, NATION)
    assert found is not None
    named = [line.params["day"] for line in found.lines if line.key is LineKey.CLOSED]
    assert named == ["2022-12-26"]


@pytest.mark.parametrize("rules", [CITY, Rules([], CALENDAR)])
def test_the_peers_due_time_binds_also_where_we_have_no_rule(rules: Rules) -> None:
    peer = PeerDue(name="LAPOR!", due_at=at("11-25 10.00"))
    for clock in (Clock.CITIZEN, Clock.COMPLETION):
        found = ledger(clock, BEGUN, subject(RECEIVED, peer=peer), rules)
        assert found is not None
        assert (found.due_at, found.is_bound_by_peer) == (peer.due_at, True)
    # Who holds the report, and so whose clock runs, isn't the peer's business.
    assert ledger(Clock.HOLDER, BEGUN, subject(RECEIVED, peer=peer), rules).due_at is None  # type: ignore[union-attr]


def test_a_red_flag_is_charged_to_the_holders_by_their_time() -> None:
    events = line_up(
        happened("open", ">submitted", RECEIVED),
        happened("verify", "submitted>waiting", "11-23 09.00", DESK),
        happened("assign", "waiting", "11-24 09.00", DINAS, **{"from": DESK}),
        happened("dispose", "waiting", "11-26 09.00", SUDIN, **{"from": DINAS}),
        happened("hold", "waiting>on_hold", "11-27 09.00", SUDIN),
        happened("reply", "on_hold>waiting", "11-29 09.00"),
        happened("accept", "waiting>in_progress", "11-30 09.00", SUDIN),
    )
    found = shares(Clock.RED_FLAG, events, SUBJECT, CITY, at=at("12-03 09.00"))
    # One day, two days, and five without the two that the reporter took.
    assert found == pytest.approx({DESK: 1 / 8, DINAS: 2 / 8, SUDIN: 5 / 8})
    answered = happened("progress", "in_progress", "12-01 09.00", SUDIN)
    later = shares(Clock.RED_FLAG, [*events, answered], SUBJECT, CITY, at=at("12-20 09.00"))
    assert later == pytest.approx({DESK: 1 / 6, DINAS: 2 / 6, SUDIN: 3 / 6})


def test_nobody_is_charged_before_somebody_holds_it() -> None:
    opened = [happened("open", ">submitted", RECEIVED)]
    assert shares(Clock.RED_FLAG, opened, SUBJECT, CITY, at=at("11-30 08.00")) == {}
    handed = [*opened, happened("verify", "submitted>waiting", "11-23 09.00", VILLAGE)]
    assert shares(Clock.RED_FLAG, handed, SUBJECT, CITY, at=at("11-23 09.00")) == {}


def test_a_clock_that_stopped_is_explained_by_what_was_known_then() -> None:
    old = Rules([policy(Clock.COMPLETION, 7, DAYS)], CALENDAR)
    new = Rules(
        [policy(Clock.COMPLETION, 2, DAYS)],
        CALENDAR,
        earlier=lambda when: old if when < at("12-05 00.00") else None,
    )
    done = happened("resolve", "in_progress>awaiting_validation", "11-28 09.00", SUDIN)
    validated = happened("validate", "awaiting_validation>resolved", "11-29 09.00")
    settled = [*BEGUN, done, validated]
    assert due(Clock.COMPLETION, *BEGUN, rules=new) == at("11-25 09.00")
    assert due(Clock.COMPLETION, *settled, rules=new) == at("11-30 09.00")
    assert summary(settled, SUBJECT, new).promised_at == at("11-30 09.00")
    rejected = happened("reject_followup", "awaiting_validation>in_progress", "12-01 09.00", SUDIN)
    # It runs again, so today's rule counts.
    assert due(Clock.COMPLETION, *BEGUN, done, rejected, rules=new) == at("11-25 09.00")
