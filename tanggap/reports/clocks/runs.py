"""From events to the stretches of time in which a clock ran."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo

from tanggap.reports.clocks.kinds import Clock, ClockRule, Event, Pause, Start
from tanggap.reports.clocks.readings import Reading, readings
from tanggap.reports.vocabulary import State, Verb


@dataclass(slots=True)
class Stand:
    """One pause: from, to (None while it lasts), why, and until when it was agreed."""

    began_at: datetime
    ended_at: datetime | None
    why: Pause
    until: datetime | None = None

    def end(self, at: datetime) -> None:
        """End the pause at `at`, or when it was agreed to end before that."""
        self.ended_at = at if self.until is None else max(min(at, self.until), self.began_at)


@dataclass(frozen=True, slots=True)
class Granted:
    """More time, in days of the policy's kind, given at a moment."""

    at: datetime
    days: int


@dataclass(slots=True)
class Run:
    """One run of a clock: what began it, when it stopped, what happened meanwhile."""

    started_at: datetime
    verb: str
    agency: int | None
    stopped_at: datetime | None = None
    ends_at: datetime | None = None  # of an agreed schedule: its month's end
    pauses: list[Stand] = field(default_factory=list)
    grants: list[Granted] = field(default_factory=list)

    @property
    def is_running(self) -> bool:
        """Whether nothing has stopped it; it may stand still all the same."""
        return self.stopped_at is None

    @property
    def pause(self) -> Stand | None:
        """The pause that still lasts."""
        last = self.pauses[-1] if self.pauses else None
        return last if last is not None and last.ended_at is None else None


def lasting(events: Iterable[Event]) -> list[Event]:
    """The events without those that were taken back at once, and without taking them back."""
    kept: list[Event] = []
    for event in events:
        if event.verb == Verb.TAKE_BACK:
            kept.pop()
        else:
            kept.append(event)
    return kept


def runs(
    clock: Clock, events: Iterable[Event], *, received_at: datetime, zone: tzinfo
) -> list[Run]:
    """Return every run of `clock`, oldest first. `events` are one report's, by seq.

    `zone` says when the month of scheduled works ends.
    """
    found = readings(clock)
    reader = _Reader(found.rule, received_at, zone)
    for event in events:
        says = found.of(event)
        if says.always or reader.heeds(says):
            reader.read(event, says)
    return reader.finish()


class _Reader:
    """Reads events in order; knows the last run and what was asked or merged meanwhile."""

    def __init__(self, rule: ClockRule, received_at: datetime, zone: tzinfo) -> None:
        self.rule = rule
        self.zone = zone
        self.received_at = received_at
        self.done: list[Run] = []
        self.asked_days = 0
        self.merged_at: datetime | None = None
        self.is_planned = False  # a schedule holds
        self.planned_until: datetime | None = None

    @property
    def last(self) -> Run | None:
        return self.done[-1] if self.done else None

    def heeds(self, says: Reading) -> bool:
        """Whether such an event matters as things stand: a schedule or a pause may end by any."""
        if self.is_planned or not self.done:
            return self.is_planned
        run = self.done[-1]
        if run.stopped_at is not None:
            return says.resumes
        return says.while_running or run.pause is not None

    def read(self, event: Event, says: Reading) -> None:
        self._plan(event, says)
        self._resume_from_pause(event)
        self._merge(event)
        self._stop_or_resume(event, says)
        self._start(event, says)
        self._pause(event, says)
        self._extend(event)

    def finish(self) -> list[Run]:
        """Stop what a merge stopped for good."""
        if self.merged_at is not None and self.last and self.last.is_running:
            _stop(self.last, self.merged_at)
        return self.done

    def _plan(self, event: Event, says: Reading) -> None:
        """Know until when a schedule holds: a question to the reporter doesn't end it."""
        if says.plans:
            self.is_planned, self.planned_until = True, _month_end(event, self.zone)
        elif says.ends_plan:
            self.is_planned, self.planned_until = False, None

    def _merge(self, event: Event) -> None:
        if event.verb == Verb.MERGE and self.merged_at is None:
            self.merged_at = event.at
        elif event.verb == Verb.UNMERGE and self.merged_at is not None:
            self._stand(Stand(self.merged_at, event.at, Pause.MERGE))
            self.merged_at = None

    def _stand(self, stand: Stand) -> None:
        run = self.last
        if stand.why in self.rule.pauses and run and run.is_running and run.pause is None:
            run.pauses.append(stand)

    def _stop_or_resume(self, event: Event, says: Reading) -> None:
        run = self.last
        if run is None:
            return
        if run.is_running and says.stops:
            _stop(run, event.at)
        elif not run.is_running and says.resumes:
            run.stopped_at = None

    def _start(self, event: Event, says: Reading) -> None:
        run = self.last
        if not says.starts or (run and self.rule.start is Start.ONCE):
            return
        if run and run.is_running:
            _stop(run, event.at)
        at = self.received_at if self.rule.from_receipt else event.at
        ends_at = self.planned_until if says.plans else None
        self.done.append(Run(at, event.verb, event.agency_id, ends_at=ends_at))

    def _pause(self, event: Event, says: Reading) -> None:
        if says.holds:
            self._stand(Stand(event.at, None, Pause.HOLD))
        elif self._goes_on_as_planned(event, says):
            self._stand(Stand(event.at, None, Pause.SCHEDULE, self.planned_until))

    def _goes_on_as_planned(self, event: Event, says: Reading) -> bool:
        """Whether a schedule begins to hold, or holds again after the reporter was asked."""
        is_over = self.planned_until is not None and event.at >= self.planned_until
        is_again = event.from_state == State.ON_HOLD and event.to_state == State.IN_PROGRESS
        return self.is_planned and not is_over and (says.plans or is_again)

    def _resume_from_pause(self, event: Event) -> None:
        stand = self.last.pause if self.last else None
        if stand is None:
            return
        here = State.ON_HOLD if stand.why is Pause.HOLD else State.IN_PROGRESS
        is_over = stand.until is not None and event.at >= stand.until
        if is_over or event.to_state != here or event.verb == Verb.SCHEDULE:
            stand.end(event.at)

    def _extend(self, event: Event) -> None:
        data = event.data or {}
        if event.verb == Verb.EXTEND:
            self.asked_days = int(data.get("days", 0))
        elif event.verb == Verb.GRANT and self.rule.is_extendable and self.last:
            days = int(data.get("days", self.asked_days))
            self.last.grants.append(Granted(event.at, days))


def _stop(run: Run, at: datetime) -> None:
    if stand := run.pause:
        stand.end(at)
    run.stopped_at = at


def _month_end(event: Event, zone: tzinfo) -> datetime | None:
    month = (event.data or {}).get("month")
    if not month:
        return None
    first = date.fromisoformat(f"{month}-01")
    next_month = (first + timedelta(days=31)).replace(day=1)
    return datetime.combine(next_month, time.min, zone)
