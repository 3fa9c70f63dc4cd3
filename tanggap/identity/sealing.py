"""Encryption of identities: libsodium secret boxes under a key that is not in the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from functools import cache

from django.conf import settings
from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from tanggap.lib import phone

KEY_VERSION = 1
FIELDS = ("name", "phone", "email")


class Unreadable(Exception):
    """The sealed bytes were made with another key, or were changed."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who reported. `str` and `repr` show nothing, so that no log and no error page can."""

    name: str = ""
    email: str = ""
    phone: str = ""

    def __str__(self) -> str:
        return "sealed person"

    __repr__ = __str__

    def __bool__(self) -> bool:
        return bool(self.name or self.email or self.phone)


def seal(person: Person) -> bytes:
    """The person encrypted: 24 bytes nonce, then ciphertext and 16 bytes tag."""
    return bytes(_box().encrypt(json.dumps(asdict(person)).encode()))


def unseal(sealed: bytes) -> Person:
    """The person again. Raises Unreadable."""
    try:
        return Person(**json.loads(_box().decrypt(bytes(sealed))))
    except CryptoError as error:
        raise Unreadable from error


def seal_bytes(content: bytes) -> bytes:
    """Something else that gives a person away, encrypted: the address of a browser, a mail."""
    return bytes(_box().encrypt(content))


def unseal_bytes(sealed: bytes) -> bytes:
    """The same again. Raises Unreadable."""
    try:
        return bytes(_box().decrypt(bytes(sealed)))
    except CryptoError as error:
        raise Unreadable from error


def index(kind: str, value: str) -> bytes | None:
    """A keyed hash (32 bytes) by which an equal address is found; None for an empty one."""
    text = _same_phone(value) if kind == "phone" else value.strip().lower()
    if not text:
        return None
    return hmac.digest(_key("index"), f"{kind}:{text}".encode(), "sha256")


def owner(user_id: int) -> bytes:
    """By which the contacts of one account are found: a keyed hash (32 bytes) of its number."""
    return hmac.digest(_key("owner"), str(user_id).encode(), "sha256")


def _same_phone(typed: str) -> str:
    """The number in one spelling, where it is one."""
    try:
        return phone.normalise(typed) if typed.strip() else ""
    except phone.BadPhone:
        return typed.strip().lower()


@cache
def _box() -> SecretBox:
    return SecretBox(_key("box"))


@cache
def _key(purpose: str) -> bytes:
    """One 32-byte key per purpose, derived from the instance's identity secret."""
    root = base64.urlsafe_b64decode(settings.IDENTITY_KEY + "==")
    return hashlib.blake2b(root, digest_size=32, person=purpose.encode()[:16]).digest()
