"""The clocks of many reports at once, read without building a row of the ORM for each event.

A report costs about a tenth of a millisecond here; `case` and `due` take thirty times as long.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby, starmap
from operator import itemgetter
from typing import Any, NamedTuple

from django.db import connection

from tanggap.people.models import Agency
from tanggap.reports import due
from tanggap.reports.clocks import TELLING, Due, Rules, Subject, Turn, summary
from tanggap.reports.workflow import OPEN_STATES, State

# Reports with a clock that runs: also who waits for the reporter or for somebody outside.
STATES = tuple(sorted(state.value for state in OPEN_STATES))
WAITING = (State.RESOLVED.value, State.REFERRED.value, State.DECLINED.value)
RUNNING = "(r.state = ANY(%(open)s) OR (r.state = ANY(%(waiting)s) AND r.due_at IS NOT NULL))"
VALUES: Mapping[str, Any] = {"open": list(STATES), "waiting": list(WAITING)}


class Seen(NamedTuple):
    """An event as the clocks read it."""

    verb: str
    from_state: str
    to_state: str
    at: datetime
    agency_id: int | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Running:
    """One report whose clock runs, and the times that are stored of it."""

    id: int
    number: str
    seq: int
    lead: int | None
    turn: Turn
    promised_at: datetime | None
    promised_by: str
    subject: Subject
    events: Sequence[Seen]

    def times(self, rules: Rules) -> Due:
        """Its times by `rules`."""
        return summary(self.events, self.subject, rules)


_REPORTS = """
    SELECT r.id, r.number, r.seq, r.lead_id, r.due_clock, r.due_from, r.due_at, r.alert_at,
        r.promised_at, r.promised_by, r.received_at, r.report_class, r.kind, r.category_id
    FROM reports_report r
    WHERE r.id > %(after)s AND {running} AND {which}
    ORDER BY r.id LIMIT %(limit)s
"""
_LOCK = """
    SELECT id, seq, alert_at FROM reports_report WHERE id = ANY(%s)
    ORDER BY id FOR NO KEY UPDATE
"""
# A number is read several times as fast as a time, and most events' data say nothing to a clock.
_EVENTS = """
    SELECT report_id, verb, from_state, to_state, (extract(epoch FROM at) * 1000000)::bigint,
        agency_id, CASE WHEN verb = ANY(%s) OR data ? 'peer' THEN data::text END
    FROM reports_reportevent WHERE report_id = ANY(%s) ORDER BY report_id, seq
"""
_TELLING = sorted(verb.value for verb in TELLING)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Part of the reports: a condition on `r` in SQL, and its values."""

    sql: str = "true"
    values: Mapping[str, Any]


EVERY = Which(values={})


def running(*, after: int, limit: int, which: Which = EVERY) -> list[Running]:
    """The next reports after id `after` whose clocks run. Three queries."""
    query = _REPORTS.format(running=RUNNING, which=which.sql)
    with connection.cursor() as cursor:
        cursor.execute(query, {**VALUES, **which.values, "after": after, "limit": limit})
        rows = cursor.fetchall()
    return _with_events(rows)


def _with_events(rows: Sequence[tuple[Any, ...]]) -> list[Running]:
    kinds = dict(Agency.objects.values_list("pk", "kind"))
    events = dict(_events([row[0] for row in rows]))
    return [_running(row, events.get(row[0], []), kinds) for row in rows]


def lock(rows: Sequence[Running]) -> set[int]:
    """Lock the reports `rows`, in one order; the ids of those to which something happened since."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [[row.id for row in rows]])
        now = {pk: (seq, alert) for pk, seq, alert in cursor.fetchall()}
    return {row.id for row in rows if now.get(row.id) != (row.seq, row.turn.alert_at)}


def those(ids: Collection[int]) -> Which:
    """The reports with these ids."""
    return Which(sql="r.id = ANY(%(ids)s)", values={"ids": list(ids)})


def _events(ids: list[int]) -> Iterator[tuple[int, list[Seen]]]:
    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [_TELLING, ids])
        rows = cursor.fetchall()
    for pk, group in groupby(rows, key=itemgetter(0)):
        yield pk, list(starmap(_seen, group))


def _seen(
    pk: int, verb: str, before: str, after: str, at: int, agency: int | None, data: str | None
) -> Seen:
    moment = _EPOCH + timedelta(microseconds=at)
    return Seen(verb, before, after, moment, agency, json.loads(data) if data else None)


def _running(row: tuple[Any, ...], events: list[Seen], kinds: Mapping[int, str]) -> Running:
    pk, number, seq, lead, clock, since, until, alert, promised, by, *rest = row
    received, class_, kind, category = rest
    return Running(
        id=pk,
        number=number,
        seq=seq,
        lead=lead,
        turn=Turn(clock, since, until, alert),
        promised_at=promised,
        promised_by=by,
        subject=Subject(
            received_at=received,
            report_class=class_,
            kind=kind,
            category=category,
            agency_kinds=kinds,
            peer=due.peer_due(event.data for event in events),
        ),
        events=events,
    )


def count(which: Which | None = None) -> int:
    """How many reports have a clock that runs, or how many of these."""
    query = f"SELECT count(*) FROM ({_IDS}) r"  # noqa: S608
    if which is not None:
        query = f"SELECT count(*) FROM reports_report r WHERE {RUNNING} AND {which.sql}"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, {**VALUES, **(which.values if which else {})})
        return int(cursor.fetchone()[0])


def drawn(most: int) -> list[int]:
    """At most so many of all that run, drawn by their ids: always the same. In order."""
    query = f"SELECT id FROM ({_IDS}) r ORDER BY hashint8(id), id LIMIT %(most)s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(query, {**VALUES, "most": most})
        return sorted(pk for (pk,) in cursor.fetchall())


def among(which: Which, ids: Collection[int]) -> Which:
    """Those of `which` with these ids."""
    return Which(
        sql=f"({which.sql}) AND r.id = ANY(%(among)s)", values={**which.values, "among": list(ids)}
    )


# RUNNING in two parts, each of which an index holds whole: the table itself isn't read.
_IDS = """
    SELECT id FROM reports_report WHERE state = ANY(%(open)s)
    UNION ALL
    SELECT id FROM reports_report WHERE state = ANY(%(waiting)s) AND due_at IS NOT NULL
"""
