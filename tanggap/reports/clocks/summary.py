"""The few times that lists sort and warn by, cheap enough to rebuild for a whole city."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.reports.clocks.kinds import Clock, Event
from tanggap.reports.clocks.ledger import BOUND_BY_PEER, due_of, policy_of, read_runs
from tanggap.reports.clocks.policy import Rules, Subject
from tanggap.reports.clocks.runs import Run, lasting
from tanggap.reports.vocabulary import State

# Whose turn it is decides which clocks press; the earliest of them is the due time.
PRESSING: dict[State, tuple[Clock, ...]] = {
    State.SUBMITTED: (Clock.VERIFICATION,),
    State.ON_HOLD: (Clock.HOLD,),
    State.WAITING: (
        Clock.HEARING,
        Clock.REACTION,
        Clock.RED_FLAG,
        Clock.HOLDER,
        Clock.COMPLETION,
    ),
    State.IN_PROGRESS: (
        Clock.SCHEDULE_REVIEW,
        Clock.RED_FLAG,
        Clock.HOLDER,
        Clock.COMPLETION,
    ),
    State.AWAITING_VALIDATION: (Clock.VALIDATION,),
    State.RESOLVED: (Clock.REPLY_WINDOW,),
    State.CLOSED: (),
    State.DECLINED: (Clock.OBJECTION,),
    State.REFERRED: (Clock.REFERRAL,),
}
# While a hearing or a schedule runs nobody is pressed by the clocks it suspends.
SUSPENDING = (Clock.HEARING, Clock.SCHEDULE_REVIEW)
# Elsewhere these clocks have stopped: no need to read the events for them.
UNSEEN = frozenset({State.SUBMITTED, State.ON_HOLD})
HELD = frozenset({State.WAITING, State.IN_PROGRESS, State.ON_HOLD})


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """The cached times of one report; None where nothing presses or no rule says when."""

    due_at: datetime | None = None  # of whose turn it is
    due_from: datetime | None = None  # since when that clock runs
    clock: Clock | None = None  # which one
    holder_due_at: datetime | None = None
    verification_due_at: datetime | None = None
    promised_at: datetime | None = None  # to the citizen
    promised_by: str = ""  # the code of the rule that it goes by


def summary(events: Sequence[Event], subject: Subject, rules: Rules) -> Due:
    """Return the times to cache; `events` are all of one report, by seq."""
    if not events:
        return Due()
    times = _Times(events, subject, rules)
    clock = times.pressing()
    state = State(events[-1].to_state)
    promised_at, promised_by = times.promise()
    return Due(
        due_at=times.running_due(clock) if clock else None,
        due_from=times.began(clock) if clock else None,
        clock=clock,
        holder_due_at=times.running_due(Clock.HOLDER) if state in HELD else None,
        verification_due_at=times.running_due(Clock.VERIFICATION) if state in UNSEEN else None,
        promised_at=promised_at,
        promised_by=promised_by,
    )


class _Times:
    """The newest run of each clock of one report, read once."""

    def __init__(self, events: Sequence[Event], subject: Subject, rules: Rules) -> None:
        self.events, self.subject, self.rules = lasting(events), subject, rules
        self._runs: dict[Clock, Run | None] = {}

    def run(self, clock: Clock) -> Run | None:
        if clock not in self._runs:
            found = read_runs(clock, self.events, self.subject, self.rules)
            self._runs[clock] = found[-1] if found else None
        return self._runs[clock]

    def due(self, clock: Clock) -> datetime | None:
        run = self.run(clock)
        return due_of(clock, run, self.subject, self.rules) if run else None

    def promise(self) -> tuple[datetime | None, str]:
        """What the citizen was promised and by which rule: the work's clock, else her own."""
        for clock in (Clock.COMPLETION, Clock.CITIZEN):
            if (run := self.run(clock)) and (due := self.due(clock)):
                return due, policy_of(clock, run, self.subject, self.rules)
        return None, ""

    def is_running(self, clock: Clock) -> bool:
        run = self.run(clock)
        return run is not None and run.is_running

    def running_due(self, clock: Clock) -> datetime | None:
        return self.due(clock) if self._presses(clock) else None

    def began(self, clock: Clock) -> datetime | None:
        run = self.run(clock)
        return run.started_at if run else None

    def pressing(self) -> Clock | None:
        """The clock that ends first among those that press now."""
        clocks = [one for one in PRESSING[State(self.events[-1].to_state)] if self._presses(one)]
        suspended = [one for one in clocks if one in SUSPENDING]
        times = {one: due for one in suspended or clocks if (due := self.due(one))}
        return min(times, key=times.__getitem__, default=None)

    def _presses(self, clock: Clock) -> bool:
        """Whether it runs and may end: what no rule limits ends by a peer or by a plan alone."""
        may_end = clock in SUSPENDING or clock in BOUND_BY_PEER or self.rules.limits(clock)
        return may_end and self.is_running(clock)


def summaries(
    cases: Iterable[tuple[int, Sequence[Event], Subject]], rules: Rules
) -> Iterator[tuple[int, Due]]:
    """Return (id, times) for many reports, in the order given: for rebuilding the cache."""
    for id_, events, subject in cases:
        yield id_, summary(events, subject, rules)
