"""Whose time a clock of the whole report used: each holder's share, pauses left out.

A red flag is nobody's alone. The office that had the report for five of the six days is charged
with five sixths of it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from tanggap.reports.clocks.kinds import Clock, Event
from tanggap.reports.clocks.ledger import read_runs
from tanggap.reports.clocks.policy import Rules, Subject
from tanggap.reports.clocks.runs import Run, lasting

Shares = Mapping[int, float]


def shares(
    clock: Clock, events: Sequence[Event], subject: Subject, rules: Rules, *, at: datetime
) -> Shares:
    """Return the share of each agency in the newest run of `clock` up to its stop, or `at`.

    They sum to 1. Empty while nobody held the report, or no time has passed.
    """
    events = lasting(events)
    found = read_runs(clock, events, subject, rules)
    if not found:
        return {}
    run = found[-1]
    held = read_runs(Clock.HOLDER, events, subject, rules)
    spent: dict[int, timedelta] = {}
    for turn in held:
        if turn.agency is not None:
            spent[turn.agency] = spent.get(turn.agency, timedelta()) + _overlap(run, turn, at)
    whole = sum(spent.values(), timedelta())
    return {agency: time / whole for agency, time in spent.items() if time} if whole else {}


def _overlap(run: Run, turn: Run, at: datetime) -> timedelta:
    """How long `turn` held the report while the clock ran."""
    begin = max(run.started_at, turn.started_at)
    end = min(run.stopped_at or at, turn.stopped_at or at)
    if end <= begin:
        return timedelta()
    stood = sum((_within(begin, end, run_pause, at) for run_pause in _pauses(run)), timedelta())
    return max(end - begin - stood, timedelta())


def _pauses(run: Run) -> list[tuple[datetime, datetime | None]]:
    return [(stand.began_at, stand.ended_at or stand.until) for stand in run.pauses]


def _within(
    begin: datetime, end: datetime, pause: tuple[datetime, datetime | None], at: datetime
) -> timedelta:
    began, ended = pause
    return max(min(end, ended or at) - max(begin, began), timedelta())
