"""Keeping the day facts in step with the reports."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from tanggap.insights import facts


def mark(day: date) -> None:
    """Say that the reports received on `day` changed. Waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO insights_dirtyday (day) VALUES (%s) ON CONFLICT DO NOTHING", [day]
        )


@transaction.atomic
def refresh_marked() -> int:
    """Count the marked days again. Killed in the middle, the marks are still there."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM insights_dirtyday RETURNING day")
        days = [row[0] for row in cursor.fetchall()]
    return facts.recompute_days(days)


def rebuild_all() -> None:
    """Count every day that has reports, from the first to the last."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(received_at)::date - 1, max(received_at)::date + 1 FROM reports_report"
        )
        first, last = cursor.fetchone()
    if first is not None:
        facts.recompute(first, last)
