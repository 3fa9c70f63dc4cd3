"""The rows of a new report, composed in memory: what `open_sql` writes in one statement."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from tanggap.identity import actions as identity
from tanggap.intake.decide import Decision
from tanggap.intake.inbound import MAX_ADDRESS, Inbound, Photo
from tanggap.intake.texts import clean, line, title_of
from tanggap.lib import codes
from tanggap.messaging.models import Message
from tanggap.people.access import SYSTEM, Actor
from tanggap.people.models import Agency
from tanggap.reports import chain, due, numbers
from tanggap.reports.case import Case
from tanggap.reports.models import Assignment, Report, ReportEvent, ReportPhoto
from tanggap.reports.open_sql import Drawn, Opening
from tanggap.reports.workflow import AssignmentState, State, Verb

# Of a complaint nobody has looked at; a verifier or the holder corrects it.
KIND = "simple"
MAX_NOTE = 2000


def opening(
    inbound: Inbound, decision: Decision, drawn: Drawn, *, at: datetime, scheme: numbers.Scheme
) -> Opening:
    """Everything that opening this report writes, with its events linked and its clocks set."""
    report = _report(inbound, decision, drawn, at=at, scheme=scheme)
    assignment = _assignment(report, decision.lead, at=at) if decision.lead else None
    events = _events(inbound, decision, report, at=at)
    _link(report, events)
    _set_clocks(report, assignment, events, at=at)
    return Opening(
        report=report,
        contact=_contact(inbound, drawn, at=at),
        assignment=assignment,
        events=events,
        photos=[_photo(report, photo, at=at) for photo in inbound.photos],
        message=_message(report, decision, at=at),
        at=at,
    )


def _report(
    inbound: Inbound, decision: Decision, drawn: Drawn, *, at: datetime, scheme: numbers.Scheme
) -> Report:
    category = decision.category
    code = numbers.code_for(inbound.channel, inbound.external_id)
    return Report(
        id=drawn.report_id,
        number=scheme.number(drawn.seq, day=numbers.day_of(at)),
        code_hash=codes.hashed(code),
        channel=decision.channel,
        external_id=inbound.external_id,
        state=State.WAITING.value if decision.lead else State.SUBMITTED.value,
        visibility=decision.visibility.value,
        is_anonymous=decision.is_anonymous,
        is_confidential=decision.is_confidential,
        report_class=inbound.report_class.value,
        kind=KIND if decision.lead else "",
        category=category,
        title=title_of(inbound.text, title=inbound.title),
        text=clean(inbound.text),
        address=line(inbound.address, limit=MAX_ADDRESS),
        lat=inbound.lat,
        lng=inbound.lng,
        area_id=decision.spot.area_id,
        is_area_approximate=decision.spot.is_approximate,
        contact_id=drawn.contact_id,
        occurred_at=inbound.occurred_at,
        # A provider's clock may run ahead; nothing is received in the future.
        received_at=min(inbound.received_at or at, at),
        client_at=inbound.client_at,
        verified_at=at if decision.lead else None,
        updated_at=at,
        lead=decision.lead,
        offices=[decision.lead.pk] if decision.lead else [],
        came_by=Verb.VERIFY.value if decision.lead else "",
        is_emergency=category is not None and category.is_emergency,
    )


def _assignment(report: Report, lead: Agency, *, at: datetime) -> Assignment:
    return Assignment(
        report=report,
        agency=lead,
        role=Assignment.Role.LEAD.value,
        state=AssignmentState.PENDING.value,
        came_by=Verb.VERIFY.value,
        started_at=at,
    )


def _events(
    inbound: Inbound, decision: Decision, report: Report, *, at: datetime
) -> list[ReportEvent]:
    opened = _event(report, Verb.OPEN, "", State.SUBMITTED, by=inbound.by, at=at)
    opened.note = clean(inbound.note, limit=MAX_NOTE)
    opened.data = {**_plain(dict(inbound.data)), "privacy": decision.privacy.value}
    opened.data.pop("peer", None)  # said by a door that knows the peer, never by what it carries
    if inbound.peer:
        due_at = inbound.peer.due_at.isoformat()
        opened.data["peer"] = {"name": inbound.peer.name, "due_at": due_at}
    if inbound.by.acts_for is not None:
        opened.data["for"] = inbound.by.acts_for
    if len(inbound.text) > len(report.text) + MAX_NOTE:
        opened.data["characters_sent"] = len(inbound.text)
    if decision.lead is None:
        return [opened]
    verified = _event(report, Verb.VERIFY, State.SUBMITTED, State.WAITING, by=SYSTEM, at=at)
    verified.seq, verified.agency = 2, decision.lead
    return [opened, verified]


def _event(
    report: Report, verb: Verb, before: str, after: State, *, by: Actor, at: datetime
) -> ReportEvent:
    return ReportEvent(
        report=report,
        seq=1,
        verb=verb.value,
        from_state=str(before),
        to_state=after.value,
        actor_kind=by.kind,
        actor_id=by.user_id,
        agency_id=by.seats[0].agency_id if by.seats else None,
        at=at,
    )


def _plain(value: Any) -> Any:
    """JSON without characters that a database can't hold."""
    if isinstance(value, dict):
        return {clean(str(name)): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return clean(value) if isinstance(value, str) else value


def _link(report: Report, events: list[ReportEvent]) -> None:
    for event in events:
        event.hash = chain.link(bytes(report.last_hash), event, report_number=report.number)
        report.seq, report.last_hash = event.seq, event.hash


def _set_clocks(
    report: Report, assignment: Assignment | None, events: list[ReportEvent], *, at: datetime
) -> None:
    case = Case(report, [assignment] if assignment else [], events)
    for name, value in due.caches(case, at=at).items():
        setattr(report, name, value)


def _contact(inbound: Inbound, drawn: Drawn, *, at: datetime) -> dict[str, object] | None:
    if drawn.contact_id is None:
        return None
    columns = identity.columns(
        inbound.person, language=inbound.language, at=at, owner=inbound.owner
    )
    return {**columns, "id": drawn.contact_id}


def _photo(report: Report, photo: Photo, *, at: datetime) -> ReportPhoto:
    return ReportPhoto(
        report=report,
        attachment_id=photo.attachment_id,
        purpose=_purpose(photo).value,
        taken_at=photo.taken_at,
        lat=photo.lat,
        lng=photo.lng,
        created_at=at,
    )


def _purpose(photo: Photo) -> ReportPhoto.Purpose:
    return ReportPhoto.Purpose.ENCLOSED if photo.is_document else ReportPhoto.Purpose.REPORT


def _message(report: Report, decision: Decision, *, at: datetime) -> Message:
    template = "verified" if decision.lead else "received"
    return Message(
        subject=report.number,
        direction=Message.Direction.TO_REPORTER.value,
        template=template,
        data={"agency": decision.lead.name} if decision.lead else {},
        is_urgent=True,  # her receipt: she is awake, for she has just reported
        effect_key=f"{report.number}:{report.pk}.{report.seq}:{template}",
        created_at=at,
    )
