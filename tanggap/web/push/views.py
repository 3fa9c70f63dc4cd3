"""News on a screen: the worker that shows it, and the browsers of those who work here."""

from __future__ import annotations

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.identity import actions as identity
from tanggap.messaging.push import subscriptions
from tanggap.people.access import Actor
from tanggap.web import assets, phone_session
from tanggap.web.audience import public, roles


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker for news. Its scope is its own path: it stands beside every other one."""
    source = finders.find(f"dist/{assets.hashed('push-sw.js')}")
    if not isinstance(source, str):
        raise Http404
    response = HttpResponse(Path(source).read_bytes(), content_type="text/javascript")
    response.headers["Cache-Control"] = "no-cache"
    return response


@roles()
@require_POST
def own(request: HttpRequest, actor: Actor) -> HttpResponse:
    """This browser calls its owner to danger, or not any more. Never a phone that is shared."""
    if phone_session.is_one(request):
        raise PermissionDenied
    try:
        said = subscriptions.read(request.body)
    except ValueError:
        return JsonResponse({"error": _("Peramban ini tidak bisa dikabari.")}, status=422)
    if said.is_on:
        identity.add_browser(said.browser, user_id=actor.user_id, at=timezone.now())
    else:
        identity.remove_browser(said.browser.endpoint, user_id=actor.user_id)
    return HttpResponse(status=204)
