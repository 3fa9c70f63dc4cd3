"""What a browser keeps between asking for a code and typing it: a signed cookie of 15 minutes.

The address stands in it, on the citizen's own device, and in no session of the server's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from tanggap.citizens.actions import codes
from tanggap.citizens.addresses import Address, Kind

COOKIE = "kode"
_SALT = "web.citizen.code"
_AGE = int(codes.LIFE.total_seconds())
Purpose = Literal["come_in", "add", "confirm"]


@dataclass(frozen=True, slots=True)
class Pending:
    """A code on its way: to which address, for what, and where to go then."""

    kind: Kind
    value: str
    ticket: str
    purpose: Purpose
    next: str = ""

    @property
    def address(self) -> Address:
        return Address(self.kind, self.value)


def pending(request: HttpRequest) -> Pending | None:
    """What this browser waits for; None when nothing, or not any more."""
    try:
        return Pending(**signing.loads(request.COOKIES[COOKIE], salt=_SALT, max_age=_AGE))
    except (KeyError, TypeError, signing.BadSignature):
        return None


def keep(response: HttpResponse, waits: Pending) -> HttpResponse:
    """Let the browser wait for it."""
    token = signing.dumps(asdict(waits), salt=_SALT, compress=True)
    response.set_cookie(
        COOKIE, token, max_age=_AGE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """It waits no longer."""
    response.delete_cookie(COOKIE)
    return response
