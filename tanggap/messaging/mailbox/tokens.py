"""The address to which a mail is answered: it names the delivery, under a key of this instance."""

from __future__ import annotations

import base64
import binascii
import hmac
import re
from collections.abc import Iterable

from django.conf import settings

ID_BYTES, MAC_BYTES = 5, 10
_TOKEN = re.compile(r"[+.<]([a-z2-7]{24})@", re.IGNORECASE)


def token(delivery: int) -> str:
    """24 signs, in which case doesn't matter: some servers change it."""
    number = delivery.to_bytes(ID_BYTES)
    return base64.b32encode(number + _mac(number)).decode().lower()


def reply_address(delivery: int) -> str:
    """Where the answer to this delivery goes; empty where the instance takes no mail."""
    local, _at, domain = settings.MAIL_REPLY.partition("@")
    return f"{local}+{token(delivery)}@{domain}" if domain else ""


def find(texts: Iterable[str]) -> int | None:
    """The delivery that addresses or references name; None where no token is ours."""
    for text in texts:
        for found in _TOKEN.findall(text):
            if (delivery := _read(found)) is not None:
                return delivery
    return None


def _read(found: str) -> int | None:
    try:
        raw = base64.b32decode(found.upper())
    except binascii.Error:
        return None
    number, mac = raw[:ID_BYTES], raw[ID_BYTES:]
    return int.from_bytes(number) if hmac.compare_digest(mac, _mac(number)) else None


def _mac(number: bytes) -> bytes:
    key = hmac.digest(settings.SECRET_KEY.encode(), b"tanggap mail reply", "sha256")
    return hmac.digest(key, number, "sha256")[:MAC_BYTES]
