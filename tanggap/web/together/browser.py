"""One voice for each browser, or for each account where somebody is logged in.

The browser keeps a random number in a signed cookie; the server keeps only a keyed hash of it,
another one for each report.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponseBase

from tanggap.together import tokens

COOKIE, _SALT = "warga", "web.together"
SECONDS = 180 * 86400


def who(request: HttpRequest) -> tuple[str, str]:
    """Who speaks, and the number that the browser still has to be given (empty: it has one)."""
    if request.user.is_authenticated:
        return tokens.account(request.user.pk), ""
    known = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=SECONDS)
    fresh = "" if known else secrets.token_urlsafe(16)
    return f"browser:{known or fresh}", fresh


def known(request: HttpRequest) -> list[str]:
    """All by which whoever speaks may have spoken before: the account, and the browser itself."""
    account = [tokens.account(request.user.pk)] if request.user.is_authenticated else []
    number = request.get_signed_cookie(COOKIE, default=None, salt=_SALT, max_age=SECONDS)
    return [*account, *([f"browser:{number}"] if number else [])]


def keep(response: HttpResponseBase, fresh: str, *, is_secure: bool) -> None:
    """Let the browser keep its new number."""
    if fresh:
        response.set_signed_cookie(
            COOKIE,
            fresh,
            salt=_SALT,
            max_age=SECONDS,
            httponly=True,
            samesite="Lax",
            secure=is_secure,
        )


def sender(request: HttpRequest) -> str:
    """What the limits count: the address, by a keyed hash that is gone within a day."""
    return str(request.META.get("REMOTE_ADDR", ""))
