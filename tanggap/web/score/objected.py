"""Objections as they are shown: on the card, in the queue, on their own page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import rules
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.labels import REMEDIES
from tanggap.performance.models import Close, Decision, Objection, ObjectionFile
from tanggap.performance.queries import boards, objections
from tanggap.performance.vocabulary import Remedy, Scope
from tanggap.reports import access as reports
from tanggap.web.score import writing


@dataclass(frozen=True, slots=True)
class Line:
    """One objection in words."""

    office: str
    month: str
    figure: str
    reason: str
    by: str
    made_at: datetime
    color: str
    word: str
    url: str
    card_url: str
    decision: Decision | None
    remedy: str


def line(row: Objection) -> Line:
    """An objection with its state."""
    decision: Decision | None = getattr(row, "decision", None)
    color, word = _state(decision)
    month = f"{row.month:%Y-%m}"
    return Line(
        office=row.agency.name,
        month=writing.month_name(Month(row.month)),
        figure=str(BY_FIGURE[row.figure].name),
        reason=row.reason,
        by=row.made_by.name,
        made_at=row.made_at,
        color=color,
        word=word,
        url=reverse("score:objection", args=[row.pk]),
        card_url=reverse("score:card", args=[month, row.agency.code]),
        decision=decision,
        remedy=str(REMEDIES[Remedy(decision.remedy)]) if decision else "",
    )


def _state(decision: Decision | None) -> tuple[str, str]:
    if decision is None:
        return "yellow", _("menunggu putusan")
    if decision.is_upheld:
        return "green", _("keberatan diterima")
    return "dark", _("keberatan ditolak")


def on_card(
    actor: Actor, close: Close | None, month: Month, office: Agency, *, at: datetime
) -> dict[str, Any]:
    """What the card says of objections: those that were made, and until when one may be."""
    if close is None:
        return {"objections": []}
    until = rules.objectable_until(close)
    is_time = at <= until and rules.may_object(actor, office)
    names = [f"{month.first:%Y-%m}", office.code]
    return {
        "objections": [line(row) for row in objections.of_card(month, office)],
        "object_url": reverse("score:object", args=names) if is_time else "",
        "object_until": until,
    }


def about(actor: Actor, objection: Objection) -> dict[str, Any]:
    """The frozen figure, the reports it names, and what the decision changed."""
    month, office = Month(objection.month), objection.agency
    numbers = list(objection.reports.order_by("pk").values_list("report__number", flat=True))
    seen = {report.number for report in reports.reports_for(actor, numbers)}
    return {
        "frozen": _figure(actor, objection),
        "reports": [(number, number in seen) for number in numbers],
        "files": [_file(one) for one in objections.files(actor, objection)],
        "differences": _changed(actor, objection),
        "columns": [(_("Angka"), False), (_("Sebelum"), True), (_("Sesudah"), True)],
        "office": office,
        "month_name": writing.month_name(month),
        "asked_at": timezone.localtime(objection.made_at),
    }


def _file(one: ObjectionFile) -> tuple[str, str, bool]:
    """Its address, its name, and whether it is a photograph."""
    url = reverse("score:objection_file", args=[one.objection_id, one.pk])
    is_photo = one.attachment.kind == one.attachment.Kind.PHOTO
    return url, one.name or (_("Foto") if is_photo else _("Dokumen")), is_photo


def _figure(actor: Actor, objection: Objection) -> str:
    """The figure objected to, as the actor sees it."""
    rows = boards.of_version(actor, objection.version)
    own = rows.get(Scope.OWN)
    definition = BY_FIGURE[objection.figure]
    return writing.write(definition, getattr(own.figures, objection.figure)) if own else "–"


def _changed(actor: Actor, objection: Objection) -> list[list[str]]:
    """What the further version changed of the office's own figures, as the actor sees them."""
    decision: Decision | None = getattr(objection, "decision", None)
    if decision is None or decision.version is None:
        return []
    before = boards.before(decision.version)
    old = boards.of_version(actor, before).get(Scope.OWN) if before else None
    new = boards.of_version(actor, decision.version).get(Scope.OWN)
    if old is None or new is None:
        return []
    pairs = [
        (one, getattr(old.figures, name), getattr(new.figures, name))
        for name, one in BY_FIGURE.items()
    ]
    return [
        [str(one.name), writing.write(one, was), writing.write(one, now)]
        for one, was, now in pairs
        if was != now
    ]
