"""Servers that speak the protocols of those who carry our messages, on a port of this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def query(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()}

    @property
    def form(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(self.body.decode()).items()}


@dataclass
class Call:
    """What a gateway asks of us."""

    method: str
    url: str
    form: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Simulator(ABC):
    """What arrived, and how the next requests are answered; `url` is where it listens."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, str]] = field(default_factory=list)

    @abstractmethod
    def answer(self, asked: Asked) -> tuple[int, str]:
        """Status and body."""


class KannelSimulator(Simulator):
    """Kannel's smsbox with user `kota`, password `rahasia`."""

    def answer(self, asked: Asked) -> tuple[int, str]:
        said = asked.query
        if urlsplit(asked.path).path != "/cgi-bin/sendsms":
            return 404, "Unknown request."
        if (said.get("username"), said.get("password")) != ("kota", "rahasia"):
            return 403, "Authorization failed for sendsms"
        if not said.get("to"):
            return 400, "Missing receiver number, rejected"
        return 202, "0: Accepted for delivery"

    @staticmethod
    def receipt(asked: Asked, state: int) -> Call:
        """How it says what became of a message: it puts the state into the address it was given."""
        assert int(asked.query["dlr-mask"]) & state, "not asked for"
        return Call("GET", asked.query["dlr-url"].replace("%d", str(state)))


class MessagesSimulator(Simulator):
    """A Messages API with account `AC1` and token `rahasia`."""

    def answer(self, asked: Asked) -> tuple[int, str]:
        login = base64.b64encode(b"AC1:rahasia").decode()
        if asked.headers.get("Authorization") != f"Basic {login}":
            return 401, json.dumps({"code": 20003, "message": "Authenticate"})
        if not asked.form.get("To", "").startswith("+"):
            words = f"The 'To' number {asked.form.get('To')} is not a valid phone number."
            return 400, json.dumps({"code": 21211, "message": words, "status": 400})
        return 201, json.dumps({"sid": "SM0123", "status": "queued"})

    @staticmethod
    def receipt(asked: Asked, state: str, *, token: str = "rahasia") -> Call:
        """A form, signed with the account's token over the address and the sorted fields."""
        url = asked.form["StatusCallback"]
        form = {"MessageSid": "SM0123", "AccountSid": "AC1", "MessageStatus": state}
        said = url + "".join(name + value for name, value in sorted(form.items()))
        signed = base64.b64encode(hmac.digest(token.encode(), said.encode(), hashlib.sha1))
        return Call("POST", url, form, {"X-Twilio-Signature": signed.decode()})


@contextmanager
def running(simulator: Simulator) -> Iterator[Simulator]:
    """The simulator on a free port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked = Asked(self.command, self.path, dict(self.headers), body)
            status, words = (
                simulator.answers.pop(0) if simulator.answers else simulator.answer(asked)
            )
            simulator.asked.append(asked)
            self.send_response(status)
            self.send_header("Content-Length", str(len(words.encode())))
            self.end_headers()
            self.wfile.write(words.encode())

        do_GET = do_POST = _serve

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    simulator.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield simulator
    finally:
        server.shutdown()
        server.server_close()
