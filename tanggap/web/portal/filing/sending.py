"""The door for a report that waited on a phone: it needs no session and no page, only a token.

The phone fetches a token, sends the form as it is, and may do so again until it hears: the form's
own key makes one report of it. An answer that isn't final keeps it in the queue.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from tanggap.intake.inbound import Receipt
from tanggap.web.audience import public
from tanggap.web.portal.filing import receiving
from tanggap.web.portal.filing.pages import STATUS, remember
from tanggap.web.portal.filing.receiving import Again

WAIT_SECONDS = 60


@public
@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """A fresh token for the next sending, with the cookie that belongs to it."""
    response = JsonResponse({"token": get_token(request)})
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@require_POST
def send(request: HttpRequest) -> HttpResponse:
    """One report, once; the same form always gets the same receipt."""
    result = receiving.attempt(request, is_queued=request.POST.get("queued") == "1")
    if isinstance(result, Again):
        return _again(request, result)
    answer = JsonResponse(_receipt(result))
    remember(request, answer, result)
    return answer


def _again(request: HttpRequest, again: Again) -> HttpResponse:
    """Why it isn't sent, in words and as the part of the page that says so."""
    shown = {"form": again.form, **again.context}
    body: dict[str, Any] = {
        "status": again.why,
        "html": render_to_string("portal/_asks.html", shown, request),
        "fields": list(again.form.errors),
        "words": [str(error) for errors in again.form.errors.values() for error in errors],
        "kept": again.context.get("kept_token", ""),
    }
    body["words"] += [f"{file.filename}: {file.message}" for file in again.context["refused"]]
    status = 422 if again.why == "asks" else STATUS[again.why]
    response = JsonResponse(body, status=status)
    if again.why == "slowly":
        response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _receipt(receipt: Receipt) -> dict[str, Any]:
    return {
        "status": "done",
        "number": receipt.number,
        "code": receipt.code,
        "url": reverse("portal:report", args=[receipt.number, receipt.code])
        if receipt.code
        else reverse("portal:track"),
        "received_at": receipt.received_at.isoformat(),
        "agency": receipt.agency_name,
        "is_confidential": receipt.is_confidential,
        "is_replay": receipt.is_replay,
        "thanks": reverse("portal:thanks"),
    }
