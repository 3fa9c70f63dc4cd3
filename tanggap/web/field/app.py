"""The officer's app itself: its empty shell, its service worker, its manifest. No data of anybody.

The shell is the same for everybody, so that a phone may keep it; what fills it is asked for apart
and kept in a store that belongs to one person.
"""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.people.access import Actor
from tanggap.reports.labels import OUTCOME_NAMES
from tanggap.web import installed
from tanggap.web.audience import public, roles
from tanggap.web.field.guard import WORKERS
from tanggap.web.instance import city_name


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
    return installed.worker("sw.js", _build())


@cache
def _build() -> str:
    return installed.build_of(lambda: [_page()])


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What the phone needs to know to install the app."""
    here = reverse("field:list")
    return installed.manifest(
        id=here,
        name=" ".join(filter(None, ("Tanggap", _("Lapangan"), city_name()))),
        short_name=_("Lapangan"),
        description=_("Tugas lapangan, juga tanpa sinyal."),
        start_url=here,
        scope=here,
        orientation="portrait",
    )
