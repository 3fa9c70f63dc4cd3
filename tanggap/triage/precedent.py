"""What a joint hearing decided, and which later report it speaks to. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from tanggap.lib.text import words


@dataclass(frozen=True, slots=True)
class Ruling:
    """One decision. Codes, "" for none; `reach` is the area that the owner serves."""

    number: str  # of the report that was heard; empty where it is confidential
    category: str
    area: str
    reach: str
    agency: str
    words: tuple[str, ...]
    decided_at: datetime


def speaking_to(rulings: Iterable[Ruling], *, category: str, area: str, text: str) -> Ruling | None:
    """The ruling that a report of `category` in `area` should follow.

    It is of the same category, its owner serves the place, and where it names words one of them
    occurs. Of several the one with more words in common comes first, then the nearer, then the
    newer.
    """
    said = frozenset(words(text))
    fitting = [
        ruling
        for ruling in rulings
        if ruling.category == category
        and _within(area, ruling.reach)
        and (not ruling.words or said.intersection(ruling.words))
    ]
    return max(fitting, key=lambda ruling: _rank(ruling, area, said), default=None)


def _within(area: str, reach: str) -> bool:
    """Areas are numbered from the top: a district's code begins every code within it."""
    return not reach or area == reach or area.startswith(f"{reach}.")


def _rank(ruling: Ruling, area: str, said: frozenset[str]) -> tuple[int, int, datetime]:
    return (len(said.intersection(ruling.words)), _shared(ruling.area, area), ruling.decided_at)


def _shared(one: str, other: str) -> int:
    """How many steps from the top two areas have in common."""
    steps = 0
    for mine, yours in zip(one.split("."), other.split("."), strict=False):
        if mine != yours:
            break
        steps += 1
    return steps
