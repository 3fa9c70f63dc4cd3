"""The counter: a clerk files what a visitor or a caller says, and prints the receipt."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.casework.queries import report as reading
from tanggap.identity.sealing import Person
from tanggap.intake import actions as intake
from tanggap.intake import photos as intake_photos
from tanggap.intake.inbound import Inbound, Photo, Refused
from tanggap.lib import codes
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports import numbers
from tanggap.reports.workflow import Privacy, ReportClass
from tanggap.web import display, kept
from tanggap.web.audience import actor_of, roles
from tanggap.web.desk.counter_form import CounterForm
from tanggap.web.desk.shell import shell
from tanggap.web.instance import map_view
from tanggap.web.qr import qr_svg
from tanggap.web.staff import place

if TYPE_CHECKING:
    from tanggap.reports.models import Report

SHOWN_FOR = timedelta(days=1)  # how long a receipt can be printed again


@roles(Role.CLERK)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The counter's form; a page reloaded or sent twice files one report."""
    if request.method != "POST":
        return _page(request, CounterForm(initial={"form_id": uuid.uuid4().hex}))
    form, at = CounterForm(request.POST, request.FILES), timezone.now()
    photos = _photos(request, form, at)
    if not form.is_valid():
        return _page(request, form, photos, status=422)
    try:
        receipt = intake.receive(_inbound(form, actor, photos), at=at)
    except Refused as error:
        field = {"address": "where", "person": "phone"}.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, _refusal(error))
        return _page(request, form, photos, status=422)
    return redirect("desk:receipt", receipt.number)


def _photos(request: HttpRequest, form: CounterForm, at: datetime) -> tuple[Photo, ...]:
    """Photographs of this try and of earlier ones: a question doesn't ask for them again."""
    new, refused = intake_photos.prepare(request.FILES.getlist("photos"), at)
    if refused and form.is_bound:
        form.add_error("photos", [f"{one.filename}: {one.message}" for one in refused])
    return kept.merge(kept.unpack(request.POST.get("kept", "")), new)


def _inbound(form: CounterForm, actor: Actor, photos: tuple[Photo, ...]) -> Inbound:
    data = form.cleaned_data
    return Inbound(
        channel=data["channel"],
        external_id=f"counter:{data['form_id']}",
        text=data["text"],
        category=data["category"],
        report_class=ReportClass(data["report_class"]),
        privacy=Privacy(data["privacy"]),
        area=data["area"],
        lat=data["lat"],
        lng=data["lng"],
        address=data["where"],
        person=Person(name=data["name"], email=data["email"], phone=data["phone"]),
        photos=photos,
        occurred_at=data["occurred_at"],
        by=actor.in_role(Role.CLERK),
        note=data["note"],
    )


def _refusal(error: Refused) -> str:
    if error.code == "outside":
        return _("Tempat ini di luar kota kami.")
    return _("Bagian ini belum bisa kami terima. Periksa lagi.")


def _page(
    request: HttpRequest, form: CounterForm, photos: tuple[Photo, ...] = (), *, status: int = 200
) -> HttpResponse:
    context = {
        **shell(actor_of(request), "loket"),
        "form": form,
        "map_view": map_view(),
        "asked": place.ASKED,
        "is_area_asked": "area" in form.errors,
        "kept_photos": photos,
        "kept_token": kept.pack(photos),
    }
    return render(request, "desk/counter.html", context, status=status)


@roles(Role.CLERK)
def receipt(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What the visitor takes home: number, code, link and QR. Only for who filed it, for a day."""
    report = reading.filed_by(actor, number, since=timezone.now() - SHOWN_FOR)
    if report is None:
        raise Http404
    code = numbers.code_for(report.channel.code, report.external_id)
    if codes.hashed(code) != bytes(report.code_hash):
        raise Http404
    url = request.build_absolute_uri(reverse("portal:report", args=[report.number, code]))
    context = {
        **shell(actor, "loket"),
        "code": report.number,
        "secret": code,
        "received_at": report.received_at,
        "url": url,
        "track_url": request.build_absolute_uri(reverse("portal:track")),
        "report_title": report.title,
        "qr": qr_svg(url),
        "facts": _facts(report),
    }
    return render(request, "desk/receipt.html", context)


def _facts(report: Report) -> list[tuple[str, str]]:
    promised = display.day(report.promised_at) if report.promised_at else ""
    return [
        (_("Dipegang"), report.lead.name if report.lead else _("Meja verifikasi")),
        (_("Tempat"), report.address),
        (_("Kelurahan"), report.area.local_name if report.area else ""),
        (_("Paling lambat"), promised),
    ]
