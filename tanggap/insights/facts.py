"""Day facts: recomputed from the reports by one statement each, never incremented.

A day is a day received, in the instance's time zone. Completed is what the city's table 5 counts:
resolved or closed by work or answer; declined, withdrawn, merged and referred are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

# The statements are put together from these constants alone; values go in as parameters.
COMPLETED = "(r.state IN ('resolved', 'closed') AND r.closing IN ('work', 'answer'))"
OPEN = (
    "(r.merged_into_id IS NULL AND r.state IN"
    " ('submitted', 'on_hold', 'waiting', 'in_progress', 'awaiting_validation'))"
)
SHOWN = "(r.visibility = 'public' AND NOT r.is_confidential)"
DAY = "(r.received_at AT TIME ZONE %(tz)s)::date"
WHEN = "r.received_at >= %(start)s AND r.received_at < %(end)s"

CHANNEL_DAY = f"""
    INSERT INTO publication_channelday (day, channel_id, received, completed, open, public,
        public_completed)
    SELECT {DAY}, r.channel_id, count(*), count(*) FILTER (WHERE {COMPLETED}),
           count(*) FILTER (WHERE {OPEN}), count(*) FILTER (WHERE {SHOWN}),
           count(*) FILTER (WHERE {SHOWN} AND {COMPLETED})
    FROM reports_report r WHERE {WHEN} GROUP BY 1, 2
"""  # noqa: S608

# A report counts in the city's own category and, when it has one, in the nation's.
CATEGORY_DAY = f"""
    INSERT INTO publication_categoryday (day, category_id, city_id, received, completed, public,
        public_completed)
    SELECT {DAY}, c.id, district.parent_id, count(*), count(*) FILTER (WHERE {COMPLETED}),
           count(*) FILTER (WHERE {SHOWN}), count(*) FILTER (WHERE {SHOWN} AND {COMPLETED})
    FROM reports_report r
    JOIN LATERAL (VALUES (r.category_id), (r.lapor_category_id)) AS c(id) ON c.id IS NOT NULL
    LEFT JOIN places_area village ON village.id = r.area_id
    LEFT JOIN places_area district ON district.id = village.parent_id
    WHERE {WHEN} GROUP BY 1, 2, 3
"""  # noqa: S608

# Received by an agency = its final assignments; what was passed on or returned doesn't count.
AGENCY_DAY = f"""
    INSERT INTO publication_agencyday (day, channel_id, agency_id, received, completed, public,
        public_completed)
    SELECT {DAY}, r.channel_id, a.agency_id, count(DISTINCT r.id),
           count(DISTINCT r.id) FILTER (WHERE a.state = 'done'),
           count(DISTINCT r.id) FILTER (WHERE {SHOWN}),
           count(DISTINCT r.id) FILTER (WHERE {SHOWN} AND a.state = 'done')
    FROM reports_report r JOIN reports_assignment a ON a.report_id = r.id
    WHERE {WHEN} AND a.state IN ('pending', 'accepted', 'done') GROUP BY 1, 2, 3
"""  # noqa: S608

DAY_TOTAL = f"""
    INSERT INTO publication_daytotal
        (day, received, completed, open, public, public_completed, median_hours, stars_sum,
        stars_count, counted_at)
    SELECT {DAY}, count(*), count(*) FILTER (WHERE {COMPLETED}), count(*) FILTER (WHERE {OPEN}),
           count(*) FILTER (WHERE {SHOWN}), count(*) FILTER (WHERE {SHOWN} AND {COMPLETED}),
           percentile_cont(0.5) WITHIN GROUP (
               ORDER BY extract(epoch FROM r.resolved_at - r.received_at) / 3600
           ) FILTER (WHERE {COMPLETED}),
           coalesce(sum(r.stars), 0), count(r.stars), %(at)s
    FROM reports_report r WHERE {WHEN} GROUP BY 1
"""  # noqa: S608

# Seconds that a day rests after it was counted: for each of its reports, and the bounds.
REST_EACH, REST_LEAST, REST_MOST = 0.01, 45, 3600

TABLES = {
    "publication_channelday": CHANNEL_DAY,
    "publication_categoryday": CATEGORY_DAY,
    "publication_agencyday": AGENCY_DAY,
    "publication_daytotal": DAY_TOTAL,
}


def recompute(first: date, last: date, *, at: datetime) -> None:
    """Replace the facts of the days `first` to `last` (inclusive) in one transaction.

    Days are locked one after the other in order, so two workers never count into each other.
    """
    start, end = _midnight(first), _midnight(last + timedelta(days=1))
    values: dict[str, str | date | datetime] = {
        "tz": settings.TIME_ZONE,
        "start": start,
        "end": end,
        "first": first,
        "last": last,
        "at": at,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tanggap facts'))")
        for table, statement in TABLES.items():
            clear = f"DELETE FROM {table} WHERE day BETWEEN %(first)s AND %(last)s"  # noqa: S608
            cursor.execute(clear, values)
            cursor.execute(statement, values)


def recompute_days(days: Iterable[date], *, at: datetime) -> None:
    """Replace the facts of single days; neighbours are done together."""
    for first, last in _runs(sorted(set(days))):
        recompute(first, last, at=at)


def rested(days: Iterable[date], *, at: datetime) -> list[date]:
    """Those of `days` that may be counted again at `at`.

    Counting takes the longer, the more reports a day has, and so does its rest: however fast
    reports stream in, counting a day takes about a thousandth of one processor.
    """
    wanted = list(days)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT day FROM publication_daytotal WHERE day = ANY(%(days)s) AND counted_at"
            " + make_interval(secs => least(greatest(received * %(each)s, %(least)s), %(most)s))"
            " > %(at)s",
            {
                "days": wanted,
                "each": REST_EACH,
                "least": REST_LEAST,
                "most": REST_MOST,
                "at": at,
            },
        )
        resting = {day for (day,) in cursor.fetchall()}
    return [day for day in wanted if day not in resting]


def _runs(days: list[date]) -> list[tuple[date, date]]:
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_default_timezone())
