"""One report with all that decides what may happen to it: its offices and its history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from django.db.models import QuerySet

from tanggap.people.models import Agency
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


_Row = TypeVar("_Row", Assignment, ReportEvent)
OWN_LABELS = ("category", "channel", "contact")
WITH_LABELS = (*OWN_LABELS, "lead")


def load(report: Report) -> Case:
    """Read the case of `report` for a screen: nothing is locked. Three queries, or four."""
    return _complete(_rows().get(pk=report.pk))


def lock(report: Report) -> Case:
    """Read the case of `report` with its row locked until the transaction ends."""
    return _complete(_rows().select_for_update(of=("self",)).get(pk=report.pk))


def complete(rows: QuerySet[Report]) -> list[Case]:
    """The cases of many reports in their order, without what they were merged into. Four queries.

    Read by hand, for lists of fifty are waited for: few offices hold many reports, so each office
    is read once, and no report is asked for its rows.
    """
    reports = list(rows)
    held = Assignment.objects.filter(report__in=reports).order_by("pk")
    done = ReportEvent.objects.filter(report__in=reports).order_by("report_id", "seq")
    assignments, events = _by_report(held), _by_report(done)
    _name_offices(reports, chain.from_iterable(assignments.values()))
    return [Case(row, assignments[row.pk], events[row.pk]) for row in reports]


def _by_report(rows: Iterable[_Row]) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[row.report_id].append(row)
    return found


def _name_offices(reports: Iterable[Report], held: Iterable[Assignment]) -> None:
    held = list(held)
    leads = {report.lead_id for report in reports} - {None}
    offices = Agency.objects.in_bulk(leads | {row.agency_id for row in held})
    for row in held:
        row.agency = offices[row.agency_id]
    for report in reports:
        report.lead = offices[report.lead_id] if report.lead_id else None


def lock_many(reports: QuerySet[Report]) -> dict[int, Case]:
    """The cases of `reports` by id, locked in one order until the transaction ends.

    Four queries, and one more where reports among them are merged.
    """
    rows = _whole(reports, OWN_LABELS).select_for_update(of=("self",)).order_by("pk")
    found = {case.report.pk: case for case in complete(rows)}
    into = {case.report.merged_into_id for case in found.values()} - {None}
    targets = Report.objects.in_bulk(into) if into else {}
    for case in found.values():
        case.into = targets.get(case.report.merged_into_id)
    return found


def _rows() -> QuerySet[Report]:
    return _whole(Report.objects.all(), WITH_LABELS)


def _whole(rows: QuerySet[Report], labels: Collection[str]) -> QuerySet[Report]:
    return rows.select_related(*labels).defer("contact__sealed")


def _complete(report: Report) -> Case:
    assignments = report.assignments.select_related("agency").order_by("pk")
    into = Report.objects.get(pk=report.merged_into_id) if report.merged_into_id else None
    return Case(report, list(assignments), list(report.events.order_by("seq")), into)
