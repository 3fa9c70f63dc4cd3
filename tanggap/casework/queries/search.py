"""The search of everything one may see: words and filters, newest first (`lib.lookup`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.casework.queries import filters as conditions
from tanggap.casework.queries import paging
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import BY_ARRIVAL, COLUMNS, Page
from tanggap.lib.keyset import Cursor
from tanggap.lib.lookup import BEGINNING, END, reading
from tanggap.lib.lookup.reading import estimate, spans
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import LOOKUP, Report


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
    rows, groups = access.visible_to(actor), _groups(actor, filters)
    if among is not None:
        rows = conditions.narrowed(rows.filter(pk__in=among), filters, at=at)
    elif filters.number or not (groups or filters.text):
        rows = conditions.narrowed(rows, filters, at=at)
    else:
        return _by_windows(rows, groups, filters, at=at, after=after, before=before)
    return paging.page([rows], BY_ARRIVAL, after=after, before=before)


def _by_windows(
    rows: QuerySet[Report],
    groups: list[list[int]],
    filters: Filters,
    *,
    at: datetime,
    after: str,
    before: str,
) -> Page:
    matches = estimate(LOOKUP.looked_up(Report.objects.all(), groups, filters.text))
    rows = LOOKUP.looked_up(LOOKUP.of_window(rows), groups, filters.text)
    rows = conditions.beyond_tags(rows, filters, at=at)
    period = conditions.days(filters) or (BEGINNING, END)

    def read(cursor: Cursor | None, is_back: bool, most: int) -> Iterable[tuple[Any, ...]]:
        beyond = BY_ARRIVAL.following(*cursor, not is_back) if cursor else [Q()]
        start = cursor[0] if cursor else None
        found = spans(start, period, is_back=is_back, at=at, matches=matches)
        return reading.read(rows.filter(*beyond), found, COLUMNS, is_back=is_back, most=most)

    return paging.cut(read, BY_ARRIVAL, after=after, before=before)


def _groups(actor: Actor, filters: Filters) -> list[list[int]]:
    """Of each group a report has a tag: what is asked for, and what the actor may see at all."""
    reach = access.reach(actor)
    return [*conditions.tags(filters).values(), *([] if reach is None else [reach])]
