"""A push service with browsers behind it: checks who sends, and opens what they were sent."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import http_ece
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from py_vapid import Vapid02

from tanggap.messaging.push import endpoints
from tests.messaging.simulators import Asked, Simulator, running


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


class Listener:
    """A browser's subscription, with the private key that only it has."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.auth = os.urandom(16)
        self.got: list[dict[str, Any]] = []

    def keys(self) -> dict[str, str]:
        point = self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        return {"p256dh": _text(point), "auth": _text(self.auth)}

    def open(self, body: bytes) -> dict[str, Any]:
        plain = http_ece.decrypt(
            body, private_key=self.private, auth_secret=self.auth, version="aes128gcm"
        )
        found: dict[str, Any] = json.loads(plain)
        return found


@dataclass
class PushService(Simulator):
    """Speaks RFC 8030: 201 for what it takes, 410 for a browser that is gone, 403 for strangers."""

    browsers: dict[str, Listener] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)

    def subscribe(self, name: str) -> dict[str, Any]:
        """What the page would send us for this browser."""
        self.browsers[name] = Listener()
        return {"endpoint": f"{self.url}/push/{name}", "keys": self.browsers[name].keys()}

    def answer(self, asked: Asked) -> tuple[int, str]:
        name = asked.path.removeprefix("/push/")
        if not self._is_signed(asked):
            return 403, "bad VAPID"
        if name in self.gone or name not in self.browsers:
            return 410, "gone"
        if asked.headers["Content-Encoding"] != "aes128gcm" or int(asked.headers["TTL"]) < 1:
            return 400, "bad headers"
        self.browsers[name].got.append(self.browsers[name].open(asked.body))
        return 201, ""

    def _is_signed(self, asked: Asked) -> bool:
        return bool(Vapid02.verify(asked.headers["Authorization"]))


@contextmanager
def push_service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """A push service on this machine: for these tests alone that is a public address."""
    monkeypatch.setattr(endpoints, "SCHEME", "http")
    monkeypatch.setattr(endpoints, "is_public", lambda address: True)
    monkeypatch.setattr(endpoints, "session", requests.Session)
    with running(PushService()) as simulator:
        assert isinstance(simulator, PushService)
        yield simulator
