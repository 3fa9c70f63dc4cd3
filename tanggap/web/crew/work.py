"""What a crew without an account sees by its link, and sends. Works without a script."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.fieldwork import actions, queries
from tanggap.media import serve
from tanggap.people import periods as days
from tanggap.publishing.redaction import redact
from tanggap.web import display
from tanggap.web.audience import crew
from tanggap.web.crew import taken
from tanggap.web.staff import proof as files
from tanggap.web.uploads import ManyFiles, Photos

if TYPE_CHECKING:
    from tanggap.fieldwork.models import OrderEntry, WorkOrder
    from tanggap.reports.actions import Photo

LARGE = 960
_CAMERA = {"accept": "image/*", "capture": "environment"}


class NewsForm(forms.Form):
    """How the work goes, in a sentence and photographs."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(
        label=lazy("Apa yang dikerjakan"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    before = Photos(
        label=lazy("Foto sebelum"), required=False, widget=ManyFiles(attrs=dict(_CAMERA))
    )
    after = Photos(
        label=lazy("Foto sesudah"),
        required=False,
        widget=ManyFiles(attrs=dict(_CAMERA)),
        help_text=lazy("Dari sudut yang sama. Nyalakan tempat (GPS) di kamera."),
    )
    # What the browser adds of each photograph, in the order of the files.
    before_taken = forms.CharField(widget=forms.HiddenInput, required=False)
    after_taken = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        if not self.errors and not any(data.get(name) for name in ("note", "before", "after")):
            self.add_error("note", _("Tulis satu kalimat, atau tambahkan foto."))
        return data


@crew
def order(request: HttpRequest, token: str) -> HttpResponse:
    """The order; POST sends news, or says that the crew is on its way or has begun."""
    at = timezone.now()
    try:
        row = _open(token, at)
    except actions.Closed:
        return _closed(request)
    if request.method != "POST":
        return _page(request, row, token, NewsForm(initial={"key": uuid.uuid4()}))
    try:
        return _post(request, row, token, at)
    except actions.Closed:
        return _closed(request)


def _post(request: HttpRequest, row: WorkOrder, token: str, at: datetime) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind in ("on_way", "started"):
        return _step(request, row, token, kind, at)
    form = NewsForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, token, form, status=422)
    data = form.cleaned_data
    try:
        photos = [*_photos(data, "before", at), *_photos(data, "after", at)]
        sent = actions.Sent(key=data["key"], kind="news", note=data["note"], photos=photos)
        actions.send(row, sent, at=at)
    except files.PhotosRefused as error:
        form.add_error("after", error.messages)
        return _page(request, row, token, form, status=422)
    except actions.TooMuch:
        form.add_error(None, _TOO_MUCH)
        return _page(request, row, token, form, status=429)
    return _sent(request, token)


def _photos(data: dict[str, Any], purpose: str, at: datetime) -> list[Photo]:
    found = files.stored(data[purpose], outcome=None, at=at, purpose=purpose)
    return taken.fill(found, data[f"{purpose}_taken"], at=at)


_TOO_MUCH = lazy("Terlalu banyak kiriman. Tunggu sebentar, atau hubungi kantor yang menugaskan.")


def _step(
    request: HttpRequest, row: WorkOrder, token: str, kind: str, at: datetime
) -> HttpResponse:
    try:
        key = uuid.UUID(request.POST.get("key", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.send(row, actions.Sent(key=key, kind=kind), at=at)
    except actions.TooMuch:
        form = NewsForm(initial={"key": uuid.uuid4()})
        return _page(request, row, token, form, status=429, too_much=_TOO_MUCH)
    return _sent(request, token)


def _sent(request: HttpRequest, token: str) -> HttpResponse:
    messages.success(request, _("Terkirim ke kantor."))
    return _private(redirect("crew:work", token))


@crew
def photo(request: HttpRequest, token: str, sha256: str) -> HttpResponse:
    """A photograph of the order: released by the office, or the crew's own."""
    try:
        row = _open(token, timezone.now())
    except actions.Closed:
        raise Http404 from None
    if not queries.shows(row, sha256):
        raise Http404
    return picture(sha256)


def picture(sha256: str) -> HttpResponse:
    """A photograph for whoever was let through; nothing on the way keeps it."""
    found = serve.photo(sha256=sha256, size=LARGE, public=False)
    if found is None:
        raise Http404
    response = HttpResponse(found.path.read_bytes())
    for name, value in found.headers.items():
        response.headers[name] = value
    response.headers["Cache-Control"] = "no-store"
    return response


def _open(token: str, at: datetime) -> WorkOrder:
    row = actions.open_order(token, at=at)
    if row is None:
        raise Http404
    return row


def _closed(request: HttpRequest) -> HttpResponse:
    return _private(render(request, "crew/closed.html", status=410))


def _page(
    request: HttpRequest,
    row: WorkOrder,
    token: str,
    form: NewsForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    entries = queries.entries_of(row)
    report, kinds = row.report, {entry.kind for entry in entries}
    context = {
        "order": row,
        "report": report,
        "title": report.category.local_name if report.category else _("Perintah kerja"),
        "token": token,
        "form": form,
        "keys": {"on_way": uuid.uuid4(), "started": uuid.uuid4()},
        "is_on_way": bool(kinds),
        "is_started": bool(kinds & {"started", "news"}),
        "facts": [
            (_("Tempat"), redact(report.address)),
            (_("Kelurahan"), report.area.local_name if report.area else ""),
            (_("Nomor aset"), report.asset),
            (_("Berlaku sampai"), display.day(days.last_day(row.expires_at))),
        ],
        "shown": list(row.shown.order_by("pk")),
        "steps": [_entry(entry) for entry in entries],
        **more,
    }
    return _private(render(request, "crew/work.html", context, status=status))


def _entry(entry: OrderEntry) -> dict[str, Any]:
    return {"title": said(entry), "at": entry.created_at, "quote": entry.note}


def said(entry: OrderEntry) -> str:
    """What a message of a crew says, beside its own words."""
    photos = len(entry.photos.all())
    words = {"on_way": _("Sedang di jalan"), "started": _("Mulai bekerja")}
    if entry.kind in words:
        return words[entry.kind]
    return _("Kabar, %(n)s foto") % {"n": photos} if photos else _("Kabar")


def _private(response: HttpResponse) -> HttpResponse:
    """Whoever has the address has the order: nobody keeps it, finds it, or is told of it."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
