"""Everything one report's page shows, read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from tanggap.people.access import Actor
from tanggap.reports import access, due
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock, Ledger, ledger, shares
from tanggap.reports.models import (
    Assignment,
    Extension,
    Report,
    ReportEvent,
    ReportPhoto,
)
from tanggap.reports.vocabulary import Verb

PROOF = (ReportPhoto.Purpose.AFTER, ReportPhoto.Purpose.PLACE)
SEEN = (ReportPhoto.Purpose.REPORT, ReportPhoto.Purpose.BEFORE, ReportPhoto.Purpose.REOPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One report with its photographs, offices and history, oldest first."""

    report: Report
    case: Case
    before: tuple[ReportPhoto, ...] = ()
    after: tuple[ReportPhoto, ...] = ()
    documents: tuple[ReportPhoto, ...] = ()  # that prove the work
    enclosed: tuple[ReportPhoto, ...] = ()  # documents of the reporter
    remarks: tuple[ReportPhoto, ...] = ()  # that came with a note or news, and stay inside
    assignments: tuple[Assignment, ...] = ()
    events: tuple[ReportEvent, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ledgers: tuple[Ledger, ...] = field(default=())  # the citizen's, then that of whose turn it is

    @property
    def lead(self) -> Assignment | None:
        """The assignment that holds the report, or that did the work."""
        leads = [row for row in self.assignments if row.role == Assignment.Role.LEAD]
        return next((row for row in reversed(leads) if row.ended_at is None), None) or (
            leads[-1] if leads else None
        )


def dossier(report: Report, actor: Actor) -> Dossier:
    """The dossier of a report that `access` gave `actor`, with what she may see. Five queries."""
    photos = list(access.photos_of(report, actor))
    case = _case(report)
    return Dossier(
        report=report,
        case=case,
        before=tuple(photo for photo in photos if photo.purpose in SEEN),
        after=tuple(photo for photo in photos if photo.purpose in PROOF),
        documents=tuple(p for p in photos if p.purpose == ReportPhoto.Purpose.DOCUMENT),
        enclosed=tuple(p for p in photos if p.purpose == ReportPhoto.Purpose.ENCLOSED),
        remarks=tuple(p for p in photos if p.purpose == ReportPhoto.Purpose.NOTE),
        assignments=tuple(case.assignments),
        events=tuple(access.notes_for(case.events, actor)),
        extensions=tuple(_extensions(case)),
        ledgers=tuple(_ledgers(case)),
    )


def _ledgers(case: Case) -> Iterator[Ledger]:
    """The clocks explained from the whole history, also what the reader may not read of it."""
    subject, rules = due.subject(case), due.rules()
    pressing = due.times(case).clock
    for clock in filter(None, (Clock.CITIZEN, pressing)):
        if found := ledger(clock, case.events, subject, rules):
            yield found


def flag_shares(dossier: Dossier, *, at: datetime) -> list[tuple[str, float]]:
    """Whose time a red flag is, largest share first; empty while none is raised."""
    flag = next((one for one in dossier.ledgers if one.clock is Clock.RED_FLAG), None)
    if flag is None or not flag.is_late(at=at):
        return []
    case = dossier.case
    found = shares(Clock.RED_FLAG, case.events, due.subject(case), due.rules(), at=at)
    names = {row.agency_id: row.agency.name for row in case.assignments}
    ordered = sorted(found.items(), key=lambda pair: -pair[1])
    return [(names.get(agency, ""), share) for agency, share in ordered]


def _case(report: Report) -> Case:
    """The case with the names that a screen shows."""
    events = report.events.select_related("actor", "agency").order_by("seq")
    rows = report.assignments.select_related("agency", "from_agency", "officer").order_by("pk")
    into = Report.objects.get(pk=report.merged_into_id) if report.merged_into_id else None
    return Case(report, list(rows), list(events), into)


def _extensions(case: Case) -> Iterable[Extension]:
    """Requests for more time; history tells whether there are any."""
    if case.last(Verb.EXTEND) is None:
        return ()
    return case.report.extensions.select_related("agency").order_by("asked_at")


def filed_by(actor: Actor, number: str, *, since: datetime) -> Report | None:
    """The report that this very person filed for a visitor at or after `since`. One query.

    Not through `visible_to`: who filed a confidential report still prints its receipt.
    """
    if actor.user_id is None:
        return None
    rows = Report.objects.select_related("channel", "lead", "area")
    mine = {"events__seq": 1, "events__actor": actor.user_id}
    return rows.filter(number=number, received_at__gte=since, **mine).first()
