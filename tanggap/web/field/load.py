"""What goes on an officer's phone, as JSON: her work, and nothing that she may not see."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.casework.queries import phone
from tanggap.duty import queries as duty
from tanggap.fieldwork.actions import VERBS
from tanggap.lib.naming import language
from tanggap.people.access import Actor
from tanggap.publication import labels
from tanggap.reports import access, workflow
from tanggap.reports.workflow import Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import assets, display, phone_session
from tanggap.web.field.guard import WORKERS, person_key
from tanggap.web.staff import words
from tanggap.web.staff.pane import LARGE

if TYPE_CHECKING:
    from tanggap.duty.models import Alarm
    from tanggap.reports.models import Report, ReportEvent, ReportPhoto

MOST_STEPS = 12
PHONE_VERBS = frozenset(VERBS)


def tag(actor: Actor) -> str:
    """Changes whenever anything of the load would: the phone asks with it and gets 304."""
    parts = (
        person_key(actor),
        language(),
        assets.url("field.js"),
        phone.state(actor),
        duty.tag(actor),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def load(request: HttpRequest, actor: Actor, *, at: datetime) -> dict[str, Any]:
    """The whole load."""
    found = phone.load(actor, at=at)
    offices = {seat.agency_name for seat in actor.seats if seat.role in WORKERS}
    return {
        "person": {"key": person_key(actor), "name": actor.name, "offices": sorted(offices)},
        "at": at.isoformat(),
        "is_shared": phone_session.is_one(request),
        "hours": shift_hours(),
        "unsent_days": taxonomy.setting("field.keep_unsent_days", 7),
        "csrf": get_token(request),
        "reports": [_report(task, actor) for task in found.tasks],
        "has_more": found.has_more,
        "confidential": found.confidential,
        "alarms": [_alarm(alarm) for alarm in duty.hers(actor)],
    }


def _alarm(alarm: Alarm) -> dict[str, str]:
    """Danger that calls her. A confidential report is named by its number alone."""
    report = alarm.report
    return {
        "url": reverse("duty:alarm", args=[alarm.pk]),
        "take": reverse("duty:acknowledge", args=[alarm.pk]),
        "number": report.number,
        "title": "" if report.is_confidential else report.title,
        "at": alarm.opened_at.isoformat(),
    }


def shift_hours() -> int:
    """How long a phone keeps what it fetched."""
    return int(taxonomy.setting("field.shift_hours", 12))


def until(at: datetime) -> datetime:
    """When what is fetched at `at` is forgotten."""
    return at + timedelta(hours=shift_hours())


def _report(task: phone.Task, actor: Actor) -> dict[str, Any]:
    report = task.report
    label = labels.state(report.state, came_by=report.came_by, is_scheduled=report.is_scheduled)
    is_blurred = access.seen(report, actor).photos == "blurred"
    return {
        "number": report.number,
        "seq": report.seq,
        "title": report.title,
        "text": report.text,
        "state": report.state,
        "color": label.color,
        "word": str(label.word),
        "due_at": report.due_at.isoformat() if report.due_at else None,
        "due_from": report.due_from.isoformat() if report.due_from else None,
        "is_emergency": report.is_emergency,
        "lat": report.lat,
        "lng": report.lng,
        "asset": report.asset,
        "proof": report.category.proof if report.category else "photo",
        "may": _may(task),
        "facts": [pair for pair in _facts(report) if pair[1]],
        "place": report.address or (report.area.local_name if report.area else ""),
        "marks": _marks(report),
        "photos": [
            _photo(photo, is_blurred and access.is_kept_back(report, photo))
            for photo in task.photos
            if _is_shot(photo)
        ],
        "steps": [_step(event) for event in reversed(task.events[-MOST_STEPS:])],
        **_assignment(task, actor),
    }


def _may(task: phone.Task) -> list[str]:
    allowed = {verb.value for verb in workflow.allowed(task.facts)}
    return sorted(allowed & PHONE_VERBS)


def _assignment(task: phone.Task, actor: Actor) -> dict[str, Any]:
    """Whose it is within the office: hers, nobody's, or a colleague's by name."""
    offices = actor.agency_ids(*WORKERS)
    row = next(r for r in [task.case.lead, *task.case.supporting] if r and r.agency_id in offices)
    officer = row.officer
    return {
        "instruction": row.instruction,
        "is_helping": row.role == "supporting",
        "officer": "" if officer is None else "me" if officer.pk == actor.user_id else officer.name,
    }


def _facts(report: Report) -> list[tuple[str, str]]:
    area = report.area.local_name if report.area else ""
    return [
        (_("Kategori"), report.category.local_name if report.category else ""),
        (_("Kelurahan"), area),
        (_("Tempat"), report.address),
        (_("Kejadian"), display.moment(report.occurred_at) if report.occurred_at else ""),
        (_("Pelapor"), words.reporter(report)),
        (_("Boleh dibaca"), words.readers(report)),
        (_("Nomor aset"), report.asset),
    ]


def _marks(report: Report) -> list[str]:
    said = (
        (report.is_emergency, _("bahaya")),
        (bool(report.rejections), _("hasil ditolak")),
        (bool(report.returns), _("pernah dikembalikan")),
        (report.supporters > 0, _("%(n)s pendukung") % {"n": display.number(report.supporters)}),
    )
    return [word for is_so, word in said if is_so]


def _is_shot(photo: ReportPhoto) -> bool:
    return photo.purpose not in ("document", "enclosed")


def _photo(photo: ReportPhoto, is_blurred: bool) -> dict[str, Any]:
    said = _("diambil") if photo.taken_at else _("diterima")
    return {
        "url": photo.attachment.blurred_url() if is_blurred else photo.attachment.url(LARGE),
        "purpose": photo.purpose,
        "tag": _tag(photo),
        "caption": f"{said} {display.moment(photo.taken_at or photo.created_at)}",
    }


def _tag(photo: ReportPhoto) -> str:
    tags = {
        "report": _("Foto warga"),
        "reopen": _("Foto warga"),
        "before": _("Sebelum"),
        "after": _("Sesudah"),
        "place": _("Foto tempat"),
        "note": _("Foto catatan"),
    }
    return tags[photo.purpose]


def _step(event: ReportEvent) -> dict[str, Any]:
    is_ours = event.verb == Verb.NOTE or event.actor_kind != "staff"
    return {
        "title": words.sentence(event),
        "at": event.at.isoformat(),
        "quote": words.quote(event),
        "by": words.actor(event) if is_ours or event.actor else "",
    }
