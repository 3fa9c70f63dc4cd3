"""What a browser keeps between asking for a code and typing it: a signed cookie of 15 minutes.

The address stands in it, on the citizen's own device, and in no session of the server's.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Literal

from django.http import HttpRequest, HttpResponse

from tanggap.citizens.actions import codes
from tanggap.citizens.addresses import Address, Kind
from tanggap.web.signed import Cookie

_COOKIE = Cookie("kode", "web.citizen.code", int(codes.LIFE.total_seconds()))
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
    kept = _COOKIE.read(request)
    try:
        return Pending(**kept) if kept else None
    except TypeError:  # an older version kept something else
        return None


def keep(response: HttpResponse, waits: Pending) -> HttpResponse:
    """Let the browser wait for it."""
    _COOKIE.write(response, asdict(waits))
    return response


def forget(response: HttpResponse) -> HttpResponse:
    """It waits no longer."""
    _COOKIE.forget(response)
    return response
