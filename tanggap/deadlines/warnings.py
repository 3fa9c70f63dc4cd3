"""The ladder climbed: each rung once per run of a clock, in one transaction with its notices.

Reports are found by the moment of their next rung, which is a column with an index. Killed at any
line, either a batch's notices and its new moments are there or neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from tanggap.deadlines.whom import People, Whom, may_see, office_of
from tanggap.lib.jobs import enqueue
from tanggap.messaging import actions as messaging
from tanggap.reports import actions as reports
from tanggap.reports import due
from tanggap.reports.clocks import Clock, Rung, steps
from tanggap.reports.models import Report

BATCH = 100
SLICE_SECONDS = 3.0
# What is older when it is found is passed over: a list of the past warns nobody.
STALE = timedelta(days=7)


def warn(*, at: datetime, seconds: float = SLICE_SECONDS) -> int:
    """Climb all ladders up to `at`, for some seconds; returns how many reports rose.

    What is left then is a job of its own: alarms wait for one slice at the longest.
    """
    until, total = monotonic() + seconds, 0
    while count := _batch(at):
        total += count
        if count == BATCH and monotonic() > until:
            enqueue("deadlines.warn")
            break
    return total


@dataclass(frozen=True, slots=True)
class _Said:
    """One rung of one report, and whom it means."""

    report: Report
    rung: Rung
    people: People


@transaction.atomic
def _batch(at: datetime) -> int:
    rows = list(
        Report.objects.filter(alert_at__lte=at)
        .order_by("alert_at", "pk")
        .select_for_update(of=("self",), skip_locked=True, no_key=True)
        .select_related("lead__area")[:BATCH]
    )
    whom = Whom(at)
    said = [one for row in rows for one in _rungs(row, whom, at)]
    seen = may_see(
        {person for one in said for person in one.people}, {row.pk for row in rows}, at=at
    )
    for one in said:
        _tell(one, {person for person in one.people if (person, one.report.pk) in seen}, at)
    for row in rows:
        reports.set_alert(row, alert_at=_next(row, at))
    return len(rows)


def _rungs(row: Report, whom: Whom, at: datetime) -> list[_Said]:
    """The rungs that are due, each person on the highest that means her."""
    found: dict[int, tuple[Rung, int]] = {}
    for rung in _due(row, at):
        found |= {person: (rung, office) for person, office in whom.find(row, rung.tell).items()}
    by_rung: dict[str, _Said] = {}
    for person, (rung, office) in found.items():
        by_rung.setdefault(rung.code, _Said(row, rung, {})).people[person] = office
    return list(by_rung.values())


def _due(row: Report, at: datetime) -> list[Rung]:
    """What came due and isn't stale; a warning before the end is pointless after it."""
    is_over = row.due_at is not None and row.due_at <= at
    return [
        rung
        for moment, rung in _ladder(row)
        if at - STALE < moment <= at and not (is_over and rung.percent is not None)
    ]


def _ladder(row: Report) -> Sequence[tuple[datetime, Rung]]:
    if row.due_at is None or row.due_from is None or not row.due_clock:
        return []
    return steps(due.rungs(), Clock(row.due_clock), row.due_from, row.due_at, due.rules())


def _next(row: Report, at: datetime) -> datetime | None:
    return next((moment for moment, _rung in _ladder(row) if moment > at), None)


def _tell(one: _Said, people: set[int], at: datetime) -> None:
    row, rung = one.report, one.rung
    assert row.due_at is not None and row.due_from is not None  # there was a ladder
    office = office_of(row)
    messaging.notify_staff(
        user_ids=people,
        template="due_soon" if rung.percent is not None else "overdue",
        data={
            "office": office.name if office else "",
            "clock": row.due_clock,
            "due_at": row.due_at.isoformat(),
        },
        subject=row.number,
        effect_key=f"{row.pk}:{row.due_clock}:{row.due_from:%Y%m%d%H%M%S%f}:{rung.code}",
        at=at,
        urgent=rung.is_urgent,
        offices=one.people,
    )
