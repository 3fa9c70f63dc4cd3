"""The citizen's pages as an app: copies for when there is no line, the worker, the manifest."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.lib.editions import kept
from tanggap.taxonomy.models import Category, PackSetting
from tanggap.web import installed
from tanggap.web.audience import public
from tanggap.web.instance import city_name
from tanggap.web.portal.filing import pages
from tanggap.web.portal.filing.forms import ReportForm

COPIES = ("beranda", "lapor", "luring")


@public
@require_safe
def copy(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages that a phone keeps: the same for everybody."""
    if name not in COPIES:
        raise Http404
    response = HttpResponse(_page(name))
    response.headers["Cache-Control"] = "no-cache"
    return response


def _page(name: str) -> str:
    """Written without the request: no token, no name, no key of a form. A script adds them."""
    shared = {"is_copy": True, "map_tiles_url": settings.MAP_TILES_URL, "city_name": city_name()}
    form = pages.context(ReportForm(initial={"form_id": ""})) if name == "lapor" else {}
    return render_to_string(f"portal/copies/{name}.html", {**form, **shared})


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of all addresses but those that have their own."""
    return installed.worker("citizen-sw.js", _build())


@kept(Category, PackSetting)
def _build() -> str:
    return installed.build_of(lambda: map(_page, COPIES))


@public
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to know to install the app."""
    home, new, mine = (reverse(f"portal:{name}") for name in ("home", "report_new", "mine"))
    return installed.manifest(
        id=home,
        name=" ".join(filter(None, ("Tanggap", city_name()))),
        short_name="Tanggap",
        description=_("Laporkan masalah di kotamu dan ikuti sampai beres."),
        start_url=home,
        scope=home,
        shortcuts=[
            {"name": _("Lapor"), "url": new},
            {"name": _("Laporanku"), "url": mine},
        ],
    )
