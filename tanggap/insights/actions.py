"""Keeping the day facts in step with the reports."""

from __future__ import annotations

from django.db import connection, transaction

from tanggap.insights import facts
from tanggap.publication import actions as publication


@transaction.atomic
def refresh_marked() -> int:
    """Count the marked days again. Killed in the middle, the marks are still there."""
    return facts.recompute_days(publication.take_marked_days())


def rebuild_all() -> None:
    """Count every day that has reports, from the first to the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(received_at)::date - 1, max(received_at)::date + 1 FROM reports_report"
        )
        first, last = cursor.fetchone()
    if first is not None:
        facts.recompute(first, last)
