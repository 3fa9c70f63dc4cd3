"""Running clocks computed anew after a change of the rules, in the background.

A slice is a job, a batch of reports a transaction. How far it came is a row that each batch writes
with its reports: killed at any line, the work goes on from there, and doing a report twice changes
nothing. Only reports that the change can move are looked at.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction

from tanggap.deadlines.models import Recomputation
from tanggap.lib.editions import CHECK_SECONDS
from tanggap.lib.jobs import enqueue
from tanggap.people import log
from tanggap.people.access import Actor
from tanggap.people.models import Change as Line
from tanggap.reports import actions as reports
from tanggap.reports import bulk, due, touched
from tanggap.reports.actions import Moved
from tanggap.reports.touched import ANYTHING, Change

SLICE_SECONDS = 5.0  # then other jobs of the lane have their turn
# Until then every process knows the new rules: no verb writes times by the old ones any more.
KNOWN_AFTER = timedelta(seconds=CHECK_SECONDS + 3)


@transaction.atomic
def ask(
    *, at: datetime, change: Change = ANYTHING, line: Line | None = None, after: int = 0
) -> Recomputation:
    """Ask for the running clocks that `change` can move, in the transaction that changes them.

    Only those of reports whose key is greater than `after`.
    """
    row = Recomputation.objects.create(change=change.packed(), line=line, asked_at=at, after=after)
    enqueue("deadlines.recompute", schedule_at=at + KNOWN_AFTER, row=row.pk)
    return row


def recompute(*, row: int, at: datetime, seconds: float = SLICE_SECONDS) -> None:
    """One slice of what the row `row` asks for; leaves the next slice behind."""
    until = monotonic() + seconds
    while _batch(row, at):
        if monotonic() > until:
            enqueue("deadlines.recompute", row=row)
            return


@transaction.atomic
def _batch(pk: int, at: datetime) -> bool:
    """The next reports; whether there may be more. Two workers at one row take turns."""
    row = Recomputation.objects.select_for_update().get(pk=pk)
    if row.ended_at is not None:
        return False
    which = touched.which(Change.unpacked(row.change), due.rules())
    if row.started_at is None:
        row.started_at, row.expected = at, bulk.count(which)
    seen, moved, row.after = reports.recompute(
        after=row.after, limit=reports.BATCH, at=at, which=which
    )
    _count(row, seen, moved)
    if seen < reports.BATCH:
        row.ended_at = at
        _tell(row, at)
    row.save()
    return row.ended_at is None


def _count(row: Recomputation, seen: int, moved: Iterable[Moved]) -> None:
    ways = Counter(one.way for one in moved)
    row.seen += seen
    row.later += ways["later"]
    row.earlier += ways["earlier"]
    row.other += ways["other"]


def _tell(row: Recomputation, at: datetime) -> None:
    """The result, under the line that asked for it."""
    if row.line is None:
        return
    after = {"seen": row.seen, "later": row.later, "earlier": row.earlier, "other": row.other}
    log.note(
        log.Who(Actor(kind="system"), at),
        Line.Kind(row.line.kind),
        "recompute",
        row.line.subject,
        after={name: value for name, value in after.items() if value or name == "seen"},
    )
