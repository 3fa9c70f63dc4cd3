"""What other packages may ask of the public tables."""

from __future__ import annotations

from datetime import date

from django.db import connection


def mark_day(day: date) -> None:
    """Say that the reports received on `day` changed, so that its facts are counted again.

    Waits for nobody and can be repeated.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO publication_dirtyday (day) VALUES (%s) ON CONFLICT DO NOTHING", [day]
        )


def take_marked_days() -> list[date]:
    """The marked days, unmarked in the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM publication_dirtyday RETURNING day")
        return [row[0] for row in cursor.fetchall()]
