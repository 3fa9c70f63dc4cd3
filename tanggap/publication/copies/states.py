"""The closed figures of all offices in some months as one digest, now and at earlier moments.

A file of many offices names the state of its months; every correction makes another state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from tanggap.publication.models import ClosedCard
from tanggap.publication.queries import DB

MOST = 400  # moments looked back at


@dataclass(frozen=True, slots=True)
class Card:
    """What of a closed card makes the state."""

    month: date
    office: str
    name: str
    number: int
    checksum: str
    made_at: datetime


def cards(first: date, last: date) -> list[Card]:
    """All versions of the months from `first` to `last`. One query."""
    rows = ClosedCard.objects.using(DB).filter(month__range=(first, last))
    columns = ("month", "agency__code", "agency__name", "number", "checksum", "made_at")
    return [Card(*row) for row in rows.values_list(*columns)]


def newest(known: Iterable[Card]) -> dict[tuple[date, str], Card]:
    """The newest version of each month and office among these cards."""
    ordered = sorted(known, key=lambda one: one.number)
    return {(card.month, card.office): card for card in ordered}


def digest(known: Iterable[Card]) -> str:
    """The digest of the newest versions among these cards; "" where none is closed."""
    found = newest(known)
    lines = [f"{m:%Y-%m} {office} {found[m, office].checksum}\n" for m, office in sorted(found)]
    return hashlib.sha256("".join(lines).encode()).hexdigest() if lines else ""


def moments(known: list[Card]) -> Iterator[tuple[datetime, list[Card]]]:
    """The cards as they were known after each change, newest first."""
    for at in sorted({card.made_at for card in known}, reverse=True)[:MOST]:
        yield at, [card for card in known if card.made_at <= at]


def at_digest(known: list[Card], wanted: str) -> list[Card] | None:
    """The cards as they were when their digest was `wanted`; None if it never was."""
    return next((then for _at, then in moments(known) if digest(then) == wanted), None)
