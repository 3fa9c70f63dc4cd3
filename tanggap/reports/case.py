"""One report with all that decides what may happen to it: its offices and its history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from tanggap.reports.models import Assignment, Report, ReportEvent
from tanggap.reports.workflow import AssignmentState, Verb

HOLDING = frozenset({AssignmentState.PENDING, AssignmentState.ACCEPTED})
LEADING = HOLDING | {AssignmentState.DONE}


@dataclass(slots=True)
class Case:
    """A report, its assignments (oldest first) and its events (by seq)."""

    report: Report
    assignments: list[Assignment]
    events: list[ReportEvent]
    into: Report | None = None  # the report it was merged into

    @property
    def stage(self) -> Report:
        """The report whose state counts: of a merged one, the one it was merged into."""
        return self.into or self.report

    @property
    def lead(self) -> Assignment | None:
        """The lead assignment that holds, or that did the work; None while nobody leads."""
        found = [
            row
            for row in self.assignments
            if row.role == Assignment.Role.LEAD and row.state in LEADING
        ]
        return found[-1] if found else None

    @property
    def supporting(self) -> list[Assignment]:
        """The supporting assignments that count: pending, accepted or done."""
        return [
            row
            for row in self.assignments
            if row.role == Assignment.Role.SUPPORTING and row.state in LEADING
        ]

    def last(self, *verbs: Verb) -> ReportEvent | None:
        """The newest event of one of these verbs."""
        return next((event for event in reversed(self.events) if event.verb in verbs), None)

    def since(self, *verbs: Verb) -> Sequence[ReportEvent]:
        """The events after the newest one of these verbs; all when there was none."""
        last = self.last(*verbs)
        return [event for event in self.events if last is None or event.seq > last.seq]


WITH_LABELS = ("category", "channel", "lead", "contact")


def load(report: Report) -> Case:
    """Read the case of `report` for a screen: nothing is locked. Three queries, or four."""
    return _complete(_rows().get(pk=report.pk))


def lock(report: Report) -> Case:
    """Read the case of `report` with its row locked until the transaction ends."""
    return _complete(_rows().select_for_update(of=("self",)).get(pk=report.pk))


def complete(rows: QuerySet[Report]) -> Iterator[Case]:
    """The cases of many reports, without what they were merged into. Four queries."""
    wanted = rows.prefetch_related(
        # Few offices hold many reports: each is read once.
        Prefetch("assignments", Assignment.objects.prefetch_related("agency").order_by("pk")),
        Prefetch("events", ReportEvent.objects.order_by("report_id", "seq")),
    )
    for report in wanted:
        yield Case(report, list(report.assignments.all()), list(report.events.all()))


def lock_many(reports: QuerySet[Report]) -> dict[int, Case]:
    """The cases of `reports` by id, locked in one order until the transaction ends.

    Four queries, and one more where reports among them are merged.
    """
    rows = _whole(reports).select_for_update(of=("self",)).order_by("pk")
    found = {case.report.pk: case for case in complete(rows)}
    into = {case.report.merged_into_id for case in found.values()} - {None}
    targets = Report.objects.in_bulk(into) if into else {}
    for case in found.values():
        case.into = targets.get(case.report.merged_into_id)
    return found


def _rows() -> QuerySet[Report]:
    return _whole(Report.objects.all())


def _whole(rows: QuerySet[Report]) -> QuerySet[Report]:
    return rows.select_related(*WITH_LABELS).defer("contact__sealed")


def _complete(report: Report) -> Case:
    assignments = report.assignments.select_related("agency").order_by("pk")
    into = Report.objects.get(pk=report.merged_into_id) if report.merged_into_id else None
    return Case(report, list(assignments), list(report.events.order_by("seq")), into)
