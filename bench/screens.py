"""The screens that everybody waits for, with one year of the city and with ten.

One client, full middleware, real queries: an agency's queue of 50 with filters, a report's page,
the public map by its window. `BENCH_SCALE` (default 1 and 10 years) may shrink the run.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bench import _instance as shared
from bench._instance import Bench

ROUNDS = 80
WARM = 10
P95_MS = 50.0
MOST_QUERIES = 10
SLOWER = 1.5


@dataclass(frozen=True)
class Measured:
    """One screen at one size."""

    p95: float  # milliseconds
    queries: int


def main() -> int:
    """Print the times; 1 when a promise is broken."""
    scales = [float(part) for part in os.environ.get("BENCH_SCALE", "1,10").split(",")]
    sizes = [_at(scale) for scale in scales]
    kept = []
    for name, small in sizes[0].items():
        kept.append(shared.verdict(f"{name}, p95", small.p95, most=P95_MS, unit=" ms"))
        kept.append(shared.verdict(f"{name}, queries", small.queries, most=MOST_QUERIES))
        for big in sizes[1:]:
            ratio = big[name].p95 / small.p95
            kept.append(shared.verdict(f"{name}, with more years", ratio, most=SLOWER))
    return 0 if all(kept) else 1


def _at(scale: float) -> dict[str, Measured]:
    """The screens of a city with `scale` years; a process of its own, for a clean Django."""
    receive, send = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(receive)
        _child(scale, send)
        os._exit(0)
    os.close(send)
    with os.fdopen(receive) as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    os.waitpid(pid, 0)
    if not rows:
        raise SystemExit(f"The screens could not be measured at scale {scale}.")
    return {name: Measured(float(p95), int(queries)) for name, p95, queries in rows}


def _child(scale: float, send: int) -> None:
    import sys
    import traceback

    try:
        found = _measure_all(scale)
    except BaseException:  # the parent sees no row and stops
        traceback.print_exc()
        sys.stderr.flush()
        return
    with os.fdopen(send, "w") as out:
        for name, measured in found.items():
            out.write(f"{name}\t{measured.p95}\t{measured.queries}\n")


def _measure_all(scale: float) -> dict[str, Measured]:
    with shared.instance() as bench:
        bench.use()
        count = _load(bench, scale)
        print(f"      {count:,} reports".replace(",", "."), flush=True)
        return {name: _measure(*screen) for name, screen in _screens()}


def _load(bench: Bench, scale: float) -> int:
    from django.db import connection

    from tanggap.ops import demo

    started = time.monotonic()
    demo.load(at=datetime.now(UTC), scale=scale, with_photos=False)
    demo.people(at=datetime.now(UTC))
    print(f"      loaded in {time.monotonic() - started:.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT count(*) FROM reports_report")
        return int(cursor.fetchone()[0])


Ask = Callable[[], str]


def _screens() -> Iterator[tuple[str, tuple[object, Ask]]]:
    from django.test import Client

    from tanggap.people.models import Membership, User
    from tanggap.publication.models import PublicReport
    from tanggap.reports.models import Report

    seat = Membership.objects.filter(role="agency_admin").select_related("user", "agency").first()
    seat = seat or Membership.objects.filter(role="officer").select_related("user", "agency").get()
    staff, anybody = Client(), Client()
    staff.force_login(User.objects.get(pk=seat.user_id))
    own = list(Report.objects.filter(lead=seat.agency).values_list("number", flat=True)[:200])
    seen = list(PublicReport.objects.order_by("-id").values_list("number", flat=True)[:2000])
    pick = random.Random(1)
    queues = ["", "?state=waiting", "?q=sampah", "?state=in_progress&category=sampah"]
    yield "agency queue of 50", (staff, lambda: f"/meja/antrean/agency/{pick.choice(queues)}")
    yield "report page, staff", (staff, lambda: f"/meja/laporan/{pick.choice(own)}/")
    yield "report page, public", (anybody, lambda: f"/laporan/{pick.choice(seen)}/")
    yield "public map", (anybody, lambda: _window(pick))


def _window(pick: random.Random) -> str:
    """A window of a phone at a city's zoom, somewhere in Jakarta."""
    south, west = pick.uniform(-6.33, -6.15), pick.uniform(106.70, 106.92)
    return f"/peta/titik.json?bbox={west:.4f},{south:.4f},{west + 0.06:.4f},{south + 0.05:.4f}"


def _measure(client: object, ask: Ask) -> Measured:
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    assert isinstance(client, Client)
    for _ in range(WARM):
        _get(client, ask())
    times = []
    for _ in range(ROUNDS):
        path, started = ask(), time.perf_counter()
        _get(client, path)
        times.append((time.perf_counter() - started) * 1000)
    most = 0
    for _ in range(WARM):
        path = ask()
        with (
            CaptureQueriesContext(connections["default"]) as inside,
            CaptureQueriesContext(connections["public"]) as outside,
        ):
            _get(client, path)
        most = max(most, len(inside) + len(outside))
    return Measured(p95=shared.percentile(times, 0.95), queries=most)


def _get(client: object, path: str) -> None:
    from django.test import Client

    assert isinstance(client, Client)
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path}: {answer.status_code}")
    b"".join(answer) if answer.streaming else answer.content


if __name__ == "__main__":
    raise SystemExit(main())
