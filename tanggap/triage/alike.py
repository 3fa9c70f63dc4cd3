"""Open public reports that may be the same as one that is being written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tanggap.lib import geo
from tanggap.lib.text import words
from tanggap.publication import near
from tanggap.publication.models import PublicReport
from tanggap.triage.stems import COMMON, stem

MOST = 3
CLOSE_M = 200  # so near, the same category is enough
WORDS = 120  # of each text
SHARED, FEW_SHARED = 0.3, 2  # of the shorter text's words, and how many at least


@dataclass(frozen=True, slots=True)
class Alike:
    """One of them. `meters` from the place that was given; None where only the area is known."""

    row: PublicReport
    meters: float | None
    likeness: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is known of the report being written. `categories` are codes: chosen, or likely."""

    text: str
    categories: frozenset[str] = frozenset()
    lat: float | None = None
    lng: float | None = None
    area: int | None = None


def alike(written: Written, *, most: int = MOST) -> list[Alike]:
    """At most `most` of them, the likest first. One query; none without a place."""
    found = list(_judged(written, _candidates(written)))
    return sorted(found, key=lambda one: (-one.likeness, one.meters or 0))[:most]


def _candidates(written: Written) -> list[PublicReport]:
    if written.lat is not None and written.lng is not None:
        return near.around(lat=written.lat, lng=written.lng)
    return near.in_area(written.area) if written.area is not None else []


def _judged(written: Written, rows: Iterable[PublicReport]) -> Iterator[Alike]:
    mine = _said(written.text)
    for row in rows:
        meters = _meters(written, row)
        is_same_kind = row.category is not None and row.category.code in written.categories
        shared = _shared(mine, _said(f"{row.title} {row.text}"))
        is_close = is_same_kind and meters is not None and meters <= CLOSE_M
        if shared or is_close:
            nearness = 0.3 * (1 - min(meters, near.AROUND_M) / near.AROUND_M) if meters else 0.3
            yield Alike(row, meters, shared + nearness + (0.4 if is_same_kind else 0))


def _meters(written: Written, row: PublicReport) -> float | None:
    if written.lat is None or written.lng is None or row.lat is None or row.lng is None:
        return None
    return geo.distance(lat=written.lat, lng=written.lng, to_lat=row.lat, to_lng=row.lng)


def _said(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text)[:WORDS] if len(word) > 2) - COMMON


def _shared(mine: frozenset[str], theirs: frozenset[str]) -> float:
    """The part of the shorter text's words that both have; 0 where that says nothing."""
    both = len(mine & theirs)
    shorter = min(len(mine), len(theirs))
    return both / shorter if both >= FEW_SHARED and both >= SHARED * shorter else 0.0
