"""The closed figures of all offices in some months as one digest, now and at earlier moments.

A file of many offices names the state of its months; every correction makes another state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby, islice

from tanggap.publication.models import DB, ClosedCard

MOST = 2_000  # changes looked through


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
    return _digest(_line(card) for _key, card in sorted(newest(known).items()))


def at_digest(known: list[Card], wanted: str) -> list[Card] | None:
    """The cards as they were when their digest was `wanted`; None if it never was.

    Looked at from the first change on, each change on top of the one before.
    """
    lines: dict[tuple[date, str], str] = dict.fromkeys(sorted(newest(known)), "")
    by_moment = sorted(known, key=lambda card: (card.made_at, card.number))
    for at, made in islice(groupby(by_moment, key=lambda card: card.made_at), MOST):
        lines |= {(card.month, card.office): _line(card) for card in made}
        if _digest(filter(None, lines.values())) == wanted:
            return [card for card in known if card.made_at <= at]
    return None


def _line(card: Card) -> str:
    return f"{card.month:%Y-%m} {card.office} {card.checksum}\n"


def _digest(lines: Iterable[str]) -> str:
    text = "".join(lines)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""
