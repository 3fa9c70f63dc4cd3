"""Work for a crew without an account: a link for one report, and what the crew says by it.

The crew never moves the report: what it sends is a remark inside the office, in the crew's name,
and its photographs prove nothing until somebody of the office uses them.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from tanggap.fieldwork.actions.shots import for_report, keep
from tanggap.fieldwork.models import OrderEntry, OrderPhoto, WorkOrder
from tanggap.intake import limits
from tanggap.people.access import Actor, Seat
from tanggap.people.models import Agency, Role
from tanggap.reports import access, actions, workflow
from tanggap.reports.actions import Photo
from tanggap.reports.models import Assignment, Report, ReportPhoto
from tanggap.reports.remarks import Remark
from tanggap.reports.workflow import AssignmentState, Outcome, State, Verb
from tanggap.taxonomy import queries as taxonomy

MAKERS = (Role.AGENCY_ADMIN, Role.OFFICER)
MOST_PHOTOS = 60  # of one order
MOST_AN_HOUR = 30  # messages of one order
HELD = (AssignmentState.PENDING.value, AssignmentState.ACCEPTED.value)
Kind = OrderEntry.Kind


class NotPossible(Exception):
    """There is no work order for this report now, or not from this person."""


class Closed(Exception):
    """The link is spent: over, taken back, or its report is no work of the office any more."""


class TooMuch(Exception):
    """The crew sent more than anybody can need; nothing was kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """What a work order says. `photos` are the report's own that the crew may see."""

    crew: str
    instruction: str
    expires_at: datetime
    photos: Collection[ReportPhoto] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One message of a crew. `key` names it: the same key is the same message."""

    key: UUID
    kind: str
    note: str = ""
    photos: Sequence[Photo] = ()


def order_days() -> int:
    """How long a link holds at most."""
    return int(taxonomy.setting("field.order_days", 14))


def may_order(report: Report, by: Actor, *, at: datetime) -> bool:
    """Whether the actor may give a crew work on `report`: plain ones that her office works on."""
    if report.is_confidential or not by.has_role(*MAKERS):
        return False
    return Verb.PROGRESS in workflow.allowed(access.facts(report, by, at=at))


@transaction.atomic
def order(report: Report, planned: Planned, *, by: Actor, at: datetime) -> tuple[WorkOrder, str]:
    """A link for one crew; its secret is returned this once. Raises NotPossible."""
    office = _office(report, by)
    if office is None or by.user_id is None or not may_order(report, by, at=at):
        raise NotPossible
    token = secrets.token_urlsafe(24)
    row = WorkOrder.objects.create(
        report=report,
        agency=office,
        crew=planned.crew,
        instruction=planned.instruction,
        token_hash=hashed(token),
        made_by_id=by.user_id,
        created_at=at,
        expires_at=min(planned.expires_at, at + timedelta(days=order_days())),
    )
    row.shown.set(photo.attachment_id for photo in planned.photos)
    said = {"crew": row.crew, "until": row.expires_at.isoformat()}
    _remark(row, Remark("order_made", said), by=by, at=at)
    return row, token


def hashed(token: str) -> str:
    """What the database keeps of a link's secret."""
    return hashlib.sha256(token.encode()).hexdigest()


def _office(report: Report, by: Actor) -> Agency | None:
    """The office that works on the report and where the actor sits."""
    rows = Assignment.objects.filter(
        report=report, state__in=HELD, agency__in=by.agency_ids(*MAKERS)
    )
    found = rows.select_related("agency").order_by("role", "pk").first()
    return found.agency if found else None


@transaction.atomic
def revoke(row: WorkOrder, *, by: Actor, at: datetime) -> bool:
    """The link stops working at once. False when it had been taken back. Raises NotPossible."""
    if not by.sits_at(row.agency, *MAKERS):
        raise NotPossible
    if not WorkOrder.objects.filter(pk=row.pk, revoked_at=None).update(revoked_at=at):
        return False
    _remark(row, Remark("order_revoked", {"crew": row.crew}), by=by, at=at)
    return True


def open_order(token: str, *, at: datetime) -> WorkOrder | None:
    """The order behind a link; None where there never was one. Raises Closed."""
    rows = WorkOrder.objects.select_related("report__category", "report__area", "agency")
    row = rows.filter(token_hash=hashed(token)).first()
    if row is not None and not is_workable(row, at=at):
        raise Closed
    return row


def is_workable(row: WorkOrder, *, at: datetime) -> bool:
    """Whether the link shows anything: a plain report, at work, at the office that ordered it."""
    report = row.report
    if not row.is_open(at=at) or report.is_confidential or report.merged_into_id is not None:
        return False
    if report.state != State.IN_PROGRESS:
        return False
    held = Assignment.objects.filter(report=report, agency=row.agency_id, state__in=HELD)
    return held.exists()


def send(row: WorkOrder, sent: Sent, *, at: datetime) -> bool:
    """Keep a message of the crew, once; False when it had arrived. Raises Closed, TooMuch."""
    if OrderEntry.objects.filter(order=row, key=sent.key).exists():
        return False
    if not limits.allow(f"crew:{row.pk}", at, limit=MOST_AN_HOUR):
        raise TooMuch
    with transaction.atomic():
        locked = WorkOrder.objects.select_for_update(of=("self",), no_key=True)
        held = locked.select_related("report", "agency").get(pk=row.pk)
        return _keep(held, sent, at=at)


def _keep(row: WorkOrder, sent: Sent, *, at: datetime) -> bool:
    if not is_workable(row, at=at):
        raise Closed
    if OrderPhoto.objects.filter(entry__order=row).count() + len(sent.photos) > MOST_PHOTOS:
        raise TooMuch
    entry, is_new = OrderEntry.objects.get_or_create(
        order=row,
        key=sent.key,
        defaults={"kind": sent.kind, "note": sent.note, "created_at": at},
    )
    if not is_new:
        return False
    keep(OrderPhoto, sent.photos, entry=entry)
    WorkOrder.objects.filter(pk=row.pk, opened_at=None).update(opened_at=at)
    _remark(row, _said(sent), by=_crew(row), at=at, crew=row.crew)
    return True


def _said(sent: Sent) -> Remark:
    if sent.kind == Kind.NEWS:
        return Remark("crew_news", {"note": sent.note, "photos": len(sent.photos)})
    return Remark(f"crew_{sent.kind}")


def _crew(row: WorkOrder) -> Actor:
    """The crew speaks by its office's link: a seat there for this remark, and no person."""
    office = row.agency
    seat = Seat(Role.OFFICER, office.pk, office.path, office.name)
    return Actor(kind="system", name=row.crew, seats=(seat,))


def _remark(row: WorkOrder, remark: Remark, *, by: Actor, at: datetime, crew: str = "") -> None:
    how: dict[str, Any] = {"by": by, "at": at, "agency": row.agency}
    actions.note(row.report, remark=remark, scope="internal", crew=crew, **how)


@transaction.atomic
def resolve_with(
    report: Report,
    photos: Sequence[OrderPhoto],
    *,
    outcome: Outcome,
    note: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> Report:
    """The office declares the work done, with photographs of its crew as proof.

    Raises Refused, Conflict.
    """
    actions.resolve(
        report,
        outcome=outcome,
        note=note,
        photos=[for_report(photo, outcome) for photo in photos],
        by=by,
        at=at,
        version=version,
    )
    OrderPhoto.objects.filter(pk__in=[photo.pk for photo in photos]).update(used_at=at)
    return report
