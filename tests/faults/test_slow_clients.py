"""Hundreds of clients that begin a request and never finish it keep nobody else waiting."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen

import pytest

from tests.faults.conftest import Instance

pytestmark = [pytest.mark.faults, pytest.mark.slow]
SOCKETS = 300
SECONDS = 2.5  # for which they go on, byte by byte
PATIENCE = 5.0  # of the others, for each answer

BEGINNINGS = {
    "nothing at all": b"",
    "half a request line": b"GET /lap",
    "half the headers": b"POST /lapor/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: a",
    "half a body": b"POST /lapor/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\na",
}


@contextmanager
def half_open(port: int, beginning: bytes, count: int) -> Iterator[list[socket.socket]]:
    """Connections that have sent `beginning` and wait."""
    sockets: list[socket.socket] = []
    try:
        for _ in range(count):
            sockets.append(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            sockets[-1].sendall(beginning)
        yield sockets
    finally:
        for one in sockets:
            one.close()


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
def test_others_are_served(instance: Instance, beginning: bytes) -> None:
    with half_open(instance.port, beginning, SOCKETS) as sockets:
        assert len(sockets) == SOCKETS
        until, answers = time.monotonic() + SECONDS / len(BEGINNINGS), 0
        while time.monotonic() < until or answers < 4:
            with urlopen(f"{instance.url}/healthz", timeout=PATIENCE) as answer:
                assert answer.status == 200
            answers += 1
            if beginning:
                sockets[answers % SOCKETS].sendall(b"a")
        with urlopen(f"{instance.url}/lapor/", timeout=PATIENCE) as page:
            assert page.status == 200
