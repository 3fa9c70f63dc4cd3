"""Running clocks computed anew after a change of the rules, in the background.

A slice is a job, a batch a transaction. The job that a slice leaves behind says how far it came:
killed at any line, the work goes on from there, and doing a report twice changes nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from time import monotonic

from tanggap.lib.editions import CHECK_SECONDS
from tanggap.lib.jobs import enqueue
from tanggap.reports import actions as reports

SLICE_SECONDS = 5.0  # then other jobs of the worker have their turn
LAST = 2**62
# Until then every process knows the new rules: no verb writes times by the old ones any more.
KNOWN_AFTER = timedelta(seconds=CHECK_SECONDS + 3)


def ask(*, at: datetime) -> None:
    """Ask for all running clocks, in the transaction that changes the rules."""
    enqueue("deadlines.recompute", schedule_at=at + KNOWN_AFTER, after=0)


def recompute(*, after: int, at: datetime, seconds: float = SLICE_SECONDS) -> int:
    """One slice from the report after id `after` on; returns how many reports moved."""
    until, count = monotonic() + seconds, 0
    while True:
        seen, moved, after = reports.recompute(after=after, last=LAST, limit=reports.BATCH, at=at)
        if not seen:
            return count
        count += len(moved)
        if monotonic() > until:
            enqueue("deadlines.recompute", after=after)
            return count
