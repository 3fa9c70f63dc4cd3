"""The officer's app itself: its empty shell, its service worker, its manifest. No data of anybody.

The shell is the same for everybody, so that a phone may keep it; what fills it is asked for apart
and kept in a store that belongs to one person.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.people.access import Actor
from tanggap.reports.labels import OUTCOME_NAMES
from tanggap.web import assets
from tanggap.web.audience import public, roles
from tanggap.web.field.guard import WORKERS
from tanggap.web.instance import city_name

ICONS = (
    ("img/app-192.png", "192x192", "any"),
    ("img/app-512.png", "512x512", "any"),
    ("img/app-512-penuh.png", "512x512", "maskable"),
)


@public
@require_safe
def shell(request: HttpRequest) -> HttpResponse:
    """The page that the service worker keeps and answers with, whatever the address."""
    response = HttpResponse(_page())
    response.headers["Cache-Control"] = "no-cache"
    return response


@roles(*WORKERS)
@require_safe
def screen(request: HttpRequest, actor: Actor, **names: str) -> HttpResponse:
    """A screen that only the app has, opened before the phone has it: the shell draws it."""
    return HttpResponse(_page())


@roles(*WORKERS)
@require_safe
def form(request: HttpRequest, actor: Actor, number: str, verb: str) -> HttpResponse:
    """News and handing back, for a browser without the app: the desk's form of the same verb."""
    return redirect("desk:act", number, verb)


def _page() -> str:
    """Written without the request, so that nothing of whoever asks can get into it."""
    context = {"outcomes": list(OUTCOME_NAMES.items()), "map_tiles_url": settings.MAP_TILES_URL}
    return render_to_string("field/shell.html", context)


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker. It must lie within the addresses it serves."""
    source = finders.find(f"dist/{assets.hashed('sw.js')}")
    if not isinstance(source, str):
        raise Http404
    body = f'const BUILD="{_build()}";\n{Path(source).read_text()}'
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _build() -> str:
    return _now() if settings.DEBUG else _at_start()


@lru_cache(maxsize=1)
def _at_start() -> str:
    return _now()


def _now() -> str:
    """Changes when the shell or a file in it does: then phones fetch all of them anew."""
    pages = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages.append(_page())
    return hashlib.sha256("".join(pages).encode()).hexdigest()[:12]


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone needs to know to install the app."""
    icons = [
        {"src": f"{settings.STATIC_URL}{path}", "sizes": sizes, "type": "image/png", "purpose": use}
        for path, sizes, use in ICONS
    ]
    here = reverse("field:list")
    name = " ".join(filter(None, ("Tanggap", _("Lapangan"), city_name())))
    body = {
        "id": here,
        "name": name,
        "short_name": _("Lapangan"),
        "description": _("Tugas lapangan, juga tanpa sinyal."),
        "lang": translation.get_language(),
        "start_url": here,
        "scope": here,
        "display": "standalone",
        "orientation": "portrait",
        "background_color": "#ffffff",
        "theme_color": "#0b5a65",
        "icons": icons,
    }
    response = JsonResponse(body, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response
