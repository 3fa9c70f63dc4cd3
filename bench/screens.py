"""The screens that everybody waits for, with one year of the city and with ten.

One client, full middleware, real queries: an agency's queue of 50 with filters, a report's page,
the home page, everybody's list, one's own reports, the public map by its window, the search of the
desk, the preview of one step for many reports.
`BENCH_SCALE` (default 1 and 10 years) may shrink the run; with `BENCH_KEEP=FOLDER` the cities stay
there, and the next run finds them loaded. Where the machine is busy, judge by the
processor time of this process and by the least time, both printed beside the promise.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from bench import _instance as shared

if TYPE_CHECKING:
    from django.test import Client

ROUNDS = 80
WARM = 40
P95_MS = 50.0
SLOW = ("search", "public list", "bulk")  # what looks through everything, or works on fifty
WORK_MS = 80.0
MOST_QUERIES = 9
SLOWER = 1.5
BULK = 50
QUEUES = (
    "", "state=waiting", "q=sampah", "state=in_progress&category=sampah", "late=1", "returned=1",
    "q=jalan+rusak&late=1",
)  # fmt: skip
# Common words and rare ones, filters that let nearly all pass and nearly none, alone and together.
SEARCHES = (
    "q=sampah", "q=jalan+berlubang", "q=tawuran", "q=lampu+padam&state=closed", "q=xyzzy",
    "state=closed", "state=declined", "category=sampah&area=31.74", "channel=jaki&year=2022",
    "late=1", "returned=1&category=jalan", "q=di&area=31.71.06", "",
)  # fmt: skip


# The same for everybody's list.
LISTS = (
    "", "area=31.74", "category=sampah", "state=declined", "state=waiting", "q=lampu+padam",
    "area=31.74&category=jalan&state=declined", "area=31.01&category=jalan", "year=2022&month=3",
    "q=xyzzy", "channel=jaki&state=closed", "q=jalan&area=31.74.09",
)  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """One screen at one size; milliseconds."""

    p95: float
    least: float
    median: float
    processor: float  # the median of what this process computed
    queries: int


@dataclass(frozen=True)
class Asked:
    """One request: what is posted, if anything is."""

    path: str
    posted: Mapping[str, object] | None = None


@dataclass(frozen=True)
class Screen:
    """A screen and who looks at it."""

    client: object
    ask: Callable[[], Asked]


def main() -> int:
    """Print the times; 1 when a promise is broken."""
    scales = [float(part) for part in os.environ.get("BENCH_SCALE", "1,10").split(",")]
    sizes = [_at(scale) for scale in scales]
    kept = []
    for name, small in sizes[0].items():
        for place, measured in enumerate(size[name] for size in sizes):
            years = "" if place == 0 else ", with more years"
            kept += _judged(f"{name}{years}", measured)
            if place and not name.startswith(SLOW):  # in one year fewer wait than fifty
                ratio = measured.p95 / small.p95
                kept.append(shared.verdict(f"{name}{years}, ratio", ratio, most=SLOWER))
    return 0 if all(kept) else 1


def _judged(name: str, measured: Measured) -> list[bool]:
    most = WORK_MS if name.startswith(SLOW) else P95_MS
    print(
        f"      {name}: least {measured.least:.1f} ms, median {measured.median:.1f} ms,"
        f" processor {measured.processor:.1f} ms"
    )
    found = [shared.verdict(f"{name}, p95", measured.p95, most=most, unit=" ms")]
    if not name.startswith("bulk"):
        found.append(shared.verdict(f"{name}, queries", measured.queries, most=MOST_QUERIES))
    return found


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
        rows = [json.loads(line) for line in lines]
    os.waitpid(pid, 0)
    if not rows:
        raise SystemExit(f"The screens could not be measured at scale {scale}.")
    return {name: Measured(**values) for name, values in rows}


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
        for name, one in found.items():
            out.write(json.dumps([name, asdict(one)]) + "\n")


def _measure_all(scale: float) -> dict[str, Measured]:
    folder = os.environ.get("BENCH_KEEP")
    with shared.instance(Path(folder) / f"{scale:g}" if folder else None) as bench:
        bench.use()
        from tanggap.project import serve

        count = load(scale)
        print(f"      {count:,} reports".replace(",", "."), flush=True)
        serve.settle()
        return {name: measure(screen) for name, screen in _screens()}


def load(scale: float) -> int:
    """Fill the city with `scale` years unless it is; how many reports there are."""
    from django.db import connection

    from tanggap.ops import demo

    with connection.cursor() as cursor:
        if not demo.is_loaded():
            started = time.monotonic()
            demo.load(at=datetime.now(UTC), scale=scale, with_photos=False)
            demo.people(at=datetime.now(UTC))
            print(f"      loaded in {time.monotonic() - started:.0f} s", flush=True)
            cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("SELECT count(*) FROM reports_report")
        return int(cursor.fetchone()[0])


def _screens() -> Iterator[tuple[str, Screen]]:
    from django.test import Client

    from tanggap.publication.models import PublicReport

    office, agency = staff("agency_admin", "officer")
    desk, _ = staff("dispatcher")
    anybody, pick = Client(), random.Random(1)
    own = _own(agency)
    seen = list(PublicReport.objects.order_by("-id").values_list("number", flat=True)[:2000])
    yield "agency queue of 50", Screen(office, _any_of("/meja/antrean/agency/", QUEUES, pick))
    yield "report page, staff", Screen(office, lambda: Asked(f"/meja/laporan/{pick.choice(own)}/"))
    yield "report page, public", Screen(anybody, lambda: Asked(f"/laporan/{pick.choice(seen)}/"))
    yield "home page", Screen(anybody, lambda: Asked("/"))
    yield "public list", Screen(anybody, _any_of("/laporan/", LISTS, pick))
    yield "my reports", Screen(office, lambda: Asked("/laporanku/"))
    yield "public map", Screen(anybody, lambda: Asked(_window(pick, 0.06)))
    yield "public map, whole city", Screen(anybody, lambda: Asked(_window(pick, 0.5)))
    yield "search by an office", Screen(office, _any_of("/meja/cari/", SEARCHES, pick))
    yield "search by the desk", Screen(desk, _any_of("/meja/cari/", SEARCHES, pick))
    yield f"bulk preview of {BULK}", Screen(office, lambda: Asked(*_bulk(agency)))


def staff(*roles: str) -> tuple[object, int]:
    """Somebody in the first of `roles` that is there, logged in, and the office."""
    from django.test import Client

    from tanggap.people.models import Membership, User

    seats = Membership.objects.order_by("pk")
    seat = next(row for role in roles for row in seats.filter(role=role)[:1])
    client = Client()
    client.force_login(User.objects.get(pk=seat.user_id))
    return client, seat.agency_id


def _own(agency: int) -> list[str]:
    """Reports that the office has or had, the newest ones."""
    from tanggap.reports.models import Report

    rows = Report.objects.filter(offices__contains=[agency]).order_by("-id")
    return list(rows.values_list("number", flat=True)[:200])


def _any_of(path: str, queries: tuple[str, ...], pick: random.Random) -> Callable[[], Asked]:
    return lambda: Asked(f"{path}?{pick.choice(queries)}")


def _bulk(agency: int) -> tuple[str, dict[str, object]]:
    """The preview of accepting what waits for the office."""
    from tanggap.reports.models import Report

    rows = Report.objects.filter(lead=agency, state="waiting", merged_into=None)
    pairs = rows.order_by("due_at", "id").values_list("number", "seq")[:BULK]
    picks = [f"{number}:{seq}" for number, seq in pairs]
    return "/meja/antrean/agency/banyak/", {"verb": "accept", "pick": picks, "do": "try"}


def _window(pick: random.Random, width: float) -> str:
    """A window of so many degrees somewhere in Jakarta: a phone at a city's zoom, or all of it."""
    south, west = pick.uniform(-6.33, -6.15), pick.uniform(106.70, 106.92)
    if width > 0.1:
        south, west = -6.4 + pick.uniform(-0.02, 0.02), 106.6 + pick.uniform(-0.02, 0.02)
    north, east = south + width * 5 / 6, west + width
    return f"/peta/titik.json?bbox={west:.4f},{south:.4f},{east:.4f},{north:.4f}"


def measure(screen: Screen, *, rounds: int = ROUNDS, warm: int = WARM) -> Measured:
    """Ask for a screen again and again."""
    for _ in range(warm):
        _get(screen.client, screen.ask())
    wall, processor = [], []
    for _ in range(rounds):
        asked, used, started = screen.ask(), time.process_time(), time.perf_counter()
        _get(screen.client, asked)
        wall.append((time.perf_counter() - started) * 1000)
        processor.append((time.process_time() - used) * 1000)
    return Measured(
        p95=shared.percentile(wall, 0.95),
        least=min(wall),
        median=shared.percentile(wall, 0.5),
        processor=shared.percentile(processor, 0.5),
        queries=max(_queries(screen) for _ in range(warm)),
    )


def _queries(screen: Screen) -> int:
    from django.db import connections
    from django.test.utils import CaptureQueriesContext

    asked = screen.ask()
    with (
        CaptureQueriesContext(connections["default"]) as inside,
        CaptureQueriesContext(connections["public"]) as outside,
    ):
        _get(screen.client, asked)
    return len(inside) + len(outside)


def _get(client: object, asked: Asked) -> None:
    from django.test import Client

    assert isinstance(client, Client)
    answer = client.get(asked.path) if asked.posted is None else _post(client, asked)
    if answer.status_code not in (200, 302 if asked.posted is not None else 200):
        raise RuntimeError(f"{asked.path}: {answer.status_code}")
    b"".join(answer) if answer.streaming else answer.content


def _post(client: Client, asked: Asked) -> Any:
    """As a browser sends a form without files: Django's client would send parts of mail."""
    body = urlencode(asked.posted or {}, doseq=True)
    return client.post(asked.path, body, content_type="application/x-www-form-urlencoded")


if __name__ == "__main__":
    raise SystemExit(main())
