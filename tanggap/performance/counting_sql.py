"""What each report counts for each office in one month: one statement, from turns to rows.

A row says which of the month's figures the report makes (`figures.DEFINITIONS`). Received and
what follows from it belong to the month in which the turn began; rejected, reopened, returned,
passed on and rated to the month in which they happened, so that nothing is lost when it happens
after a month was closed.

Further parameters: `limits`, the rules that limit a turn in this month as JSON, the most precise
first (`counting.limits`).
"""

from __future__ import annotations

from tanggap.performance.turns_sql import PASSING, TURNS, day, words
from tanggap.reports.workflow import Verb

V = Verb
IN_MONTH = "{0} >= %(start)s AND {0} < %(end)s"

# What the rules and the rows need to know of each report.
ABOUT = """
about AS MATERIALIZED (
    SELECT r.id, r.report_class, r.kind, r.category_id,
           r.is_confidential OR r.about_id IS NOT NULL
               OR coalesce(c.is_conflict_of_interest, false) AS is_hidden
    FROM touched t
    JOIN reports_report r ON r.id = t.report_id
        AND r.id >= (SELECT min(report_id) FROM touched)
        AND r.id <= (SELECT max(report_id) FROM touched)
    LEFT JOIN taxonomy_category c ON c.id = r.category_id
), rules AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(%(limits)s::jsonb) AS x(
        rank int, category bigint, report_kind text, agency_kind text, report_class text,
        since timestamptz, until timestamptz, days int, seconds int)
)"""

_LIMIT = """
    LEFT JOIN LATERAL (
        SELECT p.days, p.seconds FROM rules p
        WHERE t.began_at >= p.since AND coalesce(t.began_at < p.until, true)
          AND coalesce(p.category = r.category_id, p.category IS NULL)
          AND coalesce(p.report_kind = r.kind, true) AND coalesce(p.agency_kind = a.kind, true)
          AND coalesce(p.report_class = r.report_class, true)
        ORDER BY p.rank LIMIT 1
    ) p ON true"""

_NOW = "CASE WHEN t.is_done THEN t.done_at ELSE %(at)s END"
_BEGAN = "(t.began_at AT TIME ZONE %(tz)s)"
# Working days: the limit moves by those on which the clock stood still; what came on a closed
# day has the whole of its last working day.
_LAST_DAY = f"""(%(days)s::date[])[p.days + t.granted_days + {day(_NOW)} - t.own_days]"""
_CLOCK = f"""CASE WHEN (%(days)s::date[])[{day("t.began_at")}] = {_BEGAN}::date
    THEN {_BEGAN}::time ELSE '23:59:59.999999' END"""
IN_TIME = f"""CASE
    WHEN p.days IS NOT NULL THEN {_NOW} <= ({_LAST_DAY} + {_CLOCK}) AT TIME ZONE %(tz)s
    WHEN p.seconds IS NOT NULL
        THEN t.own_time <= make_interval(secs => p.seconds + t.granted_days * 86400)
    ELSE true END"""

# Each office's last turn of the month at each report that stayed with it.
HELD = f"""
final AS (
    SELECT report_id, agency_id, began_at, own_time, own_days, granted_days, done_at, is_done
    FROM turns WHERE is_final AND {IN_MONTH.format("began_at")}
    UNION ALL
    SELECT report_id, agency_id, began_at, own_time, own_days, 0, done_at, is_done
    FROM help WHERE NOT is_merged
), held AS (
    SELECT DISTINCT ON (agency_id, report_id) * FROM final
    ORDER BY agency_id, report_id, began_at DESC, is_done
), judged AS (
    SELECT t.report_id, t.agency_id, t.is_done, {IN_TIME} AS is_in_time,
           CASE WHEN t.is_done THEN round(extract(epoch FROM t.own_time))::int END AS seconds
    FROM held t JOIN about r ON r.id = t.report_id JOIN people_agency a ON a.id = t.agency_id
    {_LIMIT}
)"""  # noqa: S608

# The last stars of the month by each reporter, for the office whose finished work they judge:
# of a duplicate that is the work on the report it was merged into. Who reported twice speaks once.
RATED = f"""
judged_by AS (
    SELECT e.report_id, t.report_id AS of_id, e.at, e.seq, t.turn, t.agency_id,
           t.is_final AND t.is_done AS is_work, (e.data ->> 'stars')::smallint AS stars,
           coalesce(k.email_index, k.phone_index, r.number::bytea) AS reporter
    FROM told e JOIN turns t
        ON t.report_id = coalesce((e.data ->> 'of')::bigint, e.report_id)
        AND CASE WHEN e.data ? 'of' THEN t.began_at <= e.at ELSE t.turn = e.turn END
    JOIN reports_report r ON r.id = e.report_id
    LEFT JOIN identity_contact k ON k.id = r.contact_id
    WHERE e.verb = '{V.RATE}' AND {IN_MONTH.format("e.at")}
), rated AS (
    SELECT DISTINCT ON (report_id, agency_id) * FROM (
        SELECT DISTINCT ON (of_id, reporter) * FROM judged_by
        ORDER BY of_id, reporter, at DESC, seq DESC, turn DESC
    ) last WHERE is_work AND stars IS NOT NULL
    ORDER BY report_id, agency_id, at DESC
)"""  # noqa: S608

# mark: h held, r rated, j rejected, o reopened, b given back, p passed on. `of_id`: the report
# that hides the row too, where it is another one.
MARKS = f"""
marks AS (
    SELECT report_id, agency_id, 'h' AS mark, is_done, is_in_time, seconds,
           NULL::smallint AS stars, report_id AS of_id
    FROM judged
    UNION ALL
    SELECT report_id, agency_id, 'r', NULL, NULL, NULL, stars, of_id FROM rated
    UNION ALL
    SELECT e.report_id, j.value::bigint, 'j', NULL, NULL, NULL, NULL, e.report_id
    FROM told e, jsonb_array_elements_text(e.data -> 'agencies') AS j
    WHERE e.verb = '{V.REJECT_FOLLOWUP}' AND {IN_MONTH.format("e.at")}
    UNION ALL
    SELECT report_id, before_id, 'o', NULL, NULL, NULL, NULL, report_id FROM turns
    WHERE came_by = '{V.REOPEN}' AND before_id IS NOT NULL AND {IN_MONTH.format("began_at")}
    UNION ALL
    SELECT e.report_id, coalesce((e.data ->> 'from')::bigint, e.agency_id),
           CASE e.verb WHEN '{V.GIVE_BACK}' THEN 'b' ELSE 'p' END, NULL, NULL, NULL, NULL,
           e.report_id
    FROM told e
    WHERE e.verb IN {words((V.GIVE_BACK, *PASSING))} AND {IN_MONTH.format("e.at")}
)"""  # noqa: S608


def _any(condition: str) -> str:
    return f"coalesce(bool_or({condition}), false)"


COLUMNS: dict[str, str] = {
    "is_received": _any("m.mark = 'h'"),
    "is_followed_up": _any("m.is_done"),
    "is_on_time": _any("m.is_done AND m.is_in_time"),
    "is_within_limit": _any("NOT m.is_done AND m.is_in_time"),
    "is_rated": _any("m.mark = 'r'"),
    "is_rejected": _any("m.mark = 'j'"),
    "is_reopened": _any("m.mark = 'o'"),
    "is_returned": _any("m.mark = 'b'"),
    "is_passed_on": _any("m.mark = 'p'"),
    "is_hidden": "bool_or(r.is_hidden OR o.is_hidden)",
    "seconds": "max(m.seconds)",
    "stars": "max(m.stars)",
}

_COLUMNS = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())

STATEMENT = f"""{TURNS},{ABOUT},{HELD},{RATED},{MARKS}
    SELECT m.agency_id, m.report_id, {_COLUMNS}
    FROM marks m JOIN about r ON r.id = m.report_id JOIN about o ON o.id = m.of_id
    WHERE m.agency_id IS NOT NULL AND (%(office)s::bigint IS NULL OR m.agency_id = %(office)s)
    GROUP BY m.agency_id, m.report_id"""  # noqa: S608
