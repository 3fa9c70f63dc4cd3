"""Filing a report on the web, and the receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.intake import actions as intake
from tanggap.intake import photos as intake_photos
from tanggap.intake.inbound import Inbound, Photo, PhotoRefused, Receipt, Refused
from tanggap.lib.naming import language
from tanggap.places.locator import AreaNear
from tanggap.reports.vocabulary import ReportClass
from tanggap.web import display, kept, spots
from tanggap.web.audience import public
from tanggap.web.instance import map_view
from tanggap.web.portal.forms import ReportForm, now
from tanggap.web.qr import qr_svg

CHANNEL = "web"


@public
def report_new(request: HttpRequest) -> HttpResponse:
    """The form. A refused photo, an unclear place: the page comes back with everything typed."""
    if request.method != "POST":
        start = {"text": request.GET.get("text", ""), "where": request.GET.get("where", "")}
        return _page(request, ReportForm(initial=start))
    form = ReportForm(request.POST, request.FILES)
    photos, refused = _photos(request)
    again = {"kept": photos, "kept_token": kept.pack(photos), "refused": refused}
    if not form.is_valid() or refused:
        return _page(request, form, status=422, **again)
    if found := _spots(form):
        return _page(request, form, status=422, spots=found, **again)
    return _file(request, form, photos, again)


def _photos(request: HttpRequest) -> tuple[tuple[Photo, ...], tuple[PhotoRefused, ...]]:
    """Photographs of this try and of earlier ones, so that a second try doesn't ask again."""
    new, refused = intake_photos.prepare(request.FILES.getlist("photos"), at=now())
    return kept.merge(kept.unpack(request.POST.get("kept", "")), new), refused


def _file(
    request: HttpRequest, form: ReportForm, photos: tuple[Photo, ...], again: dict[str, Any]
) -> HttpResponse:
    try:
        receipt = intake.receive(_inbound(form, photos), at=now())
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, _reason(error))
        return _page(request, form, status=422, **again)
    _remember(request, receipt)
    return redirect("portal:thanks")


def _inbound(form: ReportForm, photos: tuple[Photo, ...]) -> Inbound:
    data = form.cleaned_data
    return Inbound(
        channel=CHANNEL,
        external_id=data["form_id"],
        text=data["text"],
        category=data["category"],
        report_class=ReportClass(data["report_class"]),
        privacy=form.privacy,
        lat=data["lat"],
        lng=data["lng"],
        area=data["area"],
        address=data["where"],
        person=form.person,
        language=language(),
        photos=photos,
        is_public=data["readers"] == "all",
        occurred_at=form.occurred_at(at=now()),
    )


def _spots(form: ReportForm) -> list[AreaNear]:
    """Kelurahan to choose among when the place isn't certain; empty when it is, or was chosen."""
    data = form.cleaned_data
    if data["area"]:
        return []
    if data["lat"] is not None:
        return spots.of_point(lat=data["lat"], lng=data["lng"])
    return spots.of_words(data["where"])


def _reason(error: Refused) -> str:
    if error.code == "outside":
        return _(
            "Tempat ini di luar kota kami. Pilih tempat lain, atau hubungi pemerintah setempat."
        )
    return _("Bagian ini belum bisa kami terima. Periksa lagi.")


def _page(
    request: HttpRequest, form: ReportForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    return render(
        request,
        "portal/report_new.html",
        {"place": "lapor", "form": form, "view": map_view(), **more},
        status=status,
    )


def _remember(request: HttpRequest, receipt: Receipt) -> None:
    """Keep the receipt in the session: the thank-you page can be reloaded without filing again."""
    request.session["receipt"] = {
        "number": receipt.number,
        "code": receipt.code,
        "received_at": receipt.received_at.isoformat(),
        "agency": receipt.agency_name,
        "promised_at": receipt.promised_at.isoformat() if receipt.promised_at else "",
        "approximate": receipt.is_area_approximate,
        "area": receipt.area_name,
    }
    opened = request.session.get("opened_reports", [])
    request.session["opened_reports"] = [receipt.number, *opened][:50]
    mine = request.session.get("my_reports", [])
    if receipt.code:
        request.session["my_reports"] = [[receipt.number, receipt.code], *mine][:50]


@public
def thanks(request: HttpRequest) -> HttpResponse:
    """The receipt: number, code and link, printable."""
    receipt = request.session.get("receipt")
    if not receipt:
        return redirect("portal:report_new")
    link = ""
    if receipt["code"]:
        link = request.build_absolute_uri(
            reverse("portal:report", args=[receipt["number"], receipt["code"]])
        )
    kept = {**receipt, "received_at": datetime.fromisoformat(receipt["received_at"])}
    context = {
        "place": "lapor",
        "receipt": kept,
        "link": link or reverse("portal:track"),
        "track_url": request.build_absolute_uri(reverse("portal:track")),
        "qr": qr_svg(link) if link else "",
        "facts": _facts(receipt),
    }
    return render(request, "portal/thanks.html", context)


def _facts(receipt: dict[str, Any]) -> list[tuple[str, str]]:
    promised = receipt["promised_at"]
    return [
        (_("Sekarang dipegang"), receipt["agency"] or _("Meja verifikasi")),
        (_("Kelurahan"), receipt["area"]),
        (_("Paling lambat"), display.moment(datetime.fromisoformat(promised)) if promised else ""),
    ]
