"""The search of everything one may see: words and filters, newest first.

The rows are looked for in windows of time, the nearest first, by one index on words and tags. The
database stops at the window that fills the page, and what a window costs depends on what is found
in it, not on how many reports there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from tanggap.casework.queries import filters as conditions
from tanggap.casework.queries import paging, windows
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import BY_ARRIVAL, COLUMNS, Cursor, Page
from tanggap.casework.queries.windows import Window
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import ARRIVED, TAGS, Report

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
        matches = _estimate(_looked_up(Report.objects.all(), others, filters.text))
        # An office may have none in that area, and then all that it has are read.
        if REACH not in groups or matches <= MOST_READ:
            return _Way(others, matches, reads_area=True)
    matches = _estimate(_looked_up(Report.objects.all(), every, filters.text))
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
    rows = _looked_up(_of_window(rows), way.groups, filters.text)
    rows = conditions.beyond_tags(rows, filters, at=at)
    if way.reads_area:
        rows = conditions.within(rows, filters.area)
    period = conditions.days(filters) or (windows.BEGINNING, windows.END)

    def read(cursor: Cursor | None, is_back: bool, most: int) -> Iterable[tuple[Any, ...]]:
        beyond = BY_ARRIVAL.following(*cursor, not is_back) if cursor else [Q()]
        spans = _windows(cursor, is_back, period, at, way.matches)
        return _found(rows.filter(*beyond), spans, is_back, most)

    return paging.cut(read, BY_ARRIVAL, after=after, before=before)


def _looked_up(rows: QuerySet[Report], groups: list[list[int]], text: str) -> QuerySet[Any, Any]:
    """`rows` with all that the index of words and tags knows.

    The index walks its lists in the order of the conditions: the one with the fewest tags first,
    or an office and the eighty kelurahan of another city are paired up to the last report.
    """
    found: QuerySet[Any, Any] = conditions.with_words(rows, text) if text else rows
    for group in sorted(groups, key=len):
        found = found.alias(tags=TAGS).filter(tags__overlap=group)
    return found


def _estimate(rows: QuerySet[Any, Any]) -> float:
    """About how many there are: the planner's statistics know every common word and tag."""
    try:
        plan = json.loads(rows.order_by().values_list("pk").explain(format="json"))
    except EmptyResultSet:
        return 0
    return float(plan[0]["Plan"]["Plan Rows"])


def _tags(actor: Actor, filters: Filters) -> dict[str, list[int]]:
    reach = access.reach(actor)
    return conditions.tags(filters) | ({} if reach is None else {REACH: reach})


def _windows(
    cursor: Cursor | None,
    is_back: bool,
    period: tuple[datetime, datetime],
    at: datetime,
    matches: float,
) -> Iterator[Window]:
    """The windows that touch the period, the one of the cursor or the newest first."""
    start = cursor[0] if cursor and cursor[0] else min(at, period[1])
    found = (
        windows.newer(start, matches=matches, until=at)
        if is_back
        else windows.older(start, matches=matches)
    )
    return (window for window in found if window.low < period[1] and window.high > period[0])


def _of_window(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The rows of the window `span` of the query around them."""
    found: QuerySet[Any, Any] = rows.alias(arrived=ARRIVED, tags=TAGS).filter(
        tags__overlap=RawSQL("span.tags", ()),
        arrived__gte=RawSQL("span.low", ()),
        arrived__lt=RawSQL("span.high", ()),
    )
    return found


def _found(
    rows: QuerySet[Any, Any], spans: Iterable[Window], is_back: bool, most: int
) -> list[tuple[Any, ...]]:
    """The first `most` rows, window after window; a page that is full asks no further one."""
    order = ("arrived", "id") if is_back else ("-arrived", "-id")
    query = rows.order_by(*order).values_list(*COLUMNS)[:most].query
    try:
        inner, values = query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    listed = [(list(span.tags), span.low, span.high) for span in spans]
    if not listed:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT found.* FROM (VALUES {', '.join([_SPAN] * len(listed))})"  # noqa: S608
            f" AS span (tags, low, high) CROSS JOIN LATERAL ({inner}) AS found LIMIT %s",
            [*(value for span in listed for value in span), *values, most],
        )
        return list(cursor.fetchall())


_SPAN = "(%s::integer[], %s::timestamptz AT TIME ZONE 'UTC', %s::timestamptz AT TIME ZONE 'UTC')"
