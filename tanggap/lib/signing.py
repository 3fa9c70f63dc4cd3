"""Signing texts with the instance's own key, so that anybody with the public half can check."""

from __future__ import annotations

import hashlib

from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

SIGNATURE_BYTES = 64


def checksum(text: str) -> str:
    """SHA-256 of a text, 64 hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _key(secret: str) -> SigningKey:
    return SigningKey(hashlib.sha256(secret.encode()).digest())


def sign(text: str, *, secret: str) -> bytes:
    """The Ed25519 signature of a text; the same text and key give the same bytes."""
    return bytes(_key(secret).sign(text.encode()).signature)


def public_key(secret: str) -> bytes:
    """What others need to check a signature."""
    return bytes(_key(secret).verify_key)


def is_signed(text: str, signature: bytes, *, public: bytes) -> bool:
    """Whether the owner of the key signed exactly this text."""
    try:
        VerifyKey(public).verify(text.encode(), signature)
    except (BadSignatureError, ValueError):
        return False
    return True
