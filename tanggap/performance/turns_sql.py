"""From the event log to each office's turns at each report, in SQL.

A turn begins with a hand-over and ends with the next one, or when the report leaves the house. The
statement reads events up to `at` alone, so that a past month can be computed as it was known
then. `tests/performance/plainly.py` says the same in slow, plain Python.

Parameters: `start` and `end` of the month, `at`, `tz`, `days` (working days, in order), and
`office` (an agency's id, or null for all).
"""

from __future__ import annotations

from collections.abc import Collection

from tanggap.reports.clocks.kinds import HANDING, MAY_HAND
from tanggap.reports.workflow import AssignmentState, State, Verb

V = Verb
RUNNING = (State.WAITING, State.IN_PROGRESS)
# Whoever passes a report on by one of these is neither credited nor blamed for it.
PASSING = (V.ASSIGN, V.COORDINATE, V.DISPOSE)
LEAVING = (V.DECLINE, V.ARCHIVE, V.REFER)
FINISHING = (V.RESOLVE, V.ANSWER)
COUNTING = (*HANDING, *MAY_HAND, V.ADD_SUPPORT, V.REJECT_FOLLOWUP, V.RATE)
# What moves a report or stops its clock; the many other events are not read.
MOVING = (
    *(V.HOLD, V.REPLY, V.LAPSE, V.WITHDRAW, *FINISHING, *LEAVING),
    *(V.MERGE, V.UNMERGE, V.SCHEDULE, V.GRANT, V.DONE, V.TAKE_BACK),
)


def words(values: Collection[str]) -> str:
    """A list for IN. The values are our own constants."""
    return "(" + ", ".join(f"'{value}'" for value in sorted(values)) + ")"


HANDS_OVER = f"""(
    e.verb IN {words(HANDING)} AND e.to_state = '{State.WAITING}'
    OR e.verb IN {words(MAY_HAND)} AND e.data ? 'from')"""

# Reports to which something happened in the month that counts. Whose reporter judged the report
# that hers was merged into brings that one along, though nothing else may have happened to it.
_IN_MONTH = "e.at >= %(start)s AND e.at < %(end)s AND e.at <= %(at)s"
_AT_OFFICE = """(%(office)s::bigint IS NULL OR EXISTS (
          SELECT FROM reports_assignment a
          WHERE a.agency_id = %(office)s AND a.report_id = {}))"""
_OF = "(e.data ->> 'of')::bigint"
TOUCHED = f"""
judged_elsewhere AS MATERIALIZED (
    SELECT e.report_id, {_OF} AS of_id FROM reports_reportevent e
    WHERE {_IN_MONTH} AND e.verb = '{V.RATE}' AND e.data ? 'of' AND {_AT_OFFICE.format(_OF)}
), touched AS MATERIALIZED (
    SELECT e.report_id FROM reports_reportevent e
    WHERE {_IN_MONTH} AND e.verb IN {words(COUNTING)} AND {_AT_OFFICE.format("e.report_id")}
    UNION SELECT report_id FROM judged_elsewhere
    UNION SELECT of_id FROM judged_elsewhere
)"""  # noqa: S608

# Agreed works stop the clock until the end of their month, or for good where none was named; a
# plan that was taken back stops nothing.
_PLAN_ENDS = """CASE WHEN p.data ->> 'step' = 'ended' THEN '-infinity' ELSE coalesce(
    ((p.data ->> 'month' || '-01')::date + interval '1 month') AT TIME ZONE %(tz)s, 'infinity')
    END"""

# Their whole stories: each event with its turn, the time until the next event, and from when on
# within that time the holder's clock runs. The range of ids is there for the planner: reports
# are stored in the order in which they came.
TOLD = f"""
told AS MATERIALIZED (
    SELECT t.*, CASE
        WHEN t.to_state NOT IN {words(RUNNING)} OR t.is_merged THEN t.until_at
        WHEN t.planned_seq > t.moved_seq THEN greatest(t.at, least(t.until_at, {_PLAN_ENDS}))
        ELSE t.at END AS runs_from
    FROM (
        SELECT e.report_id, e.seq, e.verb, e.to_state, e.agency_id, e.at, e.data,
               {HANDS_OVER} AS hands_over,
               count(*) FILTER (WHERE {HANDS_OVER}) OVER story AS turn,
               coalesce(lead(e.at) OVER story, %(at)s) AS until_at,
               sum(CASE e.verb WHEN '{V.MERGE}' THEN 1 WHEN '{V.UNMERGE}' THEN -1 ELSE 0 END)
                   OVER story > 0 AS is_merged,
               max(e.seq) FILTER (WHERE e.verb = '{V.SCHEDULE}') OVER story AS planned_seq,
               max(e.seq) FILTER (WHERE e.to_state <> '{State.IN_PROGRESS}') OVER story
                   AS moved_seq
        FROM reports_reportevent e JOIN touched USING (report_id)
        WHERE e.at <= %(at)s AND e.verb IN {words((*COUNTING, *MOVING))}
          AND e.report_id >= (SELECT min(report_id) FROM touched)
          AND e.report_id <= (SELECT max(report_id) FROM touched)
        WINDOW story AS (PARTITION BY e.report_id ORDER BY e.seq)
    ) t
    LEFT JOIN reports_reportevent p
        ON t.planned_seq IS NOT NULL AND p.report_id = t.report_id AND p.seq = t.planned_seq
)"""  # noqa: S608


def day(moment: str) -> str:
    """The number of working days up to the day of a moment, that day included."""
    return f"width_bucket(({moment} AT TIME ZONE %(tz)s)::date, %(days)s::date[])"


def own(since: str) -> str:
    """The office's own time, and the working days in it; no days where no rule counts them."""
    days = f"sum({day('until_at')} - {day(since)})"
    return f"""
           sum(until_at - {since}) AS own_time,
           CASE WHEN %(days)s::date[] <> '{{}}' THEN {days} ELSE 0 END::int AS own_days"""


# The lead's turns. `is_final`: the report stayed there, or was finished there and reopened.
LED = f"""
led AS (
    SELECT report_id, turn, min(at) AS began_at, {own("runs_from")},
           max(agency_id) FILTER (WHERE hands_over) AS agency_id,
           max(verb) FILTER (WHERE hands_over) AS came_by,
           max(seq) FILTER (WHERE verb IN {words(FINISHING)}) AS done_seq,
           max(at) FILTER (WHERE verb IN {words(FINISHING)}) AS done_at,
           max(seq) FILTER (WHERE verb = '{V.REJECT_FOLLOWUP}') AS rejected_seq,
           coalesce(max(seq) FILTER (WHERE verb IN {words(LEAVING)} OR verb = '{V.WITHDRAW}'
                   AND to_state = '{State.CLOSED}')
               > coalesce(max(seq) FILTER (WHERE verb = '{V.TAKE_BACK}'), 0), false) AS is_gone,
           bool_or(verb = '{V.ANSWER}') AS is_answered,
           max(agency_id) FILTER (WHERE verb = '{V.ANSWER}') AS answered_id,
           max(seq) FILTER (WHERE verb = '{V.MERGE}') AS merged_seq,
           max(seq) FILTER (WHERE verb = '{V.UNMERGE}') AS unmerged_seq,
           sum((data ->> 'days')::int) FILTER (WHERE verb = '{V.GRANT}') AS granted_days
    FROM told WHERE turn > 0 GROUP BY report_id, turn
), turns AS MATERIALIZED (
    SELECT report_id, turn, agency_id, came_by, began_at, own_time, own_days, done_at,
           coalesce(granted_days, 0) AS granted_days, lag(agency_id) OVER story AS before_id,
           NOT (is_gone OR coalesce(merged_seq > coalesce(unmerged_seq, 0), false)
               OR is_answered AND answered_id IS DISTINCT FROM agency_id)
               AND coalesce(lead(came_by) OVER story, '{V.REOPEN}') = '{V.REOPEN}' AS is_final,
           coalesce(done_seq > coalesce(rejected_seq, 0), false) AS is_done
    FROM led WINDOW story AS (PARTITION BY report_id ORDER BY turn)
)"""  # noqa: S608

# Who helped: from being asked until done. Whether somebody was let go stands in the assignment.
_DONE = f"x.verb = '{V.DONE}' AND x.agency_id = a.agency_id"
_REJECTED = f"x.verb = '{V.REJECT_FOLLOWUP}' AND x.data -> 'agencies' @> to_jsonb(a.agency_id)"
_LET_GO = words((AssignmentState.DROPPED, AssignmentState.RETURNED))
HELPED = f"""
helped AS (
    SELECT a.id, a.report_id, a.agency_id, a.started_at AS began_at, x.seq, x.at, x.runs_from,
           x.until_at, x.is_merged, {_DONE} AS finishes,
           count(*) FILTER (WHERE {_DONE}) OVER mine
               > count(*) FILTER (WHERE {_REJECTED}) OVER mine AS is_done
    FROM told s
    JOIN reports_assignment a ON a.report_id = s.report_id AND a.agency_id = s.agency_id
        AND a.role = 'supporting' AND a.started_at = s.at
    JOIN told x ON x.report_id = s.report_id AND x.seq >= s.seq
    WHERE s.verb = '{V.ADD_SUPPORT}' AND s.at >= %(start)s AND s.at < %(end)s
      AND NOT (a.state IN {_LET_GO} AND a.ended_at <= %(at)s)
    WINDOW mine AS (PARTITION BY a.id ORDER BY x.seq)
), help AS (
    SELECT report_id, agency_id, began_at, {own("works_from")},
           max(at) FILTER (WHERE finishes) AS done_at,
           (array_agg(is_done ORDER BY seq DESC))[1] AS is_done,
           (array_agg(is_merged ORDER BY seq DESC))[1] AS is_merged
    FROM (SELECT h.*, CASE WHEN is_done THEN until_at ELSE runs_from END AS works_from
          FROM helped h) h
    GROUP BY id, report_id, agency_id, began_at
)"""  # noqa: S608

TURNS = "WITH " + ",".join((TOUCHED, TOLD, LED, HELPED))
