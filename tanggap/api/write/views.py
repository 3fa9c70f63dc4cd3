"""POST requests of Open311: a partner's report enters through the one funnel."""

from __future__ import annotations

import hashlib
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.api.georeport import Failure, answer, check_jurisdiction, endpoint
from tanggap.api.write import posted
from tanggap.intake import actions as intake
from tanggap.intake import photos, reference
from tanggap.intake.inbound import PhotoRefused, Receipt, Refused
from tanggap.intake.reference import Partner
from tanggap.lib.naming import language

# Whatever stops the database from answering; nothing is known to be stored, so: try again.
UNAVAILABLE = (OperationalError, InterfaceError)
BAD_FORM = (MultiPartParserError, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@endpoint("POST", audience="partner")
def create(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """Open a report. 200 means that it is stored for good; the same post again answers the same."""
    try:
        receipt, refusals = _receive(request)
    except UNAVAILABLE:
        message = _("Kami sedang tidak bisa menyimpan. Kirim lagi sebentar lagi.")
        raise Failure(503, message) from None
    return answer("service_requests", [_shape(receipt, refusals)], suffix=suffix)


def _receive(request: HttpRequest) -> tuple[Receipt, tuple[PhotoRefused, ...]]:
    at = timezone.now()
    form = _form(request)
    partner = _partner(request, form)
    website = reference.current().setting("institution.website", "")
    check_jurisdiction(form, website=website)
    if found := posted.problems(form):
        raise Failure(400, *found)
    files = cast(Any, posted.files(request))
    taken, refusals = photos.prepare(files, at) if files else ((), ())
    inbound = posted.inbound(form, partner=partner, photos=taken, language=language(), at=at)
    try:
        return intake.receive(inbound, at=at), refusals
    except Refused as refused:
        raise _failure(refused) from None


def _form(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except BAD_FORM as error:
        raise Failure(400, _("Formulir ini tidak bisa dibaca: %s") % type(error).__name__) from None


def _partner(request: HttpRequest, form: QueryDict) -> Partner:
    """By the form's field; some clients put the key into the address."""
    key = form.get("api_key") or request.GET.get("api_key") or ""
    partner = reference.partner(hashlib.sha256(key.encode()).hexdigest()) if key else None
    if partner is None:
        raise Failure(403, _("api_key tidak ada atau salah (api_key required)"))
    return partner


def _failure(refused: Refused) -> Failure:
    if refused.field == "category":
        return Failure(404, _("service_code tidak dikenal"))
    return Failure(
        400,
        _("%(field)s tidak bisa diterima: %(code)s")
        % {
            "field": refused.field,
            "code": refused.code,
        },
    )


def _shape(receipt: Receipt, refusals: tuple[PhotoRefused, ...]) -> dict[str, Any]:
    notice = " ".join(f"{_one_line(file.filename)}: {file.message}" for file in refusals)
    return {"service_request_id": receipt.number, "service_notice": notice or None}


def _one_line(name: str) -> str:
    return " ".join(name.split())[:80] or _("foto")
