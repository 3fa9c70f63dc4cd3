"""Alarms that ring, one of them, and the tap that stops it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.duty import access, actions, queries
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.duty.room import WORKERS, because, frame, lines

if TYPE_CHECKING:
    from datetime import datetime

    from tanggap.duty.models import Alarm, Call

MOST_OFFICES = 5  # of one person, whose duty is shown beside the alarms


@roles(*WORKERS)
def listing(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What rings now, the longest first, and who is on duty where the actor works."""
    at = timezone.now()
    context = {
        **frame(actor),
        "lines": lines(queries.ringing(actor), actor, at=at),
        "duty": [_duty(office, actor, at) for office in _own_offices(actor)],
        "has_more_offices": access.offices_for(actor).count() > len(_own_offices(actor)),
    }
    return render(request, "duty/alarms.html", context)


def _own_offices(actor: Actor) -> list[Agency]:
    rows = Agency.objects.filter(pk__in=actor.agency_ids(), is_active=True)
    return list(rows.order_by("name")[:MOST_OFFICES])


def _duty(office: Agency, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "office": office,
        "people": [person.name for person in queries.on_duty(office, at=at)],
        "may_edit": access.may_edit(actor, office),
    }


@roles(*WORKERS)
def past(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Alarms that are over, the newest first."""
    cursor = request.GET.get("sebelum", "")
    found, older = queries.past(actor, before=int(cursor) if cursor.isdecimal() else None)
    context = {
        **frame(actor),
        "rows": [_ended(row) for row in found],
        "older_url": f"?sebelum={older}" if older else "",
        "newer_url": "?" if cursor else "",
    }
    return render(request, "duty/past.html", context)


def _ended(row: Alarm) -> dict[str, Any]:
    assert row.over_at is not None
    done = getattr(row, "acknowledgement", None)
    return {
        "alarm": row,
        "rang": display.duration(row.over_at - row.opened_at),
        "because": because(row),
        "by": done.user.name if done else "",
    }


@roles(*WORKERS)
def alarm(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """One alarm: what it is about, whom it called, and the one button."""
    row, at = _found(actor, pk), timezone.now()
    done = queries.acknowledgement_of(row)
    report = row.report
    facts = [
        (_("Kantor"), row.agency.name),
        (_("Tempat"), report.address or (report.area.local_name if report.area else "")),
        (_("Memanggil sejak"), display.moment(row.opened_at)),
        (_("Diterima oleh"), done.user.name if done else ""),
        (_("Berakhir"), because(row)),
    ]
    context = {
        **frame(actor),
        "alarm": row,
        "line": lines([row], actor, at=at)[0],
        "facts": facts,
        "is_hers": row.is_ringing and access.may_acknowledge(actor, row),
        "steps": [_step(call) for call in reversed(queries.calls_of(row))],
    }
    return render(request, "duty/alarm.html", context)


def _step(call: Call) -> dict[str, Any]:
    ways = {
        "duty": _("giliran siaga"),
        "office": _("pimpinan atau admin kantor"),
        "above": _("kantor di atasnya"),
        "desk": _("meja disposisi"),
    }
    said = _("%(name)s dipanggil") % {"name": call.user.name}
    return {"title": said, "text": ways[call.step], "at": call.at, "symbol": "bell"}


@roles(*WORKERS)
@require_POST
def acknowledge(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """She has taken note and acts. A second tap, or a later one, changes nothing."""
    row = _found(actor, pk)
    if not access.may_acknowledge(actor, row):
        raise PermissionDenied
    actions.acknowledge(row, by=actor, at=timezone.now())
    done = queries.acknowledgement_of(row)
    if done is not None and done.user_id != actor.user_id:
        messages.info(request, _("Alarm ini sudah diterima %(name)s.") % {"name": done.user.name})
    elif done is None:
        messages.info(request, _("Alarm ini sudah berakhir."))
    else:
        messages.success(request, _("Alarm berhenti. Kamu yang mengurusnya sekarang."))
    return redirect("duty:alarm", row.pk)


def _found(actor: Actor, pk: int) -> Alarm:
    try:
        return access.alarm_for(actor, pk)
    except access.NotFound:
        raise Http404 from None
