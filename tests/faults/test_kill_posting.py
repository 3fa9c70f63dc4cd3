"""kill -9 of web and of the database in the middle of posting.

I1: every acknowledged report is there exactly once, under the number that was told.
I2: what was not acknowledged is absent or complete, and repeating it gives its number.
I3: every report has its marks: in the end each public one is published, each message is sent once.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest

from tests.faults.conftest import Instance, kill

pytestmark = [pytest.mark.faults, pytest.mark.slow]
KEY = "kunci-uji"
CLIENTS = 4
BREATH = 0.02  # seconds between two inputs: the worker has to publish them all afterwards
PATIENCE = 90.0  # seconds until an input must have been acknowledged
DRAINED = 90.0


@dataclass
class Client:
    """Posts one input after the other; repeats each, with the same id, until it is answered."""

    instance: Instance
    name: str
    stop: threading.Event
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    tries: int = 0
    lost: list[str] = field(default_factory=list)

    def run(self) -> None:
        while not self.stop.is_set():
            self.send(f"{self.name}-{len(self.acknowledged) + len(self.lost)}")
            time.sleep(BREATH)

    def send(self, external_id: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.tries += 1
            number = None
            with suppress(OSError, http.client.HTTPException):
                number = post(self.instance.port, external_id)
            if number:
                self.acknowledged.setdefault(external_id, []).append(number)
                return
            time.sleep(0.05)
        self.lost.append(external_id)


def post(port: int, external_id: str) -> str | None:
    """The number of an acknowledged report; None when the server said to come back."""
    fields = {
        "api_key": KEY,
        "service_code": "sampah",
        "lat": "-6.1822",
        "long": "106.8341",
        "description": f"Sampah {external_id}",
        "attribute[external_id]": external_id,
        "email": "ani@example.org",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/open311/v2/requests.json", urlencode(fields), headers)
        answer = connection.getresponse()
        body = answer.read()  # nothing counts before the last byte
    finally:
        connection.close()
    if answer.status in (500, 502, 503):
        return None
    assert answer.status == 200, body
    return str(json.loads(body)[0]["service_request_id"])


@pytest.fixture(scope="module")
def partner(instance: Instance) -> Instance:
    """The instance with a partner's key."""
    with instance.connect() as database:
        database.execute(
            "INSERT INTO people_apikey (name, key_hash, channel_id, created_at)"
            " SELECT 'Uji', %s, id, now() FROM taxonomy_channel WHERE code = 'open311'",
            [hashlib.sha256(KEY.encode()).hexdigest()],
        )
    return instance


def _kill_one_web(instance: Instance) -> None:
    with suppress(IndexError, FileNotFoundError):
        kill([random.choice(instance.web_pids())])


@pytest.mark.parametrize(
    ("fault", "times", "pause"),
    [
        pytest.param(_kill_one_web, 6, 1.5, id="web"),
        pytest.param(Instance.kill_database, 3, 3.0, id="database"),
    ],
)
def test_every_acknowledged_report_is_there_once(
    partner: Instance, fault: Callable[[Instance], None], times: int, pause: float
) -> None:
    prefix = f"{fault.__name__}-{time.time():.0f}"
    clients = _post_while(partner, prefix, lambda: _repeat(partner, fault, times, pause))
    partner.wait_until_healthy()

    assert [client.lost for client in clients if client.lost] == []
    told = {name: numbers for c in clients for name, numbers in c.acknowledged.items()}
    assert len(told) > 20, "nothing was tested"
    assert sum(client.tries for client in clients) > len(told), "no fault ever hit a request"
    with partner.connect() as database:
        stored = _stored(database)
    for name, numbers in told.items():
        again = post(partner.port, name)  # acknowledged once more, after all that
        assert stored[_external(name)] == {again} == set(numbers)
    _assert_complete(partner)


def test_a_worker_that_is_killed_follows_every_report_once(partner: Instance) -> None:
    """Each public row is there, and each message was noted as sent once."""

    def kill_the_worker(instance: Instance) -> None:
        with suppress(FileNotFoundError):
            kill(instance.worker_pids())

    clients = _post_while(
        partner,
        f"worker-{time.time():.0f}",
        lambda: _repeat(partner, kill_the_worker, times=4, pause=1.0),
    )
    assert [client.lost for client in clients if client.lost] == []
    _assert_complete(partner)


def _post_while(instance: Instance, prefix: str, action: Callable[[], None]) -> list[Client]:
    stop = threading.Event()
    clients = [Client(instance, f"{prefix}-{n}", stop) for n in range(CLIENTS)]
    threads = [threading.Thread(target=client.run, daemon=True) for client in clients]
    for thread in threads:
        thread.start()
    try:
        action()
    finally:
        stop.set()
        for thread in threads:
            thread.join(PATIENCE + 30)
    return clients


def _repeat(
    instance: Instance, fault: Callable[[Instance], None], times: int, pause: float
) -> None:
    for _ in range(times):
        time.sleep(pause * random.uniform(0.7, 1.3))
        fault(instance)
    time.sleep(pause)


def _external(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _stored(database: psycopg.Connection[Any]) -> dict[str, set[str]]:
    """Numbers by the partner's id: more than one would be a duplicate."""
    found: dict[str, set[str]] = {}
    for external_id, number in database.execute("SELECT external_id, number FROM reports_report"):
        found.setdefault(external_id.rsplit(":", 1)[-1], set()).add(number)
    return found


def _assert_complete(instance: Instance) -> None:
    """No half report, acknowledged or not; and when the queue is empty all are published."""
    deadline = time.monotonic() + DRAINED
    while (waiting := _count(instance, WAITING)) and time.monotonic() < deadline:
        with instance.connect() as database:
            # Who held these is dead, and the test has not two minutes for its lease to run out.
            database.execute("UPDATE lib_mark SET due_at = now() WHERE due_at > now()")
        time.sleep(0.5)
    assert waiting == 0, instance.log()
    for what in HALVES:
        assert _count(instance, what) == 0, what


WAITING = "SELECT count(*) FROM lib_mark WHERE topic IN ('publishing', 'messages')"
HALVES = (
    "SELECT count(*) FROM reports_report r WHERE seq <> (SELECT count(*) FROM reports_reportevent"
    " e WHERE e.report_id = r.id)",
    "SELECT count(*) FROM reports_report r WHERE lead_id IS NULL OR contact_id IS NULL",
    "SELECT count(*) FROM reports_report r WHERE 1 <> (SELECT count(*) FROM reports_assignment a"
    " WHERE a.report_id = r.id)",
    "SELECT count(*) FROM reports_report r WHERE 1 <> (SELECT count(*) FROM messaging_message m"
    " WHERE m.subject = r.number)",
    "SELECT count(*) FROM identity_contact c WHERE 1 <> (SELECT count(*) FROM reports_report r"
    " WHERE r.contact_id = c.id)",
    "SELECT count(*) FROM reports_report r WHERE 1 <> (SELECT count(*) FROM"
    " publication_publicreport p WHERE p.id = r.id)",
    "SELECT count(*) FROM messaging_message m WHERE 1 <> (SELECT count(*) FROM messaging_delivery d"
    " WHERE d.message_id = m.id AND d.state = 'sent')",
    "SELECT count(*) - count(DISTINCT number) FROM reports_report",
)


def _count(instance: Instance, query: str) -> int:
    with instance.connect() as database:
        row = database.execute(query).fetchone()  # type: ignore[call-overload]
    return int(row[0]) if row else 0
