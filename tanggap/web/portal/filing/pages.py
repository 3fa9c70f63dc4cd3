"""Filing a report on the web, and the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from tanggap.intake.inbound import Receipt
from tanggap.triage import caution
from tanggap.triage.caution import Care
from tanggap.triage.likely import likely
from tanggap.web import display, kept, remembered
from tanggap.web.audience import public
from tanggap.web.instance import map_view
from tanggap.web.portal import own
from tanggap.web.portal.filing import expecting, preview, receiving
from tanggap.web.portal.filing.forms import ReportForm
from tanggap.web.portal.filing.receiving import Again
from tanggap.web.qr import qr_svg

STATUS = {"asks": 200, "bad": 422, "slowly": 429}


@public
def report_new(request: HttpRequest) -> HttpResponse:
    """The form. A refused photo, an unclear place: the page comes back with everything typed."""
    if request.method != "POST":
        start = {name: request.GET.get(name, "") for name in ("text", "where", "category")}
        return page(request, ReportForm(initial={**start, **own.prefill(request)}))
    if "look" in request.POST:
        return _typed(request, status=200, is_looked_at=True)
    result = receiving.attempt(request)
    if isinstance(result, Again):
        return page(request, result.form, status=STATUS[result.why], **result.context)
    answer = redirect("portal:thanks")
    remember(request, answer, result)
    return answer


def expired(request: HttpRequest) -> HttpResponse:
    """The form was too old to be believed: it comes back fresh, with everything typed."""
    return _typed(request, status=403, is_expired=True)


def _typed(request: HttpRequest, *, status: int, **more: Any) -> HttpResponse:
    """The page with what was typed and no judgement of it."""
    photos, refused = receiving.stored(request)
    again = {"kept": photos, "kept_token": kept.pack(photos), "refused": refused}
    form = ReportForm(initial=request.POST.dict())
    return page(request, form, status=status, **again, **more)


def page(request: HttpRequest, form: ReportForm, *, status: int = 200, **more: Any) -> HttpResponse:
    """The form's page, with what has to be said above it."""
    shown = context(form) | {"standing": own.standing(request)}
    if more.get("is_looked_at"):
        shown |= preview.context(request.POST, photos=len(more.get("kept", ())))
        shown["estimate"] = expecting.of(request.POST)
        shown["guesses"] = likely(request.POST.get("text", ""))
    answer = render(request, "portal/report_new.html", {**shown, **more}, status=status)
    if request.user.is_authenticated:
        add_never_cache_headers(answer)  # her name and address stand in it
    return answer


def context(form: ReportForm) -> dict[str, Any]:
    """What the form's templates need, whoever asks; also for the copy that a phone keeps."""
    return {"place": "lapor", "form": form, "view": map_view(), "cares": list(_cares())}


def _cares() -> Iterator[dict[str, Any]]:
    """What a script shows while somebody writes, and at which words and categories."""
    for care in Care:
        yield {
            "name": care.value,
            "title": caution.text(care, "title"),
            "text": caution.text(care, "text"),
            "words": "|".join(caution.words(care)),
            "codes": " ".join(sorted(caution.codes(care))),
        }


def remember(request: HttpRequest, answer: HttpResponse, receipt: Receipt) -> None:
    """The browser keeps the receipt and the code; the server keeps neither of them for it."""
    kept_receipt = {
        "number": receipt.number,
        "code": receipt.code,
        "received_at": receipt.received_at.isoformat(),
        "agency": receipt.agency_name,
        "promised_at": receipt.promised_at.isoformat() if receipt.promised_at else "",
        "approximate": receipt.is_area_approximate,
        "area": receipt.area_name,
        "is_confidential": receipt.is_confidential,
        "has_left": own.has_left(request),
    }
    remembered.keep_receipt(answer, kept_receipt)
    if receipt.code:
        briefly = receipt.is_confidential
        remembered.remember(request, answer, receipt.number, receipt.code, briefly=briefly)


@public
@never_cache
def thanks(request: HttpRequest) -> HttpResponse:
    """The receipt: number, code and link, printable."""
    receipt = remembered.receipt(request)
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
        "path": reverse("portal:report", args=[receipt["number"], receipt["code"]])
        if receipt["code"]
        else "",
        "is_again": "lagi" in request.GET,
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
