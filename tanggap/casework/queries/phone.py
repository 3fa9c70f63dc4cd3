"""What an officer's phone carries through a shift, read in as many queries whatever its length."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from tanggap.casework.queries import lists
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.case import Case
from tanggap.reports.facts import ReportFacts
from tanggap.reports.models import Assignment, Report, ReportEvent, ReportPhoto

MOST = 100  # reports on one phone, nearest due time first
_LABELS = ("category", "channel", "lead", "area", "contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One report as the phone keeps it."""

    report: Report
    case: Case
    facts: ReportFacts
    photos: tuple[ReportPhoto, ...]
    events: tuple[ReportEvent, ...]

    @property
    def mine(self) -> Assignment | None:
        """The assignment by which the report came here: the lead's, unless we only help."""
        return self.case.lead


@dataclass(frozen=True, slots=True)
class Load:
    """What goes on the phone. `confidential` ones stay off it; `has_more`: not all fit."""

    tasks: tuple[Task, ...]
    has_more: bool
    confidential: int


def load(actor: Actor, *, at: datetime) -> Load:
    """The open work of the actor's offices. As many queries however long it is."""
    page = lists.nearest(lists.tasks(actor), size=MOST)
    plain = [row.id for row in page.rows if not row.is_confidential]
    found = _whole(access.visible_to(actor).filter(pk__in=plain))
    return Load(
        tuple(_task(found[pk], actor, at=at) for pk in plain if pk in found),
        page.has_more,
        len(page.rows) - len(plain),
    )


def state(actor: Actor) -> list[tuple[str, int]]:
    """Number and version of every report on the phone: changed when anything did. One query."""
    return sorted(lists.versions(lists.tasks(actor), most=MOST + 1).items())


def _whole(rows: QuerySet[Report]) -> dict[int, Report]:
    assignments = Assignment.objects.select_related("agency", "from_agency", "officer")
    events = ReportEvent.objects.select_related("actor", "agency").order_by("report_id", "seq")
    photos = ReportPhoto.objects.select_related("attachment").order_by("pk")
    whole = (
        rows.select_related(*_LABELS)
        .defer("contact__sealed")
        .prefetch_related(
            Prefetch("assignments", assignments.order_by("pk")),
            Prefetch("events", events),
            Prefetch("photos", photos),
        )
    )
    return {report.pk: report for report in whole}


def _task(report: Report, actor: Actor, *, at: datetime) -> Task:
    case = Case(report, list(report.assignments.all()), list(report.events.all()))
    return Task(
        report=report,
        case=case,
        facts=access.facts(report, actor, at=at, read=case),
        photos=tuple(access.shown(report, list(report.photos.all()), actor)),
        events=tuple(access.notes_for(case.events, actor)),
    )
