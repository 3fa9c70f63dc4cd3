"""A line between a browser and the server that breaks where a plan says: mid-upload, or when only
the answer is still to come. Also for what a service worker asks, which routes of a browser miss."""

from __future__ import annotations

import random
import selectors
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

BLOCK = 65_536


@dataclass(frozen=True)
class Cut:
    """After so many bytes upwards the line breaks; `answers` lets them arrive, and loses the
    answer."""

    after: int
    answers: bool


def plan(*, seed: int, cuts: int, within: int) -> list[Cut]:
    """Breaks at random places of the first `within` bytes, half of them before an answer."""
    chance = random.Random(seed)
    places = sorted(chance.sample(range(1, within), cuts))
    kinds = [number % 2 == 0 for number in range(cuts)]
    chance.shuffle(kinds)
    return [Cut(place, kind) for place, kind in zip(places, kinds, strict=True)]


class Line:
    """Listens at `url` and passes everything on to `target`, while it is up."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self.target = (parts.hostname or "localhost", parts.port or 80)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self.listener.getsockname()[1]}"
        self.is_up = True
        self.cuts: list[Cut] = []
        self.broken = 0
        self.upwards = 0
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def down(self) -> None:
        """No line from now on."""
        self.is_up = False
        self._break_all()

    def up(self) -> None:
        """The line is back."""
        self.is_up = True

    def close(self) -> None:
        """End it."""
        self.down()
        self.listener.close()

    def break_by(self, cuts: list[Cut]) -> None:
        """Count bytes from here on, and break by this plan."""
        with self._lock:
            self.upwards, self.broken, self.cuts = 0, 0, list(cuts)

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self.listener.accept()
            except OSError:
                return
            if not self.is_up:
                _reset(near)
                continue
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(self.target)
        except OSError:
            _reset(near)
            return
        with self._lock:
            self._open |= {near, far}
        with suppress(OSError), selectors.DefaultSelector() as ready:
            ready.register(near, selectors.EVENT_READ, far)
            ready.register(far, selectors.EVENT_READ, near)
            while self._pass_on(ready, near):
                pass
        with self._lock:
            self._open -= {near, far}
        _reset(near)
        _reset(far)

    def _pass_on(self, ready: selectors.DefaultSelector, near: socket.socket) -> bool:
        """Carry one block each way; False when the connection is over, or the plan says so."""
        for key, _events in ready.select(timeout=0.5):
            source, sink = key.fileobj, key.data
            assert isinstance(source, socket.socket)
            data = source.recv(BLOCK)
            if not data:
                return False
            cut = self._due(len(data)) if source is near else None
            if cut is not None and not cut.answers:
                sink.sendall(data[: len(data) // 2])
                return False
            sink.sendall(data)
            if cut is not None:
                # The request arrives whole and is done; nobody hears of it.
                source.settimeout(5)
                sink.settimeout(20)
                self._swallow(source, sink)
                return False
        return self.is_up

    def _swallow(self, near: socket.socket, far: socket.socket) -> None:
        """Bring the rest of the request over and throw the answer away."""
        near.settimeout(0.2)
        with suppress(OSError):
            while data := near.recv(BLOCK):
                far.sendall(data)
        with suppress(OSError):
            far.recv(BLOCK)

    def _due(self, length: int) -> Cut | None:
        with self._lock:
            self.upwards += length
            if not self.cuts or self.upwards < self.cuts[0].after:
                return None
            self.broken += 1
            return self.cuts.pop(0)

    def _break_all(self) -> None:
        with self._lock:
            connections, self._open = self._open, set()
        for one in connections:
            _reset(one)


def _reset(one: socket.socket) -> None:
    """Break the connection as a lost line does: no farewell."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
