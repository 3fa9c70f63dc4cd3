"""The key by which push services know this instance (VAPID, RFC 8292)."""

from __future__ import annotations

import base64
import hashlib
import time
from functools import cache
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

# The order of the curve: a private key is a number below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
VALID_SECONDS = 12 * 3600  # services refuse more than a day


@cache
def _private(secret: str) -> ec.EllipticCurvePrivateKey:
    drawn = int.from_bytes(hashlib.sha512(secret.encode()).digest())
    return ec.derive_private_key(drawn % (_ORDER - 1) + 1, ec.SECP256R1())


def public_key() -> str:
    """What a browser is given when it subscribes: an uncompressed point, base64url."""
    point = _private(settings.PUSH_KEY).public_key()
    raw = point.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def authorization(endpoint: str) -> dict[str, str]:
    """The header that says who sends, for the service of this endpoint alone."""
    where = urlsplit(endpoint)
    claims = {
        "aud": f"{where.scheme}://{where.netloc}",
        "exp": int(time.time()) + VALID_SECONDS,
        "sub": _contact(),
    }
    signed: dict[str, str] = Vapid02(private_key=_private(settings.PUSH_KEY)).sign(claims)
    return signed


def _contact() -> str:
    if settings.SITE_URL.startswith("https://"):
        return str(settings.SITE_URL)
    return f"mailto:{settings.DEFAULT_FROM_EMAIL}"
