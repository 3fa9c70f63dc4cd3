"""Reads of what phones and crews sent."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from tanggap.fieldwork.models import (
    Handed,
    HandedPhoto,
    OrderEntry,
    OrderPhoto,
    Upload,
    WorkOrder,
)
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports.models import Report

PAGE = 30


def is_uploaded(actor: Actor, sha256: str) -> bool:
    """Whether this person's photograph of that hash has arrived."""
    return Upload.objects.filter(user=actor.user_id, sha256=sha256).exists()


def orders_of(report: Report, actor: Actor) -> list[WorkOrder]:
    """The work orders of the actor's own offices on `report`, newest first, with all they sent."""
    rows = WorkOrder.objects.filter(report=report, agency__in=actor.agency_ids())
    photos = OrderPhoto.objects.select_related("attachment").order_by("pk")
    entries = OrderEntry.objects.order_by("-pk").prefetch_related(Prefetch("photos", photos))
    wanted = rows.select_related("agency", "made_by", "report")
    return list(wanted.prefetch_related(Prefetch("entries", entries)).order_by("-pk"))


def order_of(report: Report, actor: Actor, pk: int) -> WorkOrder | None:
    """One of them."""
    rows = WorkOrder.objects.filter(report=report, agency__in=actor.agency_ids(), pk=pk)
    return rows.select_related("agency", "report").first()


def crew_photos(report: Report, actor: Actor) -> list[OrderPhoto]:
    """Every photograph that crews of the actor's offices sent for `report`."""
    rows = OrderPhoto.objects.filter(
        entry__order__report=report, entry__order__agency__in=actor.agency_ids()
    )
    return list(rows.select_related("attachment", "entry__order").order_by("pk"))


def entries_of(order: WorkOrder) -> list[OrderEntry]:
    """What a crew sent, newest first."""
    photos = OrderPhoto.objects.select_related("attachment").order_by("pk")
    return list(order.entries.order_by("-pk").prefetch_related(Prefetch("photos", photos)))


def shows(order: WorkOrder, sha256: str) -> bool:
    """Whether the link shows this photograph: released for the work, or the crew's own."""
    if order.shown.filter(sha256=sha256).exists():
        return True
    return OrderPhoto.objects.filter(entry__order=order, attachment__sha256=sha256).exists()


def _handed(actor: Actor) -> QuerySet[Handed]:
    """What was given to the offices that the actor administers."""
    rows = Handed.objects.filter(agency__in=actor.agency_ids(Role.AGENCY_ADMIN))
    photos = HandedPhoto.objects.select_related("attachment").order_by("pk")
    wanted = rows.select_related("action__user", "agency", "settled_by")
    return wanted.prefetch_related(Prefetch("photos", photos))


def handed(actor: Actor, *, after: int = 0) -> tuple[list[Handed], int | None]:
    """What still waits for her, oldest first, and the cursor of what follows."""
    rows = _handed(actor).filter(settled_at=None, pk__gt=after).order_by("pk")
    found = list(rows[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def handed_one(actor: Actor, pk: int) -> Handed | None:
    """One of them, settled or not."""
    return _handed(actor).filter(pk=pk).first()
