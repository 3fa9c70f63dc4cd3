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

CACHED = ("due_at", "due_from", "due_clock", "alert_at", "promised_at", "promised_by")
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Moved:
    """One report whose times are different now."""

    report: Running
    now: Due
    columns: dict[str, Any]

    @property
    def is_promise_moved(self) -> bool:
        """Whether what the citizen was promised is another moment."""
        return (self.now.promised_at, self.now.promised_by) != (
            self.report.promised_at, self.report.promised_by
        )  # fmt: skip

    @property
    def way(self) -> str:
        """Whether whose turn it is has longer, or less; "other" where it had or has no limit.

        "same" where only the rule that is named is another one.
        """
        before = (self.report.turn.due_at, self.report.promised_at)
        after = (self.now.due_at, self.now.promised_at)
        pairs = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
        if not pairs:
            return "same"
        old, new = pairs[0]
        if old is None or new is None:
            return "other"
        return "later" if new > old else "earlier"


def rebuild(*, at: datetime, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """Yield (reports seen, reports changed) of each batch of all running clocks."""
    last = 0
    while True:
        seen, moved, last = recompute(after=last, limit=batch, at=at)
        if not seen:
            return
        yield seen, len(moved)


@transaction.atomic
def recompute(
    *, after: int, limit: int, at: datetime, which: Which = EVERY
) -> tuple[int, list[Moved], int]:
    """Set the times of the next reports: how many were seen, which moved, the last id seen.

    Repeating it changes nothing more. Only what moves is locked: whoever acts on a report in the
    meantime is right, and the report is reckoned again with what she did.
    """
    rows = bulk.running(after=after, limit=limit, which=which)
    moved = list(moving(rows, due.rules(), due.rungs(), at=at))
    moved = _settled(moved, at=at) if moved else []
    _write(moved)
    return len(rows), moved, rows[-1].id if rows else after


def _settled(moved: list[Moved], *, at: datetime) -> list[Moved]:
    """The same with the rows locked, and those reckoned again that are different by now."""
    ids = bulk.lock([one.report for one in moved])
    if not ids:
        return moved
    changed = bulk.running(after=0, limit=len(ids), which=bulk.those(ids))
    again = moving(changed, due.rules(), due.rungs(), at=at)
    return [*(one for one in moved if one.report.id not in ids), *again]


def moving(
    rows: Sequence[Running], rules: Rules, rungs: tuple[Rung, ...], *, at: datetime
) -> Iterator[Moved]:
    """The reports whose stored times are not what `rules` make of their events."""
    for row in rows:
        found = row.times(rules)
        before = row.turn
        stored = (before.due_at, before.due_from, before.clock, row.promised_at,
                  row.promised_by)  # fmt: skip
        now = (found.due_at, found.due_from, found.clock or "", found.promised_at)
        if stored != (*now, found.promised_by):
            yield Moved(row, found, due.columns(found, before, rules, rungs, at=at))


def set_alert(report: Report, *, alert_at: datetime | None) -> None:
    """The ladder was climbed: look at the report again at `alert_at`. Its row must be locked."""
    report.alert_at = alert_at
    report.save(update_fields=["alert_at"])


_UPDATE = """
    UPDATE reports_report AS r
    SET due_at = v.due_at, due_from = v.due_from, due_clock = v.due_clock,
        alert_at = v.alert_at, promised_at = v.promised_at, promised_by = v.promised_by
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[], %s::text[],
        %s::timestamptz[], %s::timestamptz[], %s::text[])
        AS v(id, due_at, due_from, due_clock, alert_at, promised_at, promised_by)
    WHERE r.id = v.id
"""


def _write(moved: Sequence[Moved]) -> None:
    if not moved:
        return
    ids = [one.report.id for one in moved]
    columns = [[one.columns[name] for one in moved] for name in CACHED]
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, [ids, *columns])
    # The public page shows the promise, and no other time of these.
    marks.add("publishing", [one.report.id for one in moved if one.is_promise_moved])
