"""Headers that every answer carries."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tanggap.web.audience import ATTRIBUTE, PUBLIC

Handler = Callable[[HttpRequest], HttpResponse]


class SecurityHeaders:
    """A strict content policy with one nonce a page; nothing is loaded from another host."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.images = "'self' data: blob:" + _tiles_host()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.csp_nonce = secrets.token_urlsafe(12)  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request))
        response.headers.setdefault("Permissions-Policy", "geolocation=(self), camera=(self)")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if _is_for_one(request):
            # A shared phone or a city hall's computer: "back" shows nothing of whoever left.
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _policy(self, request: HttpRequest) -> str:
        nonce = request.csp_nonce  # type: ignore[attr-defined]
        return (
            "default-src 'none'; connect-src 'self'; font-src 'self'; form-action 'self'; "
            "base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'; worker-src 'self'; "
            f"img-src {self.images}; style-src 'self' 'nonce-{nonce}'; "
            f"script-src 'self' 'nonce-{nonce}'"
        )


def _is_for_one(request: HttpRequest) -> bool:
    """Whether the address isn't for everybody: a view says for whom it is."""
    match = request.resolver_match
    return match is not None and getattr(match.func, ATTRIBUTE, PUBLIC) != PUBLIC


def _tiles_host() -> str:
    url: str = settings.MAP_TILES_URL
    return " " + "/".join(url.split("/")[:3]) if url else ""
