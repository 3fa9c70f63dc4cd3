"""Public reports as lists show them, shared by the citizen's and the public's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tanggap.publication import labels
from tanggap.publication.models import PublicReport


@dataclass(frozen=True, slots=True)
class Card:
    """A public report and its label."""

    row: PublicReport
    label: labels.Label


def cards(rows: Iterable[PublicReport]) -> list[Card]:
    """The rows with their labels."""
    return [Card(row, label(row)) for row in rows]


def label(row: PublicReport) -> labels.Label:
    """Word and colour of a report's state."""
    return labels.told(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)
