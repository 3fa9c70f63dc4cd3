"""POST requests: how near one report comes to what the database itself can do.

Two web processes, eight clients, durable commits, worker off, against pgbench running the same
statements on the same server in turns; then both again with 5 ms added to every fsync; then the
rate at which one worker publishes every report and sends every message within two seconds.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import random
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psycopg

from bench import _instance as shared
from bench._instance import Bench

CLIENTS = 8
SECONDS = 8
ROUNDS = 2
KEY = "kunci-bench"
CONNECTION_USES = 50  # then a new one: a connection stays with the process that took it
MOST_STATEMENTS = 12
LEAST_SUSTAINED = 150.0
MOST_BEHIND = 2.0  # seconds


def main() -> int:
    """Print the ratios; 1 when a promise is broken."""
    with shared.instance() as bench:
        _add_key(bench)
        bench.use()
        script = _script()
        kept = [shared.verdict("statements of one POST", _statements(), most=MOST_STATEMENTS)]
        kept.append(_compare(bench, script, "durable commits", least=0.20))
        slow = shared.slow_fsync(bench.folder, milliseconds=5)
        if slow is None:
            print("skip  5 ms added to every fsync: no C compiler here to build the delay")
        else:
            _disconnect()
            bench.restart(slow)
            kept.append(_compare(bench, script, "5 ms added to every fsync", least=0.50))
            _disconnect()
            bench.restart({})
        kept.append(_sustained(bench))
    return 0 if all(kept) else 1


def _add_key(bench: Bench) -> None:
    with psycopg.connect(bench.cluster.url(), autocommit=True) as database:
        database.execute(
            "INSERT INTO people_apikey (name, key_hash, channel_id, created_at)"
            " SELECT 'Bench', %s, id, now() FROM taxonomy_channel WHERE code = 'open311'",
            [hashlib.sha256(KEY.encode()).hexdigest()],
        )


def _compare(bench: Bench, script: str, name: str, *, least: float) -> bool:
    """In turns, so that both meet the same machine; the better round of each counts."""
    ours, theirs = [], []
    for _ in range(ROUNDS):
        theirs.append(shared.pgbench(bench, script, clients=CLIENTS, seconds=SECONDS))
        with bench.web(2) as port:
            Load(port).run(seconds=2)
            ours.append(Load(port).run(seconds=SECONDS))
    print(f"      {name}: POST {max(ours):.0f}/s, pgbench {max(theirs):.0f}/s")
    return shared.verdict(
        f"POST as a share of pgbench, {name}", max(ours) / max(theirs), least=least
    )


def _sustained(bench: Bench) -> bool:
    """Clients wait whenever the worker is behind: what they still get through can last."""
    with bench.web(2) as port, psycopg.connect(bench.cluster.url(), autocommit=True) as database:
        database.execute("DELETE FROM lib_mark")
        with bench.worker() as worker:
            load = Load(port, may_send=lambda: _behind(database) < MOST_BEHIND)
            load.run(seconds=5)
            used = _used(bench, worker)
            rate = load.run(seconds=2 * SECONDS)
            started = time.monotonic()
            while _behind(database):
                time.sleep(0.05)
            print(f"      the worker is done {time.monotonic() - started:.1f} s after the last one")
            count = rate * 2 * SECONDS
            for name, seconds in _used(bench, worker).items():
                print(f"      {(seconds - used[name]) / count * 1000:.1f} ms a report: {name}")
    return shared.verdict("reports a second that one worker follows", rate, least=LEAST_SUSTAINED)


def _used(bench: Bench, worker: int) -> dict[str, float]:
    """Processor seconds so far; where the machine is busy they say more than a rate."""
    server = bench.cluster.process
    assert server is not None
    own, database = shared.processor_seconds(os.getpid()), shared.processor_seconds(server.pid)
    following = shared.processor_seconds(worker)
    return {"web and load": own - database - following, "worker": following, "database": database}


def _behind(database: psycopg.Connection[tuple[object, ...]]) -> float:
    """Seconds for which the oldest thing waits that the worker hasn't come to; 0: nothing does."""
    row = database.execute(
        "SELECT extract(epoch FROM clock_timestamp() - min(due_at))::float8"
        " FROM lib_mark WHERE topic IN ('publishing', 'messages')"
    ).fetchone()
    found = row[0] if row else None
    return 0.0 if found is None else max(0.001, float(str(found)))


# -- the load: one thread, no parsing beyond what an answer needs, so that the cores are ours


@dataclass
class Talk:
    """One client's connection."""

    sock: socket.socket
    uses: int = 0
    received: bytes = b""
    is_busy: bool = False


@dataclass
class Load:
    """Eight clients, each with one request under way; they wait while `may_send` says no."""

    port: int
    may_send: Callable[[], bool] = lambda: True
    serial: itertools.count[int] = field(default_factory=itertools.count)

    def run(self, *, seconds: float) -> float:
        """Acknowledged reports a second."""
        with selectors.DefaultSelector() as selector:
            for _ in range(CLIENTS):
                self._open(selector)
            started = time.monotonic()
            done, may_send, looked = 0, True, 0.0
            while (now := time.monotonic()) - started < seconds:
                if now - looked > 0.2:
                    may_send, looked = self.may_send(), now
                done += self._turn(selector, may_send=may_send)
            elapsed = time.monotonic() - started
            for key in list(selector.get_map().values()):
                key.data.sock.close()
        return done / elapsed

    def _turn(self, selector: selectors.BaseSelector, *, may_send: bool) -> int:
        done = 0
        for key, _ in selector.select(timeout=0.05):
            done += self._receive(selector, key.data)
        if may_send:
            for key in list(selector.get_map().values()):
                if not key.data.is_busy:
                    key.data.sock.sendall(self._request())
                    key.data.is_busy = True
        return done

    def _receive(self, selector: selectors.BaseSelector, talk: Talk) -> int:
        part = talk.sock.recv(65536)
        talk.received += part
        if part and not _is_whole(talk.received):
            return 0
        if not talk.received.startswith(b"HTTP/1.1 200"):
            raise SystemExit(talk.received.decode(errors="replace")[:2000])
        talk.received, talk.is_busy, talk.uses = b"", False, talk.uses + 1
        if talk.uses >= CONNECTION_USES:
            selector.unregister(talk.sock)
            talk.sock.close()
            self._open(selector)
        return 1

    def _open(self, selector: selectors.BaseSelector) -> None:
        sock = socket.create_connection(("127.0.0.1", self.port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(sock, selectors.EVENT_READ, Talk(sock))

    def _request(self) -> bytes:
        body = urlencode(_fields(next(self.serial))).encode()
        head = (
            "POST /open311/v2/requests.json HTTP/1.1\r\nHost: localhost\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _is_whole(received: bytes) -> bool:
    head, found, body = received.partition(b"\r\n\r\n")
    if not found:
        return False
    length = next(
        int(line.split(b":")[1])
        for line in head.lower().split(b"\r\n")
        if line.startswith(b"content-length:")
    )
    return len(body) >= length


def _fields(serial: int) -> dict[str, str]:
    """One report somewhere in the city, from somebody who left an address."""
    return {
        "api_key": KEY,
        "service_code": random.choice(["sampah", "jalan"]),
        "lat": f"{random.uniform(-6.30, -6.10):.5f}",
        "long": f"{random.uniform(106.72, 106.93):.5f}",
        "description": f"Sampah menumpuk di tepi jalan sejak tiga hari. Nomor {serial}.",
        "attribute[external_id]": f"{time.time_ns()}-{serial}",
        "email": "warga@example.org",
    }


# -- the same statements for pgbench


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()


def _statements() -> int:
    """What one POST sends to the server, health check of the connection included."""
    import tempfile
    from pathlib import Path

    from django.db import connection
    from django.test import Client

    client = Client()
    for serial in range(3):
        client.post("/open311/v2/requests.json", _fields(serial))
    with tempfile.NamedTemporaryFile("r") as trace, Path(trace.name).open("w") as out:
        pgconn = connection.connection.pgconn
        pgconn.trace(out.fileno())
        answer = client.post("/open311/v2/requests.json", _fields(9))
        pgconn.untrace()
        out.flush()
        sent = [line.split("\t") for line in trace.read().splitlines()]
    assert answer.status_code == 200, answer.content
    mine = [part for part in sent if part[1] == "F" and part[3].startswith(("Execute", "Query"))]
    return len(mine) + 1  # a request of its own also asks whether its connection is alive


def _script() -> str:
    """LOOK_UP and WRITE as they run, with pgbench's own keys in place of ours."""
    from tanggap.reports import open_sql

    look_up, write = _opening_values()
    first = _filled(open_sql.LOOK_UP, look_up)
    second = _filled(open_sql.WRITE, write)
    return f"SELECT 1;\n{first} \\gset new_\n{second};\n"


def _opening_values() -> tuple[dict[str, object], dict[str, object]]:
    from django.db import connection
    from django.utils import timezone

    from tanggap.intake import compose
    from tanggap.intake.decide import decide
    from tanggap.intake.inbound import Inbound, Person
    from tanggap.reports import numbers, open_sql
    from tanggap.reports.open_sql import Drawn

    at = timezone.now()
    fields = _fields(0)
    inbound = Inbound(
        channel="open311",
        external_id="bench",
        text=fields["description"],
        category="sampah",
        lat=-6.1822,
        lng=106.8341,
        person=Person(email=fields["email"]),
        data={"partner": "Bench", "attributes": {"external_id": ["0123456789"]}},
    )
    decision = decide(inbound)
    numbers.prepare(at=at)
    drawn = Drawn(report_id=1, seq=1, contact_id=1)
    opening = compose.opening(inbound, decision, drawn, at=at, scheme=numbers.USUAL)
    connection.close()
    own = Sql("md5(random()::text)")
    look_up = {
        "channel": decision.channel.pk,
        "name": own,
        "names": Sql(f"ARRAY[{own.text}]"),
        "since": at,
        "wants_contact": True,
        "sequence": numbers.sequence(numbers.day_of(at)),
    }
    write: dict[str, object] = {
        **open_sql.parameters(opening),
        "id": Sql(":new_id_drawn"),
        "contact_id": Sql(":new_contact_drawn"),
        "number": Sql("'JB' || :new_seq_drawn::text"),
        "external_id": own,
        "effect_key": Sql(f"{own.text}"),
    }
    events = json.loads(str(write["events"]))
    for event in events:
        event["at"] = _basic(at)
    return look_up, {**write, "events": json.dumps(events)}


@dataclass(frozen=True)
class Sql:
    """SQL to be put in as it stands."""

    text: str


def _filled(query: str, values: dict[str, object]) -> str:
    """The query with literals: pgbench takes every :word for a variable, so no time has colons."""
    from tanggap.reports.open_sql import VALUE

    return " ".join(VALUE.sub(lambda match: _literal(values[match[1]]), query).split())


def _literal(value: object) -> str:
    from datetime import datetime

    if isinstance(value, Sql):
        return value.text
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(int(value)) if isinstance(value, int) else repr(value)
    if isinstance(value, datetime):
        return f"'{_basic(value)}'"
    if isinstance(value, bytes | bytearray | memoryview):
        return f"'\\x{bytes(value).hex()}'"
    return "'" + str(value).replace("'", "''") + "'"


def _basic(moment: object) -> str:
    from datetime import UTC, datetime

    assert isinstance(moment, datetime)
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


if __name__ == "__main__":
    raise SystemExit(main())
