"""The reports that were supported in this browser, kept by the browser itself in a signed cookie.

The server can't list them: its marks of one person under two reports say nothing about each other.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

COOKIE, _SALT = "dukungan", "web.backed"
SECONDS = 180 * 86400  # as long as the browser's own number
MOST = 40  # the cookie stays below 1 kB


def numbers(request: HttpRequest) -> list[str]:
    """Numbers of the reports, the newest first; none from a cookie that was changed."""
    try:
        found = signing.loads(request.COOKIES[COOKIE], salt=_SALT, max_age=SECONDS)
    except (KeyError, signing.BadSignature):
        return []
    return [str(one) for one in found]


def keep(request: HttpRequest, response: HttpResponseBase, number: str, *, is_on: bool) -> None:
    """Let the browser remember one more, or one less."""
    others = [one for one in numbers(request) if one != number]
    wanted = [number, *others][:MOST] if is_on else others
    response.set_cookie(
        COOKIE, signing.dumps(wanted, salt=_SALT, compress=True), max_age=SECONDS, httponly=True,
        samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def forget(response: HttpResponseBase) -> None:
    """The browser forgets them; the support stays."""
    response.delete_cookie(COOKIE)
