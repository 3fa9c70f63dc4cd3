"""The office's side: links for crews, what they sent, and their photographs as proof."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from tanggap.fieldwork import actions, queries
from tanggap.people import periods as days
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports import access, workflow
from tanggap.reports import actions as reports
from tanggap.reports.workflow import Outcome, Verb
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.crew.proof import ProofForm, caption, shows
from tanggap.web.crew.work import picture, said
from tanggap.web.qr import qr_svg
from tanggap.web.staff import words
from tanggap.web.staff.finding import found
from tanggap.web.staff.shell import shell

if TYPE_CHECKING:
    from tanggap.fieldwork.models import OrderPhoto, WorkOrder
    from tanggap.reports.models import Report

MAKERS = (Role.AGENCY_ADMIN, Role.OFFICER)


class OrderForm(forms.Form):
    """A crew, what it is to do, until when, and what it may see."""

    crew = forms.CharField(
        label=lazy("Nama regu atau kontraktor"),
        max_length=120,
        help_text=lazy("Nama ini tercatat di setiap kabarnya."),
    )
    instruction = forms.CharField(
        label=lazy("Perintah"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=lazy("Tulis apa yang dikerjakan. Jangan tulis nama atau nomor pelapor."),
    )
    until = forms.DateField(
        label=lazy("Berlaku sampai"), widget=forms.DateInput(attrs={"type": "date"})
    )
    photos = forms.MultipleChoiceField(
        label=lazy("Foto yang boleh dilihat regu"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["photos"].choices = offered  # type: ignore[attr-defined]
        if not offered:
            del self.fields["photos"]

    def clean_until(self) -> Any:
        day = self.cleaned_data["until"]
        if day < timezone.localdate():
            raise forms.ValidationError(_("Hari itu sudah lewat."))
        return day


@roles(*MAKERS)
def listing(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """Every link of the office for one report, and what came by it."""
    row, at = found(actor, number), timezone.now()
    photos = queries.crew_photos(row, actor)
    context = {
        **_frame(actor, row),
        "orders": [_order(one, at) for one in queries.orders_of(row, actor)],
        "may_order": actions.may_order(row, actor, at=at),
        "may_resolve": bool(photos) and _may_resolve(row, actor, at),
    }
    return render(request, "crew/orders.html", context)


def _order(row: WorkOrder, at: datetime) -> dict[str, Any]:
    state = _("dicabut") if row.revoked_at else "" if row.is_open(at=at) else _("sudah lewat")
    return {
        "row": row,
        "state": state,
        "until": display.day(days.last_day(row.expires_at)),
        "by": row.made_by.name,
        "steps": [
            {
                "title": said(entry),
                "at": entry.created_at,
                "quote": entry.note,
                "photos": [(_photo_url(row.report, p), caption(p)) for p in entry.photos.all()],
            }
            for entry in row.entries.all()
        ],
    }


def _photo_url(report: Report, photo: OrderPhoto) -> str:
    return reverse("crew:photo", args=[report.number, photo.pk])


@roles(*MAKERS)
def new(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """A new link, shown this once."""
    row, at = found(actor, number), timezone.now()
    if not actions.may_order(row, actor, at=at):
        raise PermissionDenied
    shots = {str(p.pk): p for p in access.photos_of(row, actor) if p.purpose != "document"}
    offered = [(key, _caption(photo)) for key, photo in shots.items()]
    last = timezone.localdate() + timedelta(days=actions.order_days() - 1)
    form = OrderForm(request.POST or None, offered=offered, initial={"until": f"{last:%Y-%m-%d}"})
    if request.method != "POST" or not form.is_valid():
        context = {**_frame(actor, row), "form": form, "shots": list(shots.values())}
        return render(request, "crew/new.html", context, status=422 if form.errors else 200)
    data = form.cleaned_data
    planned = actions.Planned(
        crew=data["crew"],
        instruction=data["instruction"],
        expires_at=days.after(data["until"]),
        photos=[shots[key] for key in data.get("photos", [])],
    )
    made, token = actions.order(row, planned, by=actor, at=at)
    return _link(request, actor, row, made, token)


def _caption(photo: Any) -> str:
    shows = {
        "report": _("Foto warga"),
        "reopen": _("Foto warga"),
        "before": _("Sebelum"),
        "after": _("Sesudah"),
        "place": _("Foto tempat"),
        "note": _("Foto catatan"),
    }
    return f"{shows[photo.purpose]}, {display.moment(photo.taken_at or photo.created_at)}"


def _link(
    request: HttpRequest, actor: Actor, row: Report, made: WorkOrder, token: str
) -> HttpResponse:
    url = request.build_absolute_uri(reverse("crew:work", args=[token]))
    context = {**_frame(actor, row), "order": made, "url": url, "qr": qr_svg(url)}
    response = render(request, "crew/link.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@roles(*MAKERS)
@require_POST
def revoke(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """The link stops working at once."""
    row = found(actor, number)
    made = queries.order_of(row, actor, pk)
    if made is None:
        raise Http404
    try:
        actions.revoke(made, by=actor, at=timezone.now())
    except actions.NotPossible:
        raise PermissionDenied from None
    messages.success(request, _("Tautan dicabut. Regu tidak bisa membukanya lagi."))
    return redirect("crew:orders", row.number)


@roles(*MAKERS)
def resolve(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The office looked at what its crew sent, and declares the work done."""
    row, at = found(actor, number), timezone.now()
    sent = queries.crew_photos(row, actor)
    if not sent:
        raise Http404
    form = ProofForm(request.POST or None, photos=sent, initial={"version": row.seq})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        refusal = _resolve(row, form, by=actor, at=at)
        if not refusal:
            text = _("%(number)s terkirim untuk divalidasi.") % {"number": row.number}
            messages.success(request, text)
            return redirect("crew:orders", row.number)
    context = {
        **_frame(actor, row),
        "form": form,
        "refusal": refusal,
        "pairs": [
            {
                "url": _photo_url(row, photo),
                "alt": caption(photo),
                "tag": shows(photo),
                "caption": caption(photo),
            }
            for photo in sent
        ],
    }
    return render(request, "crew/resolve.html", context, status=422 if form.is_bound else 200)


def _resolve(row: Report, form: ProofForm, *, by: Actor, at: datetime) -> str:
    """Why it could not be done; empty when it was."""
    data = form.cleaned_data
    try:
        actions.resolve_with(
            row,
            form.chosen,
            outcome=Outcome(data["outcome"]),
            note=data["note"],
            by=by,
            at=at,
            version=data["version"],
        )
    except reports.Conflict as conflict:
        text = _("Laporan berubah sementara itu: %(what)s.")
        return text % {"what": words.sentence(conflict.event)}
    except workflow.Refused as error:
        return words.refusal(error)
    return ""


def _may_resolve(row: Report, actor: Actor, at: datetime) -> bool:
    return Verb.RESOLVE in workflow.allowed(access.facts(row, actor, at=at))


@roles(*MAKERS)
def photo(request: HttpRequest, actor: Actor, number: str, pk: int) -> HttpResponse:
    """A photograph that a crew of the actor's office sent."""
    row = found(actor, number)
    one = next((p for p in queries.crew_photos(row, actor) if p.pk == pk), None)
    if one is None:
        raise Http404
    return picture(one.attachment.sha256)


def _frame(actor: Actor, row: Report) -> dict[str, Any]:
    if actor.roles == {Role.OFFICER}:
        place = {"layout": "layouts/field.html", "place": "tugas", "is_field": True}
        return {**place, "report": row, "back": reverse("field:report", args=[row.number])}
    back = reverse("desk:report", args=[row.number])
    frame = {"layout": "layouts/desk.html", **shell(actor, "antrean"), "is_field": False}
    return {**frame, "report": row, "back": back}
