"""How much one browser may send and ask. Nobody is remembered by it: see `intake.limits`.

A browser is told apart by the key of its forms, which it makes up itself, and not by its address:
in a flood a whole neighbourhood writes through the one address of its provider. The address has a
limit of its own, far above what people do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from tanggap.intake import limits

MINUTE = timedelta(minutes=1)
SENT = 9  # reports of one browser in a minute; the tenth waits
SENT_FROM_ADDRESS = 120
LOOKS = 60


def may_send(request: HttpRequest, *, at: datetime) -> bool:
    """Count one report, and say whether it is within the limits."""
    address = request.META.get("REMOTE_ADDR", "")
    of_browser = limits.allow(f"report:{_browser(request)}", at, limit=SENT, window=MINUTE)
    of_address = limits.allow(f"address:{address}", at, limit=SENT_FROM_ADDRESS, window=MINUTE)
    return of_browser and of_address


def may_look(request: HttpRequest) -> bool:
    """Count one question of a form being written."""
    key = f"look:{_browser(request)}"
    return limits.allow(key, timezone.now(), limit=LOOKS, window=MINUTE)


def _browser(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
    return key or request.META.get("REMOTE_ADDR", "")
