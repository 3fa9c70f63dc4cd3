"""Pages as an app on a device: the service worker's file, and what it needs to be installed.

A worker keeps copies of pages that are the same for everybody; they are written without a request,
so that nothing of whoever asks can get into them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.utils import translation

from tanggap.web import assets

ICONS = (
    ("img/app-192.png", "192x192", "any"),
    ("img/app-512.png", "512x512", "any"),
    ("img/app-512-penuh.png", "512x512", "maskable"),
)


def worker(name: str, build: str) -> HttpResponse:
    """The worker's file `name` for the pages of this build (see `build_of`)."""
    source = finders.find(f"dist/{assets.hashed(name)}")
    if not isinstance(source, str):
        raise Http404
    body = f'const BUILD="{build}";\n{Path(source).read_text()}'
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def build_of(pages: Callable[[], Iterable[str]]) -> str:
    """Changes when one of the pages does, in any language: then devices fetch all of them anew.

    Keep it as long as what the pages are made of, and no longer: every process must say the same.
    """
    written: list[str] = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            written += pages()
    return hashlib.sha256("".join(written).encode()).hexdigest()[:12]


def manifest(**said: Any) -> HttpResponse:
    """What a device needs to know to install the app; `said` adds its name and addresses."""
    icons = [
        {"src": f"{settings.STATIC_URL}{path}", "sizes": sizes, "type": "image/png", "purpose": use}
        for path, sizes, use in ICONS
    ]
    body = {
        "lang": translation.get_language(),
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#0b5a65",
        "icons": icons,
        **said,
    }
    response = JsonResponse(body, content_type="application/manifest+json")
    response.headers["Cache-Control"] = "no-cache"
    return response
