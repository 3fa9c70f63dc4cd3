"""What must be true of clocks whatever happened to a report."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.reports.clocks import Clock, Ledger, Pause, Rules, ledger, ledgers, summaries, summary
from tanggap.reports.clocks.kinds import RULES
from tanggap.reports.clocks.policy import Policy
from tests.reports.clock_cases import CALENDAR, CITY, KINDS, NATION, Happened
from tests.reports.clock_cases import subject as make_subject
from tests.reports.walks import Walk, walks

RULE_BOOKS = st.sampled_from([CITY, NATION])
NOTHING = timedelta()


def all_ledgers(walk: Walk, rules: Rules) -> list[Ledger]:
    subject = replace(make_subject("04-20 08.00"), agency_kinds=KINDS)
    return [one for clock in Clock for one in ledgers(clock, walk.events, subject, rules)]


@settings(max_examples=80, deadline=None)
@given(walks(most=20), RULE_BOOKS)
def test_whatever_happened(walk: Walk, rules: Rules) -> None:
    found = all_ledgers(walk, rules)
    assert found == all_ledgers(walk, rules), "a replay is equal"
    for one in found:
        adds_up(one)
        never_before_its_policy(one)
        stops_after_it_started(one)
    summary_is_one_of_them(walk, rules, found)


def adds_up(one: Ledger) -> None:
    if one.due_at is not None:
        total = sum((line.delta for line in one.lines if line.delta), NOTHING)
        assert one.started_at + total == one.due_at
        assert one.lines[-1].at == one.due_at


def never_before_its_policy(one: Ledger) -> None:
    deltas = [line.delta for line in one.lines if line.delta is not None]
    assert all(delta >= NOTHING for delta in deltas)
    if one.due_at is not None:
        assert one.due_at >= one.started_at + deltas[0]


def stops_after_it_started(one: Ledger) -> None:
    assert one.stopped_at is None or one.stopped_at >= one.started_at
    assert not (one.is_paused and one.stopped_at)
    if not RULES[one.clock].pauses:
        assert not one.is_paused


def summary_is_one_of_them(walk: Walk, rules: Rules, found: list[Ledger]) -> None:
    subject = make_subject("04-20 08.00")
    due = summary(walk.events, subject, rules)
    assert list(summaries([(7, walk.events, subject)], rules)) == [(7, due)]
    for clock, when in (
        (Clock.HOLDER, due.holder_due_at),
        (Clock.VERIFICATION, due.verification_due_at),
    ):
        mine = [one for one in found if one.clock is clock]
        is_running = bool(mine) and mine[-1].stopped_at is None
        assert when == (mine[-1].due_at if is_running else None)
    if due.clock is not None:
        newest = [one for one in found if one.clock is due.clock][-1]
        assert (due.due_at, due.due_from) == (newest.due_at, newest.started_at)
        assert newest.stopped_at is None


def _held(hours_before: int, hours_held: int) -> list[Happened]:
    start = make_subject("04-20 08.00").received_at
    hold_at = start + timedelta(hours=hours_before)
    return [
        Happened("open", "", "submitted", start),
        Happened("verify", "submitted", "waiting", start, 1),
        Happened("hold", "waiting", "on_hold", hold_at),
        Happened("reply", "on_hold", "waiting", hold_at + timedelta(hours=hours_held)),
    ]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 400), st.integers(0, 900), RULE_BOOKS)
def test_pausing_only_delays(before: int, held: int, rules: Rules) -> None:
    subject = make_subject("04-20 08.00")
    events = _held(before, held)
    for clock in (Clock.COMPLETION, Clock.REACTION, Clock.HOLDER):
        plain = ledger(clock, events[:2], subject, rules)
        paused = ledger(clock, events, subject, rules)
        assert plain is not None
        assert paused is not None
        if plain.due_at is not None and paused.due_at is not None:
            assert paused.due_at >= plain.due_at
            assert paused.due_at <= plain.due_at + timedelta(hours=held, days=30)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100), st.integers(0, 500), st.integers(0, 500))
def test_a_longer_pause_is_never_due_sooner(before: int, one: int, two: int) -> None:
    subject = make_subject("04-20 08.00")
    short, long = sorted((one, two))
    found = [ledger(Clock.COMPLETION, _held(before, held), subject, CITY) for held in (short, long)]
    dues = [each.due_at for each in found if each is not None and each.due_at is not None]
    assert dues == sorted(dues)


def test_only_agreed_reasons_pause_and_the_citizens_clock_never() -> None:
    assert RULES[Clock.CITIZEN].pauses == frozenset()
    for clock, rule in RULES.items():
        if clock not in (Clock.HOLDER, Clock.COMPLETION):
            assert Pause.SCHEDULE not in rule.pauses


@given(st.integers(1, 60))
def test_order_of_policies_does_not_matter(seed: int) -> None:
    policies: list[Policy] = [one for found in NATION._by_clock.values() for one in found]
    turned = policies[seed % len(policies) :] + policies[: seed % len(policies)]
    subject = replace(make_subject("04-20 08.00"), kind="normative")
    events = _held(1, 1)[:2]
    mixed = Rules(turned, CALENDAR)
    assert ledger(Clock.COMPLETION, events, subject, mixed) == ledger(
        Clock.COMPLETION, events, subject, NATION
    )
