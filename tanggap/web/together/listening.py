"""News on the screen of a browser, of one report, one area or one category. Needs a script."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tanggap.intake import limits
from tanggap.messaging.push import endpoints, keys, subscriptions
from tanggap.places.models import Area
from tanggap.taxonomy.models import Category
from tanggap.together import actions
from tanggap.together.actions.backing import public_report
from tanggap.web.audience import public
from tanggap.web.together import browser as browsers

PER_HOUR = 60  # of one address of the network


def offer(kind: str, which: str) -> dict[str, Any]:
    """What `push/_offer.html` needs. The browser remembers by itself what it asked for."""
    return {
        "push_url": reverse("together:browser", args=[kind, which]),
        "push_key": keys.public_key(),
        "push_name": f"{kind}:{which}",
    }


@public
@require_POST
def browser(request: HttpRequest, kind: str, which: str) -> HttpResponse:
    """This browser asks for news, or for no more. JSON: a PushSubscription, and `on`."""
    target = _target(kind, which)
    at = timezone.now()
    if not limits.allow(f"listen:{browsers.sender(request)}", at, limit=PER_HOUR):
        return JsonResponse({"error": _("Terlalu banyak permintaan. Coba lagi nanti.")}, status=429)
    try:
        said = subscriptions.read(request.body)
    except (endpoints.BadEndpoint, json.JSONDecodeError):
        return JsonResponse({"error": _("Peramban ini tidak bisa dikabari.")}, status=422)
    if said.is_on:
        actions.tell_browser(target, said.browser, language=get_language() or "id", at=at)
    else:
        actions.forget_browser(target, endpoint=said.browser.endpoint)
    return HttpResponse(status=204)


def _target(kind: str, which: str) -> actions.Target:
    """What an address names. Raises Http404."""
    if kind == "laporan":
        try:
            return actions.Target(report=public_report(which))
        except actions.NotPublic as error:
            raise Http404 from error
    rows = {"wilayah": Area.objects.filter(valid_to=None), "kategori": _offered()}
    found = rows[kind].filter(code=which).first() if kind in rows else None
    if found is None:
        raise Http404
    return actions.Target(**{"area" if kind == "wilayah" else "category": found.pk})


def _offered() -> Any:
    return Category.objects.filter(is_active=True, scheme="crm")
