"""Everything one report's page shows, read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tanggap.people.access import Actor
from tanggap.reports import access, due
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock, Ledger, ledger
from tanggap.reports.models import (
    Assignment,
    Extension,
    Relation,
    Report,
    ReportEvent,
    ReportPhoto,
)

PROOF = (ReportPhoto.Purpose.AFTER, ReportPhoto.Purpose.PLACE)
SEEN = (ReportPhoto.Purpose.REPORT, ReportPhoto.Purpose.BEFORE, ReportPhoto.Purpose.REOPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One report with its photographs, offices and history, oldest first."""

    report: Report
    before: tuple[ReportPhoto, ...] = ()
    after: tuple[ReportPhoto, ...] = ()
    documents: tuple[ReportPhoto, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    events: tuple[ReportEvent, ...] = ()
    extensions: tuple[Extension, ...] = ()
    merged: tuple[str, ...] = field(default=())  # numbers of the reports merged into this one
    related: tuple[str, ...] = field(default=())
    ledgers: tuple[Ledger, ...] = field(default=())  # the citizen's, then that of whose turn it is

    @property
    def lead(self) -> Assignment | None:
        """The assignment that holds the report, or that did the work."""
        leads = [row for row in self.assignments if row.role == Assignment.Role.LEAD]
        return next((row for row in reversed(leads) if row.ended_at is None), None) or (
            leads[-1] if leads else None
        )


def dossier(report: Report, actor: Actor) -> Dossier:
    """The dossier of a report that `access` gave `actor`, with what she may see. Six queries."""
    photos = list(access.photos_of(report, actor))
    events = list(report.events.select_related("actor", "agency").order_by("seq"))
    rows = report.assignments.select_related("agency", "from_agency", "officer").order_by("pk")
    case = Case(report, list(rows), events)
    return Dossier(
        report=report,
        before=tuple(photo for photo in photos if photo.purpose in SEEN),
        after=tuple(photo for photo in photos if photo.purpose in PROOF),
        documents=tuple(p for p in photos if p.purpose == ReportPhoto.Purpose.DOCUMENT),
        assignments=tuple(case.assignments),
        events=tuple(access.notes_for(events, actor)),
        extensions=tuple(report.extensions.select_related("agency").order_by("asked_at")),
        merged=tuple(_merged_into(report)),
        related=tuple(_related(report)),
        ledgers=tuple(_ledgers(case)),
    )


def _ledgers(case: Case) -> Iterator[Ledger]:
    """The clocks explained from the whole history, also what the reader may not read of it."""
    subject, rules = due.subject(case), due.rules()
    pressing = due.times(case).clock
    for clock in filter(None, (Clock.CITIZEN, pressing)):
        if found := ledger(clock, case.events, subject, rules):
            yield found


def _merged_into(report: Report) -> list[str]:
    rows = Report.objects.filter(merged_into=report.pk).order_by("pk")
    return list(rows.values_list("number", flat=True)[:20])


def _related(report: Report) -> list[str]:
    rows = Relation.objects.filter(report=report.pk).order_by("pk")
    return list(rows.values_list("other__number", flat=True)[:20])


def filed_by(actor: Actor, number: str, *, since: datetime) -> Report | None:
    """The report that this very person filed for a visitor at or after `since`. One query.

    Not through `visible_to`: who filed a confidential report still prints its receipt.
    """
    if actor.user_id is None:
        return None
    rows = Report.objects.select_related("channel", "lead", "area")
    mine = {"events__seq": 1, "events__actor": actor.user_id}
    return rows.filter(number=number, received_at__gte=since, **mine).first()
