"""How often the estimates are right: counted from the first half of the demonstration year on, as
every night would, and held against what became of the reports of the days after.

`BENCH_SCALE` chooses the size of the year.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime, timedelta

from bench import _instance as shared

LEAST, MOST = 0.75, 0.87  # eight of ten, and what whole days and other years do to it
MOST_SECONDS = 5.0
FIRST, LAST, STEP = datetime(2022, 7, 1, tzinfo=UTC), datetime(2022, 12, 1, tzinfo=UTC), 14

# Of the reports of some days: how many there are, how many ended between the two days of their
# estimate, and how many before; what never ended is late. The widths are in days.
HELD = """
    SELECT count(*), count(*) FILTER (WHERE days BETWEEN e.low_days AND e.high_days),
           count(*) FILTER (WHERE days < e.low_days), coalesce(sum(e.high_days - e.low_days), 0)
    FROM (
        SELECT r.category_id, village.parent_id AS district, district.parent_id AS city,
               CASE WHEN {completed} THEN extract(epoch FROM r.resolved_at - r.received_at) / 86400
                   ELSE 'infinity' END AS days
        FROM reports_report r
        LEFT JOIN places_area village ON village.id = r.area_id
        LEFT JOIN places_area district ON district.id = village.parent_id
        WHERE r.received_at >= %(since)s AND r.received_at < %(until)s
          AND NOT r.is_confidential AND ({completed} OR {open})
    ) r JOIN LATERAL (
        SELECT * FROM publication_estimate e
        WHERE (e.category_id = r.category_id OR e.category_id IS NULL)
          AND (e.area_id IN (r.district, r.city) OR e.area_id IS NULL)
        ORDER BY e.level LIMIT 1
    ) e ON true
"""


def main() -> int:
    """Print the hit rate; 1 when it is far from what the page says."""
    with shared.instance() as bench:
        bench.use()
        from tanggap.ops import demo

        scale = float(os.environ.get("BENCH_SCALE", "1"))
        demo.load(at=datetime.now(UTC), scale=scale, with_photos=False)
        total, hit, early, width, seconds = _walk()
    late = total - hit - early
    print(f"      {total} reports: {hit / total:.1%} right, {early / total:.1%} earlier,")
    print(f"      {late / total:.1%} later; {width / total:.1f} days between the ends")
    kept = [
        shared.verdict("estimates that were right, at least", hit / total, least=LEAST),
        shared.verdict("estimates that were right, at most", hit / total, most=MOST),
        shared.verdict("counting them once", seconds, most=MOST_SECONDS, unit=" s"),
    ]
    return 0 if all(kept) else 1


def _walk() -> tuple[int, int, int, int, float]:
    from django.db import connection

    from tanggap.insights import estimates, facts

    held = HELD.format(completed=facts.COMPLETED, open=facts.OPEN)
    sums, at, slowest = [0, 0, 0, 0], FIRST, 0.0
    while at < LAST:
        started = time.perf_counter()
        estimates.count(at=at)
        slowest = max(slowest, time.perf_counter() - started)
        with connection.cursor() as cursor:
            cursor.execute(held, {"since": at, "until": at + timedelta(days=STEP)})
            sums = [a + int(b) for a, b in zip(sums, cursor.fetchone(), strict=True)]
        at += timedelta(days=STEP)
    return (*sums, slowest)  # type: ignore[return-value]


if __name__ == "__main__":
    sys.exit(main())
