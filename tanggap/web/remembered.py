"""The reports that this browser filed or opened, kept by the browser itself.

A signed cookie, and nothing at the server: a session would tie a browser, and with a login a
person, to reports that she wanted no trace of. A confidential report is kept for half a day, as
whoever picks up the phone would find it; others as long as they can still be reopened.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from tanggap.lib import codes
from tanggap.web.signed import Cookie

MOST = 40  # the cookie stays below 3 kB
LONG, SHORT = 90 * 86400, 12 * 3600  # seconds
_REPORTS = Cookie("laporan", "web.remembered", LONG)
_RECEIPT = Cookie("tanda_terima", "web.receipt", SHORT)


@dataclass(frozen=True, slots=True)
class Kept:
    """One report as the browser keeps it; `until` is in seconds of the epoch."""

    number: str
    code: str
    until: int


def reports(request: HttpRequest) -> list[Kept]:
    """The reports of this browser, the newest first; none from a cookie that was changed."""
    now = time.time()
    rows = _REPORTS.read(request) or []
    return [kept for kept in (Kept(*row) for row in rows) if kept.until > now]


def numbers(request: HttpRequest) -> list[str]:
    """Their numbers alone: which photographs it may see."""
    return [kept.number for kept in reports(request)]


def remember(
    request: HttpRequest, response: HttpResponseBase, number: str, code: str, *, briefly: bool
) -> None:
    """Let the browser keep one more. `briefly`: it is confidential."""
    plain = codes.normalise(code)
    others = [kept for kept in reports(request) if kept.number != number]
    first = Kept(number, plain, int(time.time()) + (SHORT if briefly else LONG))
    _REPORTS.write(response, [_row(kept) for kept in [first, *others][:MOST]])


def is_remembered(request: HttpRequest, number: str) -> bool:
    """Whether the browser has it already."""
    return number in numbers(request)


def forget(response: HttpResponseBase) -> None:
    """The browser forgets them all, and the receipt."""
    _REPORTS.forget(response)
    _RECEIPT.forget(response)


def keep_receipt(response: HttpResponseBase, receipt: dict[str, Any]) -> None:
    """The thank-you page can be loaded again without filing again."""
    _RECEIPT.write(response, receipt)


def receipt(request: HttpRequest) -> dict[str, Any] | None:
    """The last receipt of this browser."""
    found: dict[str, Any] | None = _RECEIPT.read(request)
    return found


def _row(kept: Kept) -> Sequence[str | int]:
    return (kept.number, kept.code, kept.until)
