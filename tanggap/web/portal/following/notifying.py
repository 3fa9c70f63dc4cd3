"""How the reporter is told: which of her addresses, in this browser, and when not."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity.queries import NO_WAY, Wishes
from tanggap.lib.naming import is_english
from tanggap.messaging import queries as messaging
from tanggap.messaging.push import endpoints, keys, subscriptions
from tanggap.messaging.quiet import quiet_hours
from tanggap.messaging.sms import gateways
from tanggap.reports import actions
from tanggap.web.audience import reporter
from tanggap.web.portal.following.opening import open_report

ADDRESSES = ("email", "sms")


def context(row: Any) -> dict[str, Any]:
    """What the part of her page shows."""
    wishes = identities.wishes(row.contact_id)
    return {
        "wishes": wishes,
        "ways": _ways(wishes),
        "quiet": _quiet(),
        "push_key": keys.public_key(),
        "is_nameless": row.is_anonymous and not (wishes.has_email or wishes.has_phone),
        "bounced": messaging.is_lost(row.number),
    }


def _quiet() -> tuple[str, str] | None:
    """From when until when, as it is shown; None where the pack has no quiet hours."""
    hours = quiet_hours()
    sign = ":" if is_english() else "."
    begins, ends = (f"{one:%H}{sign}{one:%M}" for one in (hours.begins, hours.ends))
    return (begins, ends) if begins != ends else None


def _ways(wishes: Wishes) -> list[tuple[str, str, bool]]:
    """Value, word and whether it is on, for each address that she left and we can use."""
    words = {"email": _("E-mail yang kamu tinggalkan"), "sms": _("SMS ke nomormu")}
    there = [name for name in ADDRESSES if _has(wishes, name)]
    chosen = wishes.ways.split(",") if wishes.ways else there[:1]
    return [(name, words[name], name in chosen) for name in there]


def _has(wishes: Wishes, name: str) -> bool:
    return wishes.has_email if name == "email" else wishes.has_phone and gateways.is_on()


@reporter
def save(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Her choice of addresses, quiet hours and language."""
    row = open_report(number, code)
    if request.method == "POST" and row.contact_id:
        chosen = [name for name in ADDRESSES if name in request.POST.getlist("ways")]
        language = request.POST.get("language", "")
        identity.wish(
            row.contact_id,
            ways=",".join(chosen) or NO_WAY,
            is_quiet=request.POST.get("quiet") == "1",
            language=language if language in ("id", "en") else translation.get_language(),
        )
        messages.success(request, _("Disimpan. Begitu kami mengabarimu mulai sekarang."))
    return redirect("portal:report", number, code)


@reporter
@require_POST
def browser(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """This browser asks for news, or for no more. JSON: a PushSubscription, and `on`."""
    row = open_report(number, code)
    try:
        said = subscriptions.read(request.body)
    except (endpoints.BadEndpoint, json.JSONDecodeError):
        return JsonResponse({"error": _("Peramban ini tidak bisa dikabari.")}, status=422)
    if said.is_on:
        language = translation.get_language()
        actions.tell_browser(row, said.browser, language=language, at=timezone.now())
    elif row.contact_id:
        identity.remove_browser(said.browser.endpoint, contact_id=row.contact_id)
    return HttpResponse(status=204)
