"""The pack's rules and a report's events, brought to the clocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from tanggap.lib.calendar import WorkCalendar
from tanggap.lib.editions import kept
from tanggap.reports.case import Case
from tanggap.reports.clocks import (
    Clock,
    Due,
    PeerDue,
    Policy,
    Rules,
    Rung,
    Subject,
    Tell,
    Turn,
    Unit,
    next_alert,
    summary,
)
from tanggap.reports.models import Report
from tanggap.taxonomy import known
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import (
    ClockPolicy,
    Escalation,
    Holiday,
    OperatorDay,
    PackSetting,
    RowVersion,
)


@kept(ClockPolicy, Holiday, OperatorDay, PackSetting, RowVersion)
def rules() -> Rules:
    """Policies and calendar as of the last change, shared by this process."""
    policies = map(policy, taxonomy.policies())
    return Rules(policies, taxonomy.calendar(), earlier=_Earlier(known.history()))


class _Earlier:
    """The rules as they were known at a moment, each made once. Asks no database."""

    def __init__(self, history: known.History) -> None:
        self._history = history
        self._made: dict[datetime, Rules] = {}

    def __call__(self, at: datetime) -> Rules | None:
        moment = self._history.since(at)
        if moment is None:
            return None
        if moment not in self._made:
            policies, calendar = self._history.known(moment)
            self._made[moment] = Rules(map(policy, policies), calendar)
        return self._made[moment]


def rules_with(policies: Iterable[ClockPolicy], days: WorkCalendar) -> Rules:
    """The rules as they would be: clocks that stopped are still explained by what was known."""
    now = rules()
    return Rules(map(policy, policies), days, earlier=lambda at: now.known(at))


def policy(row: ClockPolicy) -> Policy:
    """A row as the clocks read it."""
    return Policy(
        code=row.code,
        clock=Clock(row.clock),
        amount=row.amount,
        unit=Unit(row.unit),
        valid_from=row.valid_from,
        valid_to=row.until,
        report_class=row.report_class,
        kind=row.kind,
        category=row.category_id,
        source=row.source,
        source_en=row.source_en,
        is_ours=row.is_ours,
    )


@kept(Escalation)
def rungs() -> tuple[Rung, ...]:
    """The ladder of warnings and escalations, shared by this process."""
    return tuple(map(_rung, taxonomy.escalations()))


def _rung(row: Escalation) -> Rung:
    return Rung(
        code=row.code,
        tell=Tell(row.tell),
        clock=Clock(row.clock) if row.clock else None,
        percent=row.percent,
        after=row.after or 0,
        unit=Unit(row.unit) if row.unit else Unit.HOURS,
        is_urgent=row.is_urgent,
    )


def subject(case: Case) -> Subject:
    """What the clocks need to know of the report beside its events."""
    report = case.report
    return Subject(
        received_at=report.received_at,
        report_class=report.report_class,
        kind=report.kind,
        category=report.category_id,
        channel=report.channel.local_name,
        agency_kinds={row.agency_id: row.agency.kind for row in case.assignments},
        peer=peer_due(event.data for event in case.events),
    )


def peer_due(data: Iterable[Mapping[str, Any] | None]) -> PeerDue | None:
    """What the institution that sent the report said last of when it wants it settled."""
    said = [one["peer"] for one in data if one and "peer" in one]
    if not said:
        return None
    return PeerDue(name=said[-1]["name"], due_at=datetime.fromisoformat(said[-1]["due_at"]))


def times(case: Case) -> Due:
    """The times to cache: whose turn it is until when, and what the citizen was promised."""
    return summary(case.events, subject(case), rules())


def caches(case: Case, *, at: datetime) -> dict[str, Any]:
    """The same as columns of Report, and when the ladder is next looked at."""
    found = times(case)
    return columns(found, turn(case.report), rules(), rungs(), at=at)


def turn(report: Report) -> Turn:
    """The run of the clock that the columns tell of."""
    return Turn(report.due_clock, report.due_from, report.due_at, report.alert_at)


def columns(
    found: Due, before: Turn, by: Rules, ladder: tuple[Rung, ...], *, at: datetime
) -> dict[str, Any]:
    """Columns of Report for `found`, after those that told `before`."""
    return {
        "due_at": found.due_at,
        "due_from": found.due_from,
        "due_clock": found.clock or "",
        "promised_at": found.promised_at,
        "promised_by": found.promised_by,
        "alert_at": next_alert(ladder, found, before, by, at=at),
    }


def is_over(clock: Clock, start: datetime, *, case: Case, at: datetime) -> bool:
    """Whether the window that began at `start` has ended; without a rule it never ends."""
    end = rules().due(clock, start, subject(case))
    return end is not None and end <= at
