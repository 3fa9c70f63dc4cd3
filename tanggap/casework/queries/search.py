"""The search of everything one may see: words and filters, newest first (`lib.lookup`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.casework.queries import filters as conditions
from tanggap.casework.queries import paging
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import BY_ARRIVAL, COLUMNS, Cursor, Page
from tanggap.lib.lookup import BEGINNING, END, reading
from tanggap.lib.lookup.reading import estimate, spans
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import LOOKUP, Report

REACH = "reach"  # among the filters: what the actor may see at all
MOST_TAGS = 12  # of one area: a district and its kelurahan
MOST_READ = 2_500  # rows, at about a hundredth of a millisecond each


def search(
    actor: Actor,
    filters: Filters,
    *,
    at: datetime,
    among: QuerySet[Any, Any] | None = None,
    after: str = "",
    before: str = "",
) -> Page:
    """One page of the reports that `actor` may see and `filters` ask for. Two queries at most.

    `among` is a query of the keys of few reports: of these alone.
    """
    rows, groups = access.visible_to(actor), _tags(actor, filters)
    if among is not None:
        rows = conditions.narrowed(rows.filter(pk__in=among), filters, at=at)
    elif filters.number or not (groups or filters.text):
        rows = conditions.narrowed(rows, filters, at=at)
    else:
        way = _way(groups, filters)
        return _by_windows(rows, way, filters, at=at, after=after, before=before)
    return paging.page([rows], BY_ARRIVAL, after=after, before=before)


@dataclass(frozen=True, slots=True)
class _Way:
    """What the index is asked for, and about how many reports it finds.

    An area of many kelurahan is read off those: its many lists cost more than most rows do.
    """

    groups: list[list[int]]
    matches: float
    reads_area: bool


def _way(groups: Mapping[str, list[int]], filters: Filters) -> _Way:
    every = list(groups.values())
    if len(groups.get("area", ())) > MOST_TAGS:
        others = [group for name, group in groups.items() if name != "area"]
        matches = estimate(LOOKUP.looked_up(Report.objects.all(), others, filters.text))
        # An office may have none in that area, and then all that it has are read.
        if REACH not in groups or matches <= MOST_READ:
            return _Way(others, matches, reads_area=True)
    matches = estimate(LOOKUP.looked_up(Report.objects.all(), every, filters.text))
    return _Way(every, matches, reads_area=False)


def _by_windows(
    rows: QuerySet[Report],
    way: _Way,
    filters: Filters,
    *,
    at: datetime,
    after: str,
    before: str,
) -> Page:
    rows = LOOKUP.looked_up(LOOKUP.of_window(rows), way.groups, filters.text)
    rows = conditions.beyond_tags(rows, filters, at=at)
    if way.reads_area:
        rows = conditions.within(rows, filters.area)
    period = conditions.days(filters) or (BEGINNING, END)

    def read(cursor: Cursor | None, is_back: bool, most: int) -> Iterable[tuple[Any, ...]]:
        beyond = BY_ARRIVAL.following(*cursor, not is_back) if cursor else [Q()]
        start = cursor[0] if cursor else None
        found = spans(start, period, is_back=is_back, at=at, matches=way.matches)
        return reading.read(rows.filter(*beyond), found, COLUMNS, is_back=is_back, most=most)

    return paging.cut(read, BY_ARRIVAL, after=after, before=before)


def _tags(actor: Actor, filters: Filters) -> dict[str, list[int]]:
    reach = access.reach(actor)
    return conditions.tags(filters) | ({} if reach is None else {REACH: reach})
