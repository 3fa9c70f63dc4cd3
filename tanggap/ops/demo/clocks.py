"""The cached times of loaded reports, by the core's own clocks."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from tanggap.reports import due
from tanggap.reports.case import Case
from tanggap.reports.models import Assignment, Report, ReportEvent

RUNNING = ("submitted", "on_hold", "waiting", "in_progress", "awaiting_validation", "resolved",
           "referred")  # fmt: skip
CACHES = ("due_at", "due_from", "promised_at")


def set_open(*, at: datetime) -> int:
    """Set the clocks of every report that somebody still has to act on; returns how many."""
    reports = list(Report.objects.filter(state__in=RUNNING, due_at=None).defer("search", "text"))
    ids = [report.pk for report in reports]
    assignments: dict[int, list[Assignment]] = defaultdict(list)
    for row in Assignment.objects.filter(report__in=ids).select_related("agency").order_by("pk"):
        assignments[row.report_id].append(row)
    events: dict[int, list[ReportEvent]] = defaultdict(list)
    for event in ReportEvent.objects.filter(report__in=ids).order_by("report", "seq"):
        events[event.report_id].append(event)
    for report in reports:
        case = Case(report, assignments[report.pk], events[report.pk])
        for name, value in due.caches(case, at=at).items():
            setattr(report, name, value)
    Report.objects.bulk_update(reports, CACHES, batch_size=500)
    return len(reports)
