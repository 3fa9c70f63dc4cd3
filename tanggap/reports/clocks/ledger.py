"""A clock as a list of lines: what was added, when, by which rule; the last line is the due time.

The start plus every delta is the due time, to the microsecond: what a screen prints is what
was computed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from tanggap.reports.clocks.kinds import Clock, Event
from tanggap.reports.clocks.policy import Policy, Rules, Subject, Unit
from tanggap.reports.clocks.runs import Granted, Run, Stand, lasting, runs

# What was promised to the citizen: by us, and by the institution that sent the report.
BOUND_BY_PEER = frozenset({Clock.CITIZEN, Clock.COMPLETION})


class LineKey(StrEnum):
    """What a line says; the sentence is in `labels.LINE_TEXTS`."""

    RECEIVED = "received"
    STARTED = "started"
    POLICY = "policy"
    CLOSED = "closed"
    NO_POLICY = "no_policy"
    NO_PAUSE = "no_pause"
    PAUSED = "paused"
    STANDING = "standing"
    EXTENDED = "extended"
    PEER_BINDS = "peer_binds"
    PEER_LATER = "peer_later"
    PLAN_ENDS = "plan_ends"
    STOPPED = "stopped"
    DUE = "due"


Params = Mapping[str, str | int | bool]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what, its parameters, when it happened, and what it added to the due time."""

    key: LineKey
    at: datetime | None = None
    delta: timedelta | None = None
    params: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """One run of one clock, explained.

    `due_at` is None while it stands still without a known end, or where no rule sets a limit.
    """

    clock: Clock
    started_at: datetime
    due_at: datetime | None
    stopped_at: datetime | None
    is_paused: bool
    lines: tuple[Line, ...]
    policy: str = ""  # its code
    agency: int | None = None  # whose run it is
    is_bound_by_peer: bool = False

    def is_late(self, *, at: datetime) -> bool:
        """Whether the due time passed before the clock stopped, or before `at`."""
        end = self.stopped_at or at
        return self.due_at is not None and end > self.due_at

    def share_used(self, *, at: datetime) -> float | None:
        """How much of the time is gone, 0 to 1 and beyond; None without a due time."""
        if self.due_at is None or self.due_at <= self.started_at:
            return None
        end = self.stopped_at or at
        return max(0.0, (end - self.started_at) / (self.due_at - self.started_at))


def read_runs(clock: Clock, events: Iterable[Event], subject: Subject, rules: Rules) -> list[Run]:
    """Return every run of `clock` in this report, oldest first."""
    zone = rules.calendar.zone
    return runs(clock, events, received_at=subject.received_at, zone=zone)


def ledger(clock: Clock, events: Iterable[Event], subject: Subject, rules: Rules) -> Ledger | None:
    """Return the newest run of `clock`, explained; None when it never started."""
    found = read_runs(clock, lasting(events), subject, rules)
    return explain(clock, found[-1], subject, rules) if found else None


def ledgers(clock: Clock, events: Iterable[Event], subject: Subject, rules: Rules) -> list[Ledger]:
    """Return every run of `clock`, explained: each holder's own time, for one."""
    found = read_runs(clock, lasting(events), subject, rules)
    return [explain(clock, run, subject, rules) for run in found]


def explain(clock: Clock, run: Run, subject: Subject, rules: Rules) -> Ledger:
    """Return the ledger of one run, by the rules that were known when it stopped."""
    rules = rules.known(run.stopped_at)
    policy = rules.find(clock, subject, at=run.started_at, agency=run.agency)
    sheet = _Sheet(run.started_at)
    sheet.lines += _beginning(run, subject)
    if policy:
        _count(sheet, clock, run, policy, rules)
    else:
        sheet.is_unlimited = True
        sheet.add(Line(LineKey.NO_POLICY))
    _end_with_plan(sheet, run)
    _bind(sheet, clock, subject)
    is_open = sheet.is_open and run.is_running
    due_at = None if sheet.is_open or sheet.is_unlimited else sheet.due
    if run.stopped_at:
        sheet.add(Line(LineKey.STOPPED, run.stopped_at))
    if due_at:
        sheet.add(Line(LineKey.DUE, due_at))
    return Ledger(
        clock=clock,
        started_at=run.started_at,
        due_at=due_at,
        stopped_at=run.stopped_at,
        is_paused=is_open or run.pause is not None,
        lines=tuple(sheet.lines),
        policy=policy.code if policy else "",
        agency=run.agency,
        is_bound_by_peer=sheet.is_bound_by_peer,
    )


def policy_of(clock: Clock, run: Run, subject: Subject, rules: Rules) -> str:
    """Return the code of the rule that the run goes by; empty where none sets a limit."""
    known = rules.known(run.stopped_at)
    found = known.find(clock, subject, at=run.started_at, agency=run.agency)
    return found.code if found else ""


def due_of(clock: Clock, run: Run, subject: Subject, rules: Rules) -> datetime | None:
    """Return the due time alone, without the lines' cost where nothing happened meanwhile."""
    if run.pauses or run.grants or run.ends_at or (subject.peer and clock in BOUND_BY_PEER):
        return explain(clock, run, subject, rules).due_at
    known = rules.known(run.stopped_at)
    return known.due(clock, run.started_at, subject, agency=run.agency)


@dataclass(slots=True)
class _Sheet:
    """The lines so far and the due time they add up to."""

    due: datetime
    lines: list[Line] = field(default_factory=list)
    is_open: bool = False  # stands still, nobody knows until when
    is_unlimited: bool = False  # no rule sets a limit
    is_bound_by_peer: bool = False

    def add(self, line: Line) -> None:
        self.lines.append(line)
        if line.delta:
            self.due += line.delta


def _beginning(run: Run, subject: Subject) -> Iterator[Line]:
    yield Line(LineKey.RECEIVED, subject.received_at, params={"channel": subject.channel})
    if run.started_at != subject.received_at:
        params: Params = {"verb": run.verb}
        if run.agency is not None:
            params = {**params, "agency": run.agency}
        yield Line(LineKey.STARTED, run.started_at, params=params)


def _count(sheet: _Sheet, clock: Clock, run: Run, policy: Policy, rules: Rules) -> None:
    end = rules.add(run.started_at, policy.amount, policy.unit)
    params: Params = {
        "clock": clock.value,
        "code": policy.code,
        "amount": policy.amount,
        "unit": policy.unit.value,
        "source": policy.source,
        "source_en": policy.source_en,
        "since": policy.valid_from.isoformat(),
        "is_ours": policy.is_ours,
    }
    sheet.add(Line(LineKey.POLICY, delta=end - run.started_at, params=params))
    _name_closed(sheet, run.started_at, policy, rules)
    changes: list[Stand | Granted] = [*run.pauses, *run.grants]
    for change in sorted(changes, key=_when):
        if isinstance(change, Granted):
            _extend(sheet, change, policy, rules)
        else:
            _stand(sheet, change, policy, rules)
    if not run.pauses:
        sheet.add(Line(LineKey.NO_PAUSE))


def _name_closed(sheet: _Sheet, since: datetime, policy: Policy, rules: Rules) -> None:
    """One line for each holiday between `since` and the due time: it was not counted."""
    if policy.unit is Unit.WORKING_DAYS:
        for day in rules.calendar.closed_between(since, sheet.due):
            sheet.add(Line(LineKey.CLOSED, params={"day": day.isoformat()}))


def _when(change: Stand | Granted) -> datetime:
    return change.began_at if isinstance(change, Stand) else change.at


def _extend(sheet: _Sheet, grant: Granted, policy: Policy, rules: Rules) -> None:
    unit = Unit.WORKING_DAYS if policy.unit is Unit.WORKING_DAYS else Unit.DAYS
    later = rules.add(sheet.due, grant.days, unit)
    params: Params = {"days": grant.days, "unit": unit.value}
    before = sheet.due
    sheet.add(Line(LineKey.EXTENDED, grant.at, later - before, params))
    _name_closed(sheet, before, policy, rules)


def _stand(sheet: _Sheet, stand: Stand, policy: Policy, rules: Rules) -> None:
    """Move the due time by the pause; one that began too late changes nothing.

    Working days move by the working days in the pause: a pause within one day moves none.
    """
    params: Params = {"why": stand.why.value}
    ended = stand.ended_at or stand.until
    if ended is None:
        sheet.is_open = stand.began_at < sheet.due
        sheet.add(Line(LineKey.STANDING, stand.began_at, params=params))
        return
    before, delta = sheet.due, timedelta()
    if stand.began_at < before:
        delta = _moved(before, stand.began_at, ended, policy, rules) - before
    params = {**params, "until": ended.isoformat()}
    sheet.add(Line(LineKey.PAUSED, stand.began_at, delta, params))
    _name_closed(sheet, before, policy, rules)


def _moved(
    due: datetime, began: datetime, ended: datetime, policy: Policy, rules: Rules
) -> datetime:
    if policy.unit is Unit.WORKING_DAYS:
        return rules.calendar.add_days(due, rules.calendar.days_between(began, ended))
    return due + (ended - began)


def _end_with_plan(sheet: _Sheet, run: Run) -> None:
    """A schedule is looked at again when its month ends, however long it might rest."""
    if run.ends_at is not None and (sheet.is_unlimited or run.ends_at < sheet.due):
        sheet.is_unlimited = sheet.is_open = False
        sheet.add(Line(LineKey.PLAN_ENDS, run.ends_at, run.ends_at - sheet.due))


def _bind(sheet: _Sheet, clock: Clock, subject: Subject) -> None:
    """Let the earlier of two due times bind, and name the other one."""
    if clock not in BOUND_BY_PEER or subject.peer is None:
        return
    peer = subject.peer
    params: Params = {"name": peer.name}
    if sheet.is_open or sheet.is_unlimited or peer.due_at < sheet.due:
        sheet.is_bound_by_peer = True
        # While ours stands still theirs goes on.
        sheet.is_open = sheet.is_unlimited = False
        sheet.add(Line(LineKey.PEER_BINDS, peer.due_at, peer.due_at - sheet.due, params))
    else:
        sheet.add(Line(LineKey.PEER_LATER, peer.due_at, params=params))
