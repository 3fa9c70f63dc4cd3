"""How long it takes until a changed rule has reached every open clock of a nation's reports.

A durable database holds at least `BENCH_REPORTS` (default 100.000) reports whose clocks run: those
of a small demonstration year, copied with their events and offices. Days are closed and a rule is
changed as the operator does it, and this process does what the worker does: slice after slice of
the job, each with its transactions. Beside it stands the plain way: each report read, reckoned and
saved by itself. What the operator sees before, the preview, is timed too.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bench import _instance as shared

if TYPE_CHECKING:
    from tanggap.taxonomy.clock_rules import NewDay, NewPolicy

MOST_SECONDS = 30.0
LEAST_RATIO = 10.0  # times the plain way
PREVIEW_SECONDS = 2.0
PREVIEWS = 3
PLAIN = 400  # reports done one by one, to compare
YEAR = 0.05  # of the demonstration year, before it is copied


def main() -> int:
    """Print seconds, reports a second and ratios; 1 when a promise is broken."""
    wanted = int(os.environ.get("BENCH_REPORTS", "100000"))
    with shared.instance() as bench:
        bench.use()
        count = _fill(wanted)
        print(f"      {count} open clocks; load of the machine {os.getloadavg()[0]:.2f}")
        plain = _one_by_one()
        print(f"      one by one: {plain:.0f} reports a second")
        kept = [_previewed(count)]
        kept += [_promise(name, change, count, plain) for name, change in CHANGES]
    return 0 if all(kept) else 1


def _promise(name: str, change: Callable[[], None], count: int, plain: float) -> bool:
    from tanggap.deadlines.models import Recomputation

    change()
    seconds, used = _until_done()
    done = Recomputation.objects.latest("pk")
    rate = count / seconds
    print(f"      {name}: {done.seen} looked at, {done.moved} moved, {used:.1f} s of CPU here")
    print(f"      {name}: {rate:.0f} open clocks a second; load {os.getloadavg()[0]:.2f}")
    fast = shared.verdict(name, seconds, most=MOST_SECONDS, unit=" s")
    return shared.verdict(f"{name}, times one by one", rate / plain, least=LEAST_RATIO) and fast


def _previewed(count: int) -> bool:
    from django.utils import timezone

    from tanggap.deadlines import preview
    from tanggap.people.access import SYSTEM

    kept = []
    for name, look in (
        ("a closed day", partial(preview.of_day, said=_said(_next_working_day(1)))),
        ("a changed rule", partial(preview.of_policy, _rule())),
    ):
        seconds, used = [], []
        for _ in range(PREVIEWS):
            started, computed = time.perf_counter(), time.process_time()
            found = look(by=SYSTEM, at=timezone.now())
            seconds.append(time.perf_counter() - started)
            used.append(time.process_time() - computed)
        print(f"      preview of {name}: {found.looked_at} of {count} looked at,"
              f" about {found.total.value} can move, {min(used):.1f} s of CPU here")  # fmt: skip
        slowest = max(seconds)
        kept.append(shared.verdict(f"preview of {name}", slowest, most=PREVIEW_SECONDS, unit=" s"))
    return all(kept)


def _fill(wanted: int) -> int:
    """Load and copy; how many clocks run then."""
    from django.db import connection

    from tanggap.ops import demo
    from tanggap.reports import bulk

    demo.load(at=datetime.now(UTC), scale=YEAR, with_photos=False)
    running = bulk.count()
    with connection.cursor() as cursor:
        for query in COPY:
            cursor.execute(query, {**bulk.VALUES, "times": -(-wanted // running)})
        cursor.execute("VACUUM (ANALYZE)")
        cursor.execute("CHECKPOINT")
    return bulk.count()


# Ids far above those that there are; the last statement lets new reports come after the copies.
COPY = (
    """
    CREATE TEMP TABLE copies AS
    SELECT r.id AS old, n AS turn, (SELECT max(id) FROM reports_report) + (n - 1) * (
        SELECT max(id) + 1 FROM reports_report) + r.id AS new
    FROM reports_report r, generate_series(1, %(times)s) n
    WHERE r.state = ANY(%(open)s) OR (r.state = ANY(%(waiting)s) AND r.due_at IS NOT NULL)
    """,
    """
    INSERT INTO reports_report
    SELECT (jsonb_populate_record(r, jsonb_build_object('id', c.new, 'number',
        'C' || c.new, 'external_id', 'copy-' || c.new))).*
    FROM copies c JOIN reports_report r ON r.id = c.old ORDER BY c.new
    """,
    """
    INSERT INTO reports_assignment
    SELECT (jsonb_populate_record(a, jsonb_build_object('report_id', c.new, 'id',
        nextval(pg_get_serial_sequence('reports_assignment', 'id'))))).*
    FROM copies c JOIN reports_assignment a ON a.report_id = c.old ORDER BY c.new
    """,
    """
    INSERT INTO reports_reportevent
    SELECT (jsonb_populate_record(e, jsonb_build_object('report_id', c.new))).*
    FROM copies c JOIN reports_reportevent e ON e.report_id = c.old ORDER BY c.new, e.seq
    """,
    # Whoever had to be warned was warned: the ladder is not what is measured.
    "UPDATE reports_report SET alert_at = NULL WHERE alert_at < now() + interval '1 hour'",
    "SELECT setval(pg_get_serial_sequence('reports_report', 'id'),"
    " (SELECT max(id) FROM reports_report) + %(times)s)",
)


def _one_by_one() -> float:
    """Reports a second by the way that each verb takes: the row locked, its case read, saved."""
    from django.db import transaction
    from django.utils import timezone

    from tanggap.reports import bulk, case, due
    from tanggap.reports.models import Report

    rows = bulk.running(after=0, limit=PLAIN)
    at, started = timezone.now(), time.perf_counter()
    for row in rows:
        with transaction.atomic():
            one = case.lock(Report(pk=row.id))
            columns = due.caches(one, at=at)
            Report.objects.filter(pk=row.id).update(**columns)
    return len(rows) / (time.perf_counter() - started)


def _until_done() -> tuple[float, float]:
    """Seconds until the newest change has reached all its clocks, and processor seconds of this
    process."""
    from django.utils import timezone

    from tanggap.deadlines import recomputing
    from tanggap.deadlines.models import Recomputation
    from tanggap.lib import editions

    row = Recomputation.objects.latest("pk")
    editions.look_again()
    started, used = time.perf_counter(), time.process_time()
    while row.ended_at is None:
        recomputing.recompute(row=row.pk, at=timezone.now())
        row.refresh_from_db()
    return time.perf_counter() - started, time.process_time() - used


def _close(day: date) -> None:
    from django.utils import timezone

    from tanggap.deadlines import days
    from tanggap.people.access import SYSTEM

    days.say(_said(day), by=SYSTEM, at=timezone.now(), reason="bench")


def _said(day: date) -> NewDay:
    from tanggap.taxonomy.clock_rules import NewDay

    return NewDay(date=day, kind="public", name="Hari ukur", source="bench")


def _everything() -> None:
    """What a load of the pack asks for: every clock, whatever moved."""
    from django.utils import timezone

    from tanggap.deadlines import recomputing

    recomputing.ask(at=timezone.now())


def _next_working_day(after: int) -> date:
    from django.utils import timezone

    from tanggap.taxonomy import queries

    day = timezone.localdate() + timedelta(days=after)
    while not queries.calendar().is_working_day(day):
        day += timedelta(days=1)
    return day


def _change_rule() -> None:
    from django.utils import timezone

    from tanggap.deadlines import policies
    from tanggap.people.access import SYSTEM

    policies.add(_rule(), by=SYSTEM, at=timezone.now(), reason="bench")


def _rule() -> NewPolicy:
    from tanggap.taxonomy.clock_rules import NewPolicy

    return NewPolicy(
        clock="completion", amount=10, unit="days", valid_from=date(2025, 3, 18), source="bench"
    )


CHANGES: tuple[tuple[str, Callable[[], None]], ...] = (
    ("the next working day closed", lambda: _close(_next_working_day(1))),
    ("a day in a month closed", lambda: _close(_next_working_day(30))),
    ("three days more for every complaint", _change_rule),
    ("every clock, as after a load of the pack", _everything),
)

if __name__ == "__main__":
    sys.exit(main())
