"""The reports that were supported in this browser, kept by the browser itself in a signed cookie.

The server can't list them: its marks of one person under two reports say nothing about each other.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from tanggap.web.signed import Cookie

_COOKIE = Cookie("dukungan", "web.backed", 180 * 86400)  # as long as the browser's own number
MOST = 40  # the cookie stays below 1 kB


def numbers(request: HttpRequest) -> list[str]:
    """Numbers of the reports, the newest first; none from a cookie that was changed."""
    return [str(one) for one in _COOKIE.read(request) or []]


def keep(request: HttpRequest, response: HttpResponseBase, number: str, *, is_on: bool) -> None:
    """Let the browser remember one more, or one less."""
    others = [one for one in numbers(request) if one != number]
    _COOKIE.write(response, [number, *others][:MOST] if is_on else others)


def forget(response: HttpResponseBase) -> None:
    """The browser forgets them; the support stays."""
    _COOKIE.forget(response)
