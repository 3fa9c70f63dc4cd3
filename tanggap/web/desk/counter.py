"""The counter: a clerk files what a visitor or a caller says, and prints the receipt."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import choices
from tanggap.casework.queries import report as reading
from tanggap.identity.sealing import Person
from tanggap.intake import actions as intake
from tanggap.intake import photos as intake_photos
from tanggap.intake.inbound import MAX_ADDRESS, MAX_TEXT, Inbound, Refused
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports import numbers
from tanggap.reports.workflow import Privacy, ReportClass
from tanggap.web import display
from tanggap.web.audience import actor_of, roles
from tanggap.web.desk.shell import shell
from tanggap.web.qr import qr_svg
from tanggap.web.staff.uploads import ManyFiles, Photos
from tanggap.web.staff.wording import CLASSES

if TYPE_CHECKING:
    from tanggap.reports.models import Report

PRIVACY = (
    (Privacy.PRIVATE.value, lazy("Petugas saja")),
    (Privacy.OPEN.value, lazy("Boleh dibaca umum, nama disegel")),
    (Privacy.NAME_HIDDEN.value, lazy("Nama selalu disembunyikan")),
    (Privacy.CONFIDENTIAL.value, lazy("Rahasia")),
)
SHOWN_FOR = timedelta(days=1)  # how long a receipt can be printed again


class CounterForm(forms.Form):
    """What the visitor says. Contact is optional: the receipt opens the report as well."""

    form_id = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(label=lazy("Masuk lewat"))
    text = forms.CharField(
        label=lazy("Apa yang terjadi?"),
        max_length=MAX_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    where = forms.CharField(
        label=lazy("Tempat kejadian"),
        max_length=MAX_ADDRESS,
        help_text=lazy("Nama jalan dan patokan."),
    )
    area = forms.ChoiceField(label=lazy("Kelurahan"), required=False)
    category = forms.ChoiceField(label=lazy("Kategori"), required=False)
    report_class = forms.ChoiceField(
        label=lazy("Jenis"),
        choices=list(CLASSES.items()),
        initial="complaint",
        widget=forms.RadioSelect,
    )
    occurred_at = forms.DateTimeField(
        label=lazy("Waktu kejadian"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )
    photos = Photos(
        label=lazy("Foto"), required=False, widget=ManyFiles(attrs={"accept": "image/*"})
    )
    name = forms.CharField(label=lazy("Nama pelapor"), max_length=120, required=False)
    phone = forms.CharField(
        label=lazy("Nomor telepon untuk kabar"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(label=lazy("E-mail untuk kabar"), required=False)
    privacy = forms.ChoiceField(
        label=lazy("Siapa yang boleh membaca?"),
        choices=PRIVACY,
        initial=Privacy.PRIVATE.value,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=lazy("Catatan petugas loket, tidak dibaca pelapor"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unknown = [("", _("Belum tahu"))]
        self._offer("channel", choices.counters())
        self._offer("area", unknown + choices.villages())
        self._offer("category", unknown + choices.category_options())

    def _offer(self, name: str, offered: list[Any]) -> None:
        self.fields[name].choices = offered  # type: ignore[attr-defined]

    def clean_occurred_at(self) -> Any:
        value = self.cleaned_data["occurred_at"]
        if value and value > timezone.now():
            raise forms.ValidationError(_("Waktu kejadian belum lewat. Periksa tanggalnya."))
        return value


@roles(Role.CLERK)
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The counter's form; a page reloaded or sent twice files one report."""
    if request.method != "POST":
        return _page(request, CounterForm(initial={"form_id": uuid.uuid4().hex}))
    form = CounterForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    at = timezone.now()
    photos, refused = intake_photos.prepare(form.cleaned_data["photos"], at)
    if refused:
        form.add_error("photos", [f"{one.filename}: {one.message}" for one in refused])
        return _page(request, form, status=422)
    try:
        receipt = intake.receive(_inbound(form, actor, photos), at=at)
    except Refused as error:
        field = {"address": "where", "person": "phone"}.get(error.field, error.field)
        form.add_error(field if field in form.fields else None, _refusal(error))
        return _page(request, form, status=422)
    return redirect("desk:receipt", receipt.number)


def _inbound(form: CounterForm, actor: Actor, photos: tuple[Any, ...]) -> Inbound:
    data = form.cleaned_data
    return Inbound(
        channel=data["channel"],
        external_id=f"counter:{data['form_id']}",
        text=data["text"],
        category=data["category"],
        report_class=ReportClass(data["report_class"]),
        privacy=Privacy(data["privacy"]),
        area=data["area"],
        address=data["where"],
        person=Person(name=data["name"], email=data["email"], phone=data["phone"]),
        photos=photos,
        occurred_at=data["occurred_at"],
        by=actor,
        note=data["note"],
    )


def _refusal(error: Refused) -> str:
    if error.code == "outside":
        return _("Tempat ini di luar kota kami.")
    return _("Bagian ini belum bisa kami terima. Periksa lagi.")


def _page(request: HttpRequest, form: CounterForm, *, status: int = 200) -> HttpResponse:
    context = {**shell(actor_of(request), "loket"), "form": form}
    return render(request, "desk/counter.html", context, status=status)


@roles(Role.CLERK)
def receipt(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """What the visitor takes home: number, code, link and QR. Only for who filed it, for a day."""
    report = reading.filed_by(actor, number, since=timezone.now() - SHOWN_FOR)
    if report is None:
        raise Http404
    code = numbers.code_for(report.channel.code, report.external_id)
    if numbers.hash_code(code) != bytes(report.code_hash):
        raise Http404
    url = request.build_absolute_uri(reverse("portal:report", args=[report.number, code]))
    context = {
        **shell(actor, "loket"),
        "code": report.number,
        "secret": code,
        "received_at": report.received_at,
        "url": url,
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
