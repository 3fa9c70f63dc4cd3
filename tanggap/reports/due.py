"""The pack's rules and a report's events, brought to the clocks."""

from __future__ import annotations

from datetime import datetime

from tanggap.lib.editions import kept
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock, Due, Policy, Rules, Subject, Unit, summary
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import ClockPolicy, Holiday


@kept(ClockPolicy, Holiday)
def rules() -> Rules:
    """Policies and calendar, shared by this process."""
    return Rules(map(_policy, taxonomy.policies()), taxonomy.calendar())


def _policy(row: ClockPolicy) -> Policy:
    return Policy(
        code=row.code,
        clock=Clock(row.clock),
        amount=row.amount,
        unit=Unit(row.unit),
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        report_class=row.report_class,
        kind=row.kind,
        category=row.category_id,
        source=row.source,
        is_ours=row.is_ours,
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
    )


def times(case: Case) -> Due:
    """The times to cache: whose turn it is until when, and what the citizen was promised."""
    return summary(case.events, subject(case), rules())


def caches(case: Case, *, at: datetime | None = None) -> dict[str, datetime | None]:
    """The same as columns of Report. They don't depend on now: `at` is not asked."""
    found = times(case)
    return {
        "due_at": found.due_at,
        "due_from": found.due_from,
        "promised_at": found.promised_at,
    }


def is_over(clock: Clock, start: datetime, *, case: Case, at: datetime) -> bool:
    """Whether the window that began at `start` has ended; without a rule it never ends."""
    end = rules().due(clock, start, subject(case))
    return end is not None and end <= at
