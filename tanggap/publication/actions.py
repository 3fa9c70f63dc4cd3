"""What other packages may ask of the public tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from tanggap.lib import marks
from tanggap.publication.models import ClosedCard

DAYS = "days"


def mark_days(days: Iterable[date]) -> None:
    """Say that the reports received on these days changed, so that their facts are counted again.

    Waits for nobody and can be repeated.
    """
    marks.add(DAYS, (day.toordinal() for day in days))


def marked_days() -> list[date]:
    """The days whose facts are behind, in order."""
    return [date.fromordinal(key) for key in sorted(marks.keys(DAYS))]


def unmark(days: Collection[date]) -> None:
    """Take the marks of these days away, in the current transaction."""
    marks.remove(DAYS, (day.toordinal() for day in days))


def add_closed_cards(cards: Iterable[ClosedCard]) -> None:
    """Let everybody check copies of these cards."""
    ClosedCard.objects.bulk_create(cards, batch_size=500)
