"""Links that need no login, and marks of a browser that nobody can turn back into it."""

from __future__ import annotations

import hmac
from datetime import timedelta

from django.conf import settings
from django.core import signing

CONFIRM_DAYS = 3
_CONFIRM, _END = "together.confirm", "together.end"


def to_confirm(subscription: int) -> str:
    """The secret of the link by which whoever reads that address says yes."""
    return signing.dumps(subscription, salt=_CONFIRM)


def confirms(token: str) -> int | None:
    """The subscription that the link confirms; None when it is too old or nobody made it."""
    return _read(token, _CONFIRM, timedelta(days=CONFIRM_DAYS))


def to_end(subscription: int) -> str:
    """The secret of the link that ends a subscription. It never gets too old."""
    return signing.dumps(subscription, salt=_END)


def ends(token: str) -> int | None:
    """The subscription that the link ends."""
    return _read(token, _END, None)


def account(user: int) -> str:
    """Who speaks, where somebody is logged in."""
    return f"account:{user}"


def mark(who: str, number: str) -> bytes:
    """32 bytes that stand for a browser or an account under one report.

    Under another report the same browser is another mark, so that the marks of two reports say
    nothing about each other.
    """
    return hmac.digest(settings.SECRET_KEY.encode(), f"together:{number}:{who}".encode(), "sha256")


def _read(token: str, salt: str, age: timedelta | None) -> int | None:
    try:
        found = signing.loads(token, salt=salt, max_age=age)
    except signing.BadSignature:
        return None
    return found if isinstance(found, int) else None
