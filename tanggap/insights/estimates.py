"""How long reports like this one take here: counted every night, and held against what came of it.

A group is a category and a place, or one of them, or neither. Counted are the newest reports that
had the time to end: those that still wait are in it as endless, so that slow ones aren't forgotten.
Refused, withdrawn, merged and referred ones say nothing about time, and confidential ones are left
out. A group has FEWEST reports or isn't there.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction

from tanggap.insights.facts import COMPLETED, OPEN
from tanggap.publication.models import Estimate

NEWEST = 150_000  # reports that an estimate looks back upon, at most
REST = timedelta(days=30)  # so old is a report when it counts
FEWEST = 30
# The first tenth in hundredths, the half, and eight to nine tenths. The lower end is cut
# to whole days; as many as then lie below it are left out above, so that eight of ten lie between.
# Stretched to whole days at both ends it would be nine of ten, and the words worth less.
SHARES = [*(n / 100 for n in range(1, 11)), 0.5, *(n / 100 for n in range(80, 91))]
TENTH, HALF, EIGHT, NINE = 10, 11, 12, 22  # their places, counted from 1
LONGEST_DAYS = 999

# Values go in as parameters; the rest is constants of this package.
_COUNT = f"""
    WITH first AS (
        SELECT coalesce((
            SELECT received_at FROM reports_report WHERE received_at < %(until)s
            ORDER BY received_at DESC OFFSET %(newest)s LIMIT 1), '-infinity') AS at
    ), past AS MATERIALIZED (
        SELECT r.category_id AS category, village.parent_id AS district,
               district.parent_id AS city,
               CASE WHEN {COMPLETED} AND r.resolved_at <= %(at)s
                   THEN extract(epoch FROM r.resolved_at - r.received_at)::float8 / 86400
                   ELSE 'infinity'::float8 END AS days
        FROM reports_report r
        LEFT JOIN places_area village ON village.id = r.area_id AND village.level = 'village'
        LEFT JOIN places_area district ON district.id = village.parent_id
        WHERE r.received_at >= (SELECT at FROM first) AND r.received_at < %(until)s
          AND NOT r.is_confidential AND ({COMPLETED} OR {OPEN})
    ), counted AS (
        SELECT category, district, city, grouping(category, district, city) AS sort,
               count(*) AS reports,
               percentile_disc(%(shares)s::float8[]) WITHIN GROUP (ORDER BY days) AS parts
        FROM past
        GROUP BY GROUPING SETS ((category, district), (category, city), (category), (city), ())
        HAVING count(*) >= %(fewest)s
    )
    INSERT INTO publication_estimate
        (category_id, area_id, level, reports, low_days, half_days, high_days, computed_at)
    SELECT category, coalesce(district, city),
           CASE sort WHEN 1 THEN 1 WHEN 2 THEN 2 WHEN 3 THEN 3 WHEN 6 THEN 4 ELSE 5 END,
           reports, low, greatest(round(parts[{HALF}])::int, 1),
           greatest(round(parts[{EIGHT} + below])::int, low + 1), %(at)s
    FROM counted, LATERAL (
        SELECT greatest(floor(parts[{TENTH}])::int, 0) AS low
    ) AS first_end, LATERAL (
        SELECT count(*)::int AS below FROM unnest(parts[1:{TENTH}]) AS part WHERE part < low
    ) AS early
    WHERE parts[{NINE}] <= %(longest)s
      -- Reports without the one or the other are no group of their own.
      AND (sort & 4 <> 0 OR category IS NOT NULL)
      AND (sort & 2 <> 0 OR district IS NOT NULL) AND (sort & 1 <> 0 OR city IS NOT NULL)
"""  # noqa: S608

# The narrowest group of a report, by five looks into the index.
_GROUPS = (
    "category_id = r.category_id AND area_id = village.parent_id",
    "category_id = r.category_id AND area_id = district.parent_id",
    "category_id = r.category_id AND area_id IS NULL",
    "category_id IS NULL AND area_id = district.parent_id",
    "category_id IS NULL AND area_id IS NULL",
)
_NEAREST = " UNION ALL ".join(
    f"SELECT low_days, high_days, level FROM publication_estimate WHERE {group}"  # noqa: S608
    for group in _GROUPS
)
# What a page showed until now, for each report that came since these estimates were counted.
_REMEMBER = f"""
    INSERT INTO insights_estimategiven (report_id, month, low_days, high_days, outcome)
    SELECT r.id, date_trunc('month', r.received_at AT TIME ZONE %(tz)s)::date, e.low_days,
           e.high_days, ''
    FROM reports_report r
    LEFT JOIN places_area village ON village.id = r.area_id AND village.level = 'village'
    LEFT JOIN places_area district ON district.id = village.parent_id
    JOIN LATERAL ({_NEAREST} ORDER BY level LIMIT 1) e ON true
    WHERE r.received_at >= (SELECT min(computed_at) FROM publication_estimate)
      AND r.received_at < %(at)s AND NOT r.is_confidential
    ON CONFLICT (report_id) DO NOTHING
"""  # noqa: S608
_JUDGE = f"""
    UPDATE insights_estimategiven g SET outcome = CASE
        WHEN NOT {COMPLETED} OR r.resolved_at - r.received_at > make_interval(days => g.high_days)
            THEN 'late'
        WHEN r.resolved_at - r.received_at < make_interval(days => g.low_days) THEN 'early'
        ELSE 'hit' END
    FROM reports_report r
    WHERE g.outcome = '' AND r.id = g.report_id
      AND ({COMPLETED} OR r.received_at + make_interval(days => g.high_days) < %(at)s)
"""  # noqa: S608
# Who was refused or withdrew wasn't waiting for an end of this kind.
_DROP = f"""
    DELETE FROM insights_estimategiven g USING reports_report r
    WHERE g.outcome = '' AND r.id = g.report_id AND NOT ({COMPLETED} OR {OPEN})
"""  # noqa: S608
_PUBLISH = """
    INSERT INTO publication_estimatemonth (month, given, hit, early, late)
    SELECT month, count(*), count(*) FILTER (WHERE outcome = 'hit'),
           count(*) FILTER (WHERE outcome = 'early'), count(*) FILTER (WHERE outcome = 'late')
    FROM insights_estimategiven
    GROUP BY month
    HAVING bool_and(outcome <> '') AND count(*) >= %(fewest)s
       AND month < date_trunc('month', %(at)s AT TIME ZONE %(tz)s)::date
    ON CONFLICT (month) DO UPDATE SET given = excluded.given, hit = excluded.hit,
        early = excluded.early, late = excluded.late
"""


@transaction.atomic
def renew(*, at: datetime) -> int:
    """Remember what was said since the last time, judge what ended, count anew; how many groups.

    One transaction: killed, the estimates of yesterday stand, and what they said is remembered
    the next time. A second run in the same night changes nothing but the count.
    """
    values: dict[str, datetime | str | int] = {"at": at, "tz": settings.TIME_ZONE, "fewest": FEWEST}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('tanggap estimates'))")
        for statement in (_REMEMBER, _DROP, _JUDGE, _PUBLISH):
            cursor.execute(statement, values)
    return count(at=at)


def count(*, at: datetime) -> int:
    """Write the estimates as of `at`; returns how many groups have one."""
    values: dict[str, datetime | int | list[float]] = {
        "at": at,
        "until": at - REST,
        "newest": NEWEST,
        "shares": SHARES,
        "fewest": FEWEST,
        "longest": LONGEST_DAYS,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        Estimate.objects.all().delete()
        cursor.execute(_COUNT, values)
        return int(cursor.rowcount)
