"""Keeping the day facts in step with the reports."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from tanggap.insights import estimates, facts
from tanggap.publication import actions as publication


@transaction.atomic
def refresh_marked(*, at: datetime) -> int:
    """Count the marked days again, those that rested since they were; returns how many.

    A mark goes before its day is read, so that a change meanwhile leaves another one. Killed in
    the middle, the marks are still there.
    """
    days = facts.rested(publication.marked_days(), at=at)
    publication.unmark(days)
    facts.recompute_days(days, at=at)
    return len(days)


def rebuild_all(*, at: datetime) -> None:
    """Count every day that has reports, from the first to the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(received_at)::date - 1, max(received_at)::date + 1 FROM reports_report"
        )
        first, last = cursor.fetchone()
    if first is not None:
        facts.recompute(first, last, at=at)
        estimates.renew(at=at)
