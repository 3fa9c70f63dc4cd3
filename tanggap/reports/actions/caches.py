"""The stored times of reports, computed anew after a change of the rules.

Only clocks that run move: one that has stopped is explained by what was known when it stopped,
and reports that are closed are not even read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from tanggap.lib import marks
from tanggap.reports import bulk, due
from tanggap.reports.bulk import EVERY, Running, Which
from tanggap.reports.clocks import Due, Rules, Rung
from tanggap.reports.models import Report

CACHED = ("due_at", "due_from", "due_clock", "alert_at", "promised_at")
BATCH = 1_000
LAST = 2**62


@dataclass(frozen=True, slots=True)
class Moved:
    """One report whose times are different now."""

    report: Running
    now: Due
    columns: dict[str, Any]


def rebuild(*, at: datetime, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """Yield (reports seen, reports changed) of each batch of all running clocks."""
    last = 0
    while True:
        seen, moved, last = recompute(after=last, last=LAST, limit=batch, at=at)
        if not seen:
            return
        yield seen, len(moved)


@transaction.atomic
def recompute(
    *, after: int, last: int, limit: int, at: datetime, which: Which = EVERY
) -> tuple[int, list[Moved], int]:
    """Set the times of the next reports: how many were seen, which moved, the last id seen.

    Repeating it changes nothing more.
    """
    rows = bulk.running(after=after, last=last, limit=limit, which=which, lock=True)
    moved = list(moving(rows, due.rules(), due.rungs(), at=at))
    if moved:
        _write(moved)
    return len(rows), moved, rows[-1].id if rows else last


def moving(
    rows: Sequence[Running], rules: Rules, rungs: tuple[Rung, ...], *, at: datetime
) -> Iterator[Moved]:
    """The reports whose stored times are not what `rules` make of their events."""
    for row in rows:
        found = row.times(rules)
        before = row.turn
        stored = (before.due_at, before.due_from, before.clock, row.promised_at)
        if stored != (found.due_at, found.due_from, found.clock or "", found.promised_at):
            yield Moved(row, found, due.columns(found, before, rules, rungs, at=at))


def set_alert(report: Report, *, alert_at: datetime | None) -> None:
    """The ladder was climbed: look at the report again at `alert_at`. Its row must be locked."""
    report.alert_at = alert_at
    report.save(update_fields=["alert_at"])


_UPDATE = """
    UPDATE reports_report AS r
    SET due_at = v.due_at, due_from = v.due_from, due_clock = v.due_clock,
        alert_at = v.alert_at, promised_at = v.promised_at
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[],
        %s::timestamptz[], %s::timestamptz[])
        AS v(id, due_at, due_from, due_clock, alert_at, promised_at)
    WHERE r.id = v.id
"""


def _write(moved: Sequence[Moved]) -> None:
    ids = [one.report.id for one in moved]
    columns = [[one.columns[name] for one in moved] for name in CACHED]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [ids, *columns])
    marks.add("publishing", ids)
