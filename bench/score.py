"""Score cards with a year of the city: the pages, the files, and closing its twelve months.

A closing is compared with the least that any closing has to do, which is to read the month's
events once and count them by report; the ratio says more than seconds do. `BENCH_SCALE` (default
1) is how many years there are, or which part of one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

from bench import _instance as shared
from bench.screens import Asked, Screen, load, measure, staff

YEAR = 2022
P95_MS = 150.0
FILE_MS = 2000.0
MOST_QUERIES = 12
YEAR_SECONDS = 60.0
CLOSE_SECONDS = 15.0
CLOSE_RATIO = 60.0
CLOSE_QUERIES = 40
PLAIN = """
    SELECT count(*) FROM (
        SELECT report_id, count(*) FROM reports_reportevent WHERE at >= %s AND at < %s
        GROUP BY report_id) one"""


def main() -> int:
    """Print the times; 1 when a promise is broken."""
    with shared.instance() as bench:
        bench.use()
        count = load(float(os.environ.get("BENCH_SCALE", "1")))
        print(f"      {count:,} reports".replace(",", "."), flush=True)
        kept = [*_closings(), *_pages()]
    return 0 if all(kept) else 1


def _closings() -> Iterator[bool]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tanggap.people.access import SYSTEM
    from tanggap.performance import actions, rules
    from tanggap.performance.counting import Month

    seconds, ratios, queries = [], [], []
    for number in range(1, 13):
        month = Month(date(YEAR, number, 1))
        plain = min(_plain(month.start, month.end) for _ in range(3))
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            at = rules.closable_from(month) + timedelta(hours=9)
            actions.close_month(month=month, by=SYSTEM, at=at)
        seconds.append(time.perf_counter() - started)
        ratios.append(seconds[-1] / plain)
        queries.append(len(asked))
    print("      closings: " + " ".join(f"{one:.1f}" for one in seconds) + " s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the server does by itself within a minute
    longest, ratio = max(seconds), shared.percentile(ratios, 0.5)
    yield shared.verdict("longest closing of a month", longest, most=CLOSE_SECONDS, unit=" s")
    yield shared.verdict("a closing beside a plain count", ratio, most=CLOSE_RATIO)
    yield shared.verdict("queries of a closing", max(queries), most=CLOSE_QUERIES)


def _plain(start: datetime, end: datetime) -> float:
    from django.db import connection

    started = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [start, end])
        cursor.fetchone()
    return time.perf_counter() - started


def _pages() -> Iterator[bool]:
    from tanggap.performance.models import VersionScore

    assert datetime.now(UTC).year > YEAR, "the year is over, so all its months are closed"
    leader, _ = staff("leader", "operator")
    rows = VersionScore.objects.filter(month=date(YEAR, 11, 1), scope="own")
    office = rows.order_by("-received")[0].agency.code
    card, board = f"/kinerja/{YEAR}-11/{office}/", f"/kinerja/{YEAR}-11/"
    year = f"/kinerja/{YEAR}-12/unduh.xlsx"
    for name, path, most in (
        ("list of all offices", f"/kinerja/?month={YEAR}-11", P95_MS),
        ("card of the busiest office", card, P95_MS),
        ("its PDF", f"{card}unduh.pdf", FILE_MS),
        ("all offices as XLSX", f"{board}unduh.xlsx", FILE_MS),
        ("all offices as PDF", f"{board}unduh.pdf", FILE_MS),
        ("the page before a year of all offices", f"{year}?year=1", P95_MS),
    ):
        found = measure(Screen(leader, partial(Asked, path)), rounds=20, warm=2)
        print(f"      {name}: median {found.median:.1f} ms, processor {found.processor:.1f} ms")
        yield shared.verdict(f"{name}, p95", found.p95, most=most, unit=" ms")
        yield shared.verdict(f"{name}, queries", found.queries, most=MOST_QUERIES)
    yield from _year(Screen(leader, partial(Asked, f"{year}?year=1", {})))


def _year(screen: Screen) -> Iterator[bool]:
    """The spreadsheet of a year: asked for by a page, made by the worker."""
    from django.utils import timezone

    from tanggap.web.errands import makers
    from tanggap.workbench.models import Errand

    found = measure(screen, rounds=20, warm=2)
    yield shared.verdict("asking for a year as XLSX, p95", found.p95, most=P95_MS, unit=" ms")
    row = Errand.objects.get()
    started, used = time.perf_counter(), time.process_time()
    makers.do(row.pk, at=timezone.now())
    seconds, used = time.perf_counter() - started, time.process_time() - used
    row.refresh_from_db()
    size = len(row.content or b"") / 1e6
    print(f"      a year as XLSX: {row.total} rows, {size:.1f} MB, processor {used:.1f} s")
    yield shared.verdict(
        "a year as XLSX, made by the worker", seconds, most=YEAR_SECONDS, unit=" s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
