"""The operator's geocoder, played by a small server that speaks Nominatim's `/search`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from tanggap.places import geocoder

STREET = {
    "lat": "-6.2352",
    "lon": "106.8104",
    "name": "Jalan Wolter Monginsidi",
    "display_name": "Jalan Wolter Monginsidi, Petogogan, Kebayoran Baru, Jakarta Selatan",
}


class Simulator:
    """Answers with `body` after `wait` seconds, and remembers what was asked."""

    def __init__(self) -> None:
        self.body: Any = [STREET]
        self.status, self.wait = 200, 0.0
        self.asked: list[dict[str, list[str]]] = []
        self.agents: list[str] = []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/search"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        simulator = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                simulator.asked.append(parse_qs(urlsplit(self.path).query))
                simulator.agents.append(self.headers["User-Agent"])
                time.sleep(simulator.wait)
                body = simulator.body
                data = body if isinstance(body, bytes) else json.dumps(body).encode()
                self.send_response(simulator.status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: object) -> None:
                pass

        return Handler


@pytest.fixture
def simulator(settings: Any, db: None) -> Iterator[Simulator]:
    made = Simulator()
    settings.GEOCODER_URL = made.url
    geocoder.forget()
    yield made
    geocoder.forget()
    made.server.shutdown()
    made.server.server_close()


def test_without_an_operator_s_word_nobody_is_asked(settings: Any, db: None) -> None:
    assert settings.GEOCODER_URL == ""
    assert geocoder.search("Jalan Wolter Monginsidi") == ()


def test_a_street_is_found_around_the_city_and_asked_for_once(simulator: Simulator) -> None:
    found = geocoder.search("Jalan Wolter Monginsidi")
    assert found == geocoder.search("jalan wolter monginsidi")
    assert [(one.name, one.lat, one.lng) for one in found] == [
        ("Jalan Wolter Monginsidi", -6.2352, 106.8104)
    ]
    assert found[0].detail.startswith("Petogogan")
    [asked] = simulator.asked
    assert asked["format"] == ["jsonv2"] and asked["bounded"] == ["1"] and "viewbox" in asked
    assert simulator.agents[0].startswith("Tanggap")


def test_the_form_shows_it_after_its_own_places(simulator: Simulator) -> None:
    said = Client().get(reverse("portal:suggest"), {"q": "jl wolter monginsidi"}).json()
    assert [row["name"] for row in said["places"]] == ["Jalan Wolter Monginsidi"]


@pytest.mark.parametrize(
    "change",
    [
        {"status": 500},
        {"body": b"<html>nicht hier</html>"},
        {"body": [{"lat": "x", "lon": "y", "display_name": "?"}]},
        {"body": b"[" + b" " * 300_000 + b"]"},
    ],
)
def test_whatever_it_answers_the_form_goes_on(simulator: Simulator, change: dict[str, Any]) -> None:
    for name, value in change.items():
        setattr(simulator, name, value)
    assert geocoder.search("Jalan Senopati") == ()


def test_a_slow_one_is_not_waited_for_again(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoder, "SECONDS", (0.2, 0.2))
    simulator.wait = 0.6
    started = time.monotonic()
    assert geocoder.search("Jalan Senopati") == geocoder.search("Jalan Gunawarman") == ()
    assert time.monotonic() - started < 0.55
    assert len(simulator.asked) == 1
