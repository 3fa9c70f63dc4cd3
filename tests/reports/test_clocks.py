"""Every clock by hand: what starts it, stops it, makes it stand, and how it is explained."""

from datetime import date

import pytest

from tanggap.reports.clocks import (
    PRESSING,
    Clock,
    LineKey,
    PeerDue,
    Rules,
    ledger,
    ledgers,
    summary,
)
from tanggap.reports.workflow import OWNER, State
from tests.reports.clock_cases import (
    CALENDAR,
    CITY,
    DAYS,
    DESK,
    DINAS,
    HOUR,
    NATION,
    SUDIN,
    VILLAGE,
    Happened,
    at,
    happened,
    line_up,
    policy,
    subject,
)

RECEIVED = "11-23 08.04"  # a Wednesday
OPENED = happened("open", ">submitted", RECEIVED)
VERIFIED = happened("verify", "submitted>waiting", "11-23 09.14", DESK)
PASSED = happened("coordinate", "waiting", "11-23 11.00", DINAS, **{"from": DESK})
DISPOSED = happened("dispose", "waiting", "11-23 14.00", SUDIN, **{"from": DINAS})
ACCEPTED = happened("accept", "waiting>in_progress", "11-24 08.00", SUDIN)
RESOLVED = happened("resolve", "in_progress>awaiting_validation", "11-28 15.00", SUDIN)
VALIDATED = happened("validate", "awaiting_validation>resolved", "11-29 10.00")
LIFE = [OPENED, VERIFIED, PASSED, DISPOSED, ACCEPTED, RESOLVED, VALIDATED]
SUBJECT = subject(RECEIVED)


def upto(event: Happened) -> list[Happened]:
    return LIFE[: LIFE.index(event) + 1]


def due(clock: Clock, *events: Happened, rules: Rules = CITY, **more: object) -> object:
    found = ledger(clock, line_up(*events), subject(RECEIVED, **more), rules)
    assert found is not None
    return found.due_at


def test_the_explanation_on_the_screen() -> None:
    found = ledger(Clock.REACTION, upto(VERIFIED), subject(RECEIVED, channel="email"), CITY)
    assert found is not None
    assert [(line.key, line.at, line.delta) for line in found.lines] == [
        (LineKey.RECEIVED, at("11-23 08.04"), None),
        (LineKey.STARTED, at("11-23 09.14"), None),
        (LineKey.POLICY, None, 6 * HOUR),
        (LineKey.NO_PAUSE, None, None),
        (LineKey.DUE, at("11-23 15.14"), None),
    ]
    assert found.lines[0].params == {"channel": "email"}
    assert found.lines[1].params == {"verb": "verify", "agency": DESK}
    assert found.lines[2].params["since"] == "2020-01-01"
    assert found.lines[2].params["source"] == "JAKI 2020"
    assert found.policy == "desk"


@pytest.mark.parametrize(
    ("clock", "last", "expected"),
    [
        # Working days: 24, 25, 28, 29, 30 November ...; 26 December is a holiday.
        (Clock.CITIZEN, OPENED, "2023-02-16 08.04"),
        (Clock.VERIFICATION, OPENED, "11-24 08.04"),
        (Clock.REACTION, VERIFIED, "11-23 15.14"),
        (Clock.FIRST_RESPONSE, OPENED, "11-26 08.04"),
        (Clock.COMPLETION, DISPOSED, "11-30 09.14"),
        (Clock.VALIDATION, RESOLVED, "11-30 15.00"),
        (Clock.REPLY_WINDOW, VALIDATED, "12-13 10.00"),
        (Clock.RATING_WINDOW, VALIDATED, "2023-02-27 10.00"),
        (Clock.WARRANTY, VALIDATED, "2023-02-27 10.00"),
    ],
)
def test_due_times(clock: Clock, last: Happened, expected: str) -> None:
    assert due(clock, *upto(last)) == at(expected)


@pytest.mark.parametrize(
    ("clock", "stopped"),
    [
        (Clock.CITIZEN, VALIDATED),
        (Clock.VERIFICATION, VERIFIED),
        (Clock.REACTION, ACCEPTED),
        (Clock.FIRST_RESPONSE, RESOLVED),
        (Clock.RED_FLAG, RESOLVED),
        (Clock.HOLDER, RESOLVED),
        (Clock.COMPLETION, RESOLVED),
        (Clock.VALIDATION, VALIDATED),
    ],
)
def test_what_stops_a_clock(clock: Clock, stopped: Happened) -> None:
    before = ledger(clock, LIFE[: LIFE.index(stopped)], SUBJECT, CITY)
    after = ledger(clock, LIFE, SUBJECT, CITY)
    assert after is not None
    assert after.stopped_at == stopped.at
    assert before is None or before.stopped_at is None


def test_each_holder_has_a_clock_of_its_own() -> None:
    found = ledgers(Clock.REACTION, LIFE, SUBJECT, CITY)
    assert [(one.agency, one.started_at, one.stopped_at) for one in found] == [
        (DESK, VERIFIED.at, PASSED.at),
        (DINAS, PASSED.at, DISPOSED.at),
        (SUDIN, DISPOSED.at, ACCEPTED.at),
    ]
    assert [one.policy for one in found] == ["desk", "", ""]
    assert found[1].due_at is None
    assert LineKey.NO_POLICY in [line.key for line in found[1].lines]


def test_holders_clock_begins_again_after_a_rejected_followup_and_completion_goes_on() -> None:
    rejected = happened("reject_followup", "awaiting_validation>in_progress", "11-29 10.00", SUDIN)
    events = line_up(*upto(RESOLVED), rejected)
    holders = ledgers(Clock.HOLDER, events, SUBJECT, NATION)
    assert [one.started_at for one in holders][-1] == rejected.at
    completion = ledger(Clock.COMPLETION, events, SUBJECT, CITY)
    assert completion is not None
    assert completion.stopped_at is None
    assert completion.due_at == at("11-30 09.14")


def test_hold_stops_the_holder_not_the_citizen() -> None:
    held = happened("hold", "in_progress>on_hold", "11-25 08.00")
    replied = happened("reply", "on_hold>in_progress", "11-27 08.00")
    events = line_up(*upto(ACCEPTED), held)
    standing = ledger(Clock.COMPLETION, events, SUBJECT, CITY)
    assert standing is not None
    assert (standing.due_at, standing.is_paused) == (None, True)
    assert standing.lines[-1].key is LineKey.STANDING
    assert due(Clock.CITIZEN, *events) == due(Clock.CITIZEN, OPENED)
    assert due(Clock.HOLD, *events) == at("12-09 08.00")
    assert due(Clock.HOLD_REMINDER, *events) == at("12-02 08.00")
    assert due(Clock.COMPLETION, *events, replied) == at("12-02 09.14")


def test_a_pause_moves_working_days_by_working_days() -> None:
    held = happened("hold", "in_progress>on_hold", "11-25 08.00")  # Friday
    replied = happened("reply", "on_hold>in_progress", "11-28 08.00")  # Monday: one working day
    plain = due(Clock.COMPLETION, *upto(ACCEPTED), rules=NATION)
    assert plain == at("11-30 09.14")
    moved = due(Clock.COMPLETION, *upto(ACCEPTED), held, replied, rules=NATION)
    assert moved == at("12-01 09.14")


def test_a_pause_after_the_due_time_saves_nobody() -> None:
    held = happened("hold", "in_progress>on_hold", "12-05 08.00")
    found = ledger(Clock.COMPLETION, line_up(*upto(ACCEPTED), held), SUBJECT, CITY)
    assert found is not None
    assert found.due_at == at("11-30 09.14")
    assert found.is_late(at=at("12-05 09.00"))


def test_schedule_pauses_until_the_end_of_its_month() -> None:
    planned = happened("schedule", "in_progress", "11-25 09.14", month="2023-01", programme="A")
    events = line_up(*upto(ACCEPTED), planned)
    # Five of seven days were left on 25 November at 09.14.
    assert due(Clock.COMPLETION, *events) == at("2023-02-06 00.00")
    assert due(Clock.SCHEDULE_REVIEW, *events) == at("12-25 09.14")
    assert due(Clock.CITIZEN, *events) == due(Clock.CITIZEN, OPENED)
    again = happened("schedule", "in_progress", "2023-01-20 09.14", month="2023-02", programme="A")
    assert due(Clock.COMPLETION, *events, again) == at("2023-03-06 00.00")
    done = happened("resolve", "in_progress>awaiting_validation", "12-25 09.14", SUDIN)
    assert due(Clock.COMPLETION, *events, done) == at("12-30 09.14")


def test_granted_time_counts_and_asked_time_does_not() -> None:
    asked = happened("extend", "in_progress", "11-25 08.00", days=3)
    granted = happened("grant", "in_progress", "11-25 10.00", days=3)
    refused = happened("refuse", "in_progress", "11-29 08.00")
    assert due(Clock.EXTENSION, *upto(ACCEPTED), asked) == at("11-29 08.00")
    assert due(Clock.COMPLETION, *upto(ACCEPTED), asked, refused) == at("11-30 09.14")
    assert due(Clock.COMPLETION, *upto(ACCEPTED), asked, granted) == at("12-03 09.14")
    assert due(Clock.COMPLETION, *upto(ACCEPTED), asked, granted, rules=NATION) == at("12-05 09.14")


def test_merge_stops_every_clock_and_unmerge_gives_the_time_back() -> None:
    merged = happened("merge", "in_progress", "11-25 08.00")
    unmerged = happened("unmerge", "in_progress", "11-26 08.00")
    events = line_up(*upto(ACCEPTED), merged)
    for clock in (Clock.CITIZEN, Clock.HOLDER, Clock.COMPLETION, Clock.FIRST_RESPONSE):
        found = ledger(clock, events, SUBJECT, CITY)
        assert found is not None
        assert found.stopped_at == merged.at
    assert summary(events, SUBJECT, CITY).due_at is None
    assert due(Clock.COMPLETION, *events, unmerged) == at("12-01 09.14")
    assert due(Clock.CITIZEN, *events, unmerged) == due(Clock.CITIZEN, OPENED)


def test_withdrawing_stops_and_leaving_does_not() -> None:
    gone = happened("withdraw", "in_progress>closed", "11-25 08.00")
    left = happened("withdraw", "in_progress", "11-25 08.00")
    stopped = ledger(Clock.COMPLETION, line_up(*upto(ACCEPTED), gone), SUBJECT, CITY)
    going = ledger(Clock.COMPLETION, line_up(*upto(ACCEPTED), left), SUBJECT, CITY)
    assert stopped is not None
    assert stopped.stopped_at == gone.at
    assert going is not None
    assert going.stopped_at is None


def test_reopening_continues_the_citizens_clock_and_begins_the_work_anew() -> None:
    reopened = happened("reopen", "resolved>waiting", "12-05 08.00", SUDIN)
    events = line_up(*LIFE, reopened)
    citizen = ledger(Clock.CITIZEN, events, SUBJECT, CITY)
    assert citizen is not None
    assert (citizen.started_at, citizen.stopped_at) == (at(RECEIVED), None)
    assert due(Clock.COMPLETION, *events) == at("12-12 08.00")
    window = ledger(Clock.RATING_WINDOW, events, SUBJECT, CITY)
    assert window is not None
    assert window.stopped_at == reopened.at


def test_each_reply_restarts_the_reply_window() -> None:
    reply = happened("reply", "resolved", "12-05 08.00")
    assert due(Clock.REPLY_WINDOW, *LIFE, reply) == at("12-19 08.00")
    good = happened("rate", "resolved>closed", "12-06 08.00")
    found = ledger(Clock.REPLY_WINDOW, line_up(*LIFE, reply, good), SUBJECT, CITY)
    assert found is not None
    assert found.stopped_at == good.at


def test_a_supporting_office_moves_no_clock() -> None:
    back = happened("give_back", "waiting", "11-23 15.00", VILLAGE)
    lead_back = happened("give_back", "waiting", "11-23 15.00", DINAS, **{"from": SUDIN})
    helper = ledgers(Clock.HOLDER, line_up(*upto(DISPOSED), back), SUBJECT, CITY)
    lead = ledgers(Clock.HOLDER, line_up(*upto(DISPOSED), lead_back), SUBJECT, CITY)
    assert (len(helper), len(lead)) == (3, 4)
    assert lead[-1].agency == DINAS


def test_objection_hearing_and_referral() -> None:
    declined = happened("decline", "submitted>declined", "11-24 08.00")
    objected = happened("object", "declined", "11-25 08.00")
    overturned = happened("overturn", "declined>submitted", "11-29 08.00")
    assert due(Clock.OBJECTION_WINDOW, OPENED, declined) == at("12-08 08.00")
    assert due(Clock.OBJECTION, OPENED, declined, objected) == at("12-02 08.00")
    again = due(Clock.VERIFICATION, OPENED, declined, objected, overturned)
    assert again == at("11-30 08.00")
    heard = happened("hear", "waiting", "11-24 08.00", DESK, **{"from": SUDIN})
    assert due(Clock.HEARING, *upto(DISPOSED), heard) == at("11-29 08.00")
    referred = happened("refer", "waiting>referred", "11-24 08.00")
    assert due(Clock.REFERRAL, *upto(DISPOSED), referred) == at("12-01 08.00")


def test_only_content_is_a_response() -> None:
    inside = happened("note", "in_progress", "11-24 09.00", SUDIN, audience="internal")
    public = happened("note", "in_progress", "11-24 10.00", SUDIN, audience="public")
    quiet = ledger(Clock.FIRST_RESPONSE, line_up(*upto(ACCEPTED), inside), SUBJECT, CITY)
    told = ledger(Clock.FIRST_RESPONSE, line_up(*upto(ACCEPTED), inside, public), SUBJECT, CITY)
    assert quiet is not None
    assert quiet.stopped_at is None
    assert told is not None
    assert told.stopped_at == public.at


def test_the_rule_of_the_day_the_clock_started() -> None:
    old = policy(Clock.COMPLETION, 7, DAYS, valid_to=date(2022, 11, 22))
    new = policy(Clock.COMPLETION, 3, DAYS, valid_from=date(2022, 11, 23))
    later = policy(Clock.COMPLETION, 1, DAYS, valid_from=date(2022, 11, 24))
    rules = Rules([old, new, later], CALENDAR)
    assert due(Clock.COMPLETION, *upto(ACCEPTED), rules=rules) == at("11-26 09.14")
    assert ledger(Clock.RED_FLAG, LIFE, SUBJECT, CITY).due_at is None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "11-30 09.14"),
        ({"kind": "normative"}, "12-13 09.14"),
        ({"kind": "oversight"}, "2023-02-16 09.14"),
        ({"report_class": "information"}, "11-28 09.14"),
        ({"report_class": "information", "kind": "normative"}, "12-13 09.14"),
        ({"report_class": "information", "kind": "normative", "category": 9}, "11-25 09.14"),
    ],
)
def test_the_most_precise_rule_speaks(more: dict[str, object], expected: str) -> None:
    assert due(Clock.COMPLETION, *upto(ACCEPTED), rules=NATION, **more) == at(expected)


def test_the_peers_due_time_binds_when_earlier_and_is_named_in_any_case() -> None:
    early = PeerDue(name="LAPOR!", due_at=at("11-28 08.00"))
    late = PeerDue(name="LAPOR!", due_at=at("12-28 08.00"))
    bound = ledger(Clock.COMPLETION, upto(ACCEPTED), subject(RECEIVED, peer=early), CITY)
    free = ledger(Clock.COMPLETION, upto(ACCEPTED), subject(RECEIVED, peer=late), CITY)
    assert bound is not None
    assert (bound.due_at, bound.is_bound_by_peer) == (early.due_at, True)
    assert [line.key for line in bound.lines][-2:] == [LineKey.PEER_BINDS, LineKey.DUE]
    assert free is not None
    assert (free.due_at, free.is_bound_by_peer) == (at("11-30 09.14"), False)
    assert LineKey.PEER_LATER in [line.key for line in free.lines]


def test_over_lebaran() -> None:
    received = "04-28 15.00"
    events = [happened("open", ">submitted", received)]
    found = ledger(Clock.VERIFICATION, events, subject(received), CITY)
    assert found is not None
    assert found.due_at == at("05-09 15.00")
    assert found.share_used(at=at("05-09 15.00")) == pytest.approx(1)


def test_summary_presses_whose_turn_it_is() -> None:
    expected = [
        (OPENED, Clock.VERIFICATION, "11-24 08.04"),
        (VERIFIED, Clock.REACTION, "11-23 15.14"),
        (DISPOSED, Clock.COMPLETION, "11-30 09.14"),
        (ACCEPTED, Clock.COMPLETION, "11-30 09.14"),
        (RESOLVED, Clock.VALIDATION, "11-30 15.00"),
        (VALIDATED, Clock.REPLY_WINDOW, "12-13 10.00"),
    ]
    for event, clock, when in expected:
        found = summary(upto(event), SUBJECT, CITY)
        assert (found.clock, found.due_at) == (clock, at(when)), event
        explained = ledger(clock, upto(event), SUBJECT, CITY)
        assert explained is not None
        assert (found.due_at, found.due_from) == (explained.due_at, explained.started_at)


def test_summary_promises_the_citizen_a_day() -> None:
    assert summary(upto(OPENED), SUBJECT, CITY).promised_at == at("2023-02-16 08.04")
    assert summary(upto(ACCEPTED), SUBJECT, CITY).promised_at == at("11-30 09.14")
    assert summary([], SUBJECT, CITY).due_at is None


def test_every_state_knows_its_clocks() -> None:
    assert set(PRESSING) == set(State) == set(OWNER)
