"""Names of deliveries for whatever comes back from outside: an answer by mail, a gateway's receipt.

A name carries a keyed hash, so that only who was given it can use it, and for its purpose alone.
"""

from __future__ import annotations

import base64
import binascii
import hmac

from django.conf import settings

ID_BYTES, MAC_BYTES = 5, 10
LENGTH = 24  # signs


def name(delivery: int, *, purpose: str) -> str:
    """LENGTH signs, in which case doesn't matter: some servers change it."""
    number = delivery.to_bytes(ID_BYTES)
    return base64.b32encode(number + _mac(number, purpose)).decode().lower()


def named(text: str, *, purpose: str) -> int | None:
    """The delivery of that name; None when it isn't one of ours."""
    try:
        raw = base64.b32decode(text.upper())
    except (binascii.Error, ValueError):
        return None
    number, mac = raw[:ID_BYTES], raw[ID_BYTES:]
    return int.from_bytes(number) if hmac.compare_digest(mac, _mac(number, purpose)) else None


def _mac(number: bytes, purpose: str) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), f"tanggap {purpose}".encode(), "sha256")
    return hmac.digest(key, number, "sha256")[:MAC_BYTES]
