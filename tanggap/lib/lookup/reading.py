"""How lists are read by an index on words and tags.

The rows are looked for in windows of time, the nearest first. The database stops at the window
that fills the page, and what a window costs depends on what is found in it, not on how many rows
there are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.db.models.expressions import Combinable, RawSQL

from tanggap.lib.lookup import windows
from tanggap.lib.lookup.tags import ARRIVED
from tanggap.lib.lookup.windows import Window

Rows = QuerySet[Any, Any]
Period = tuple[datetime, datetime]
_SPAN = "(%s::integer[], %s::timestamptz AT TIME ZONE 'UTC', %s::timestamptz AT TIME ZONE 'UTC')"


@dataclass(frozen=True, slots=True)
class Lookup:
    """The index of one table: the words of a row and its tags, as it was made."""

    words: SearchVector
    tags: Combinable

    def with_words(self, rows: Rows, text: str) -> Rows:
        """Words are stemmed as Indonesian, and all of them must occur."""
        query = SearchQuery(text, config="indonesian", search_type="websearch")
        found: Rows = rows.alias(search=self.words).filter(search=query)
        return found

    def with_tags(self, rows: Rows, some: Sequence[int]) -> Rows:
        """Those that have at least one of the tags."""
        found: Rows = rows.alias(tags=self.tags).filter(tags__overlap=some)
        return found

    def looked_up(self, rows: Rows, groups: Iterable[Sequence[int]], text: str) -> Rows:
        """`rows` with all that the index knows: a tag of each group, and the words.

        The index walks its lists in the order of the conditions: the one with the fewest tags
        first, or an office and the eighty kelurahan of another city are paired up to the last row.
        """
        found = self.with_words(rows, text) if text else rows
        for group in sorted(groups, key=len):
            found = self.with_tags(found, group)
        return found

    def of_window(self, rows: Rows) -> Rows:
        """The rows of the window that `read` puts around them."""
        found: Rows = rows.alias(arrived=ARRIVED, tags=self.tags).filter(
            tags__overlap=RawSQL("span.tags", ()),
            arrived__gte=RawSQL("span.low", ()),
            arrived__lt=RawSQL("span.high", ()),
        )
        return found


def estimate(rows: Rows) -> float:
    """About how many there are: the planner's statistics know every common word and tag."""
    try:
        plan = json.loads(rows.order_by().values_list("pk").explain(format="json"))
    except EmptyResultSet:
        return 0
    return float(plan[0]["Plan"]["Plan Rows"])


def spans(
    start: datetime | None, period: Period, *, is_back: bool, at: datetime, matches: float
) -> Iterator[Window]:
    """The windows that touch the period, the one of `start` or the newest first."""
    begin = start or min(at, period[1])
    found = (
        windows.newer(begin, matches=matches, until=at)
        if is_back
        else windows.older(begin, matches=matches)
    )
    return (window for window in found if window.low < period[1] and window.high > period[0])


def read(
    rows: Rows, spans: Iterable[Window], columns: Sequence[str], *, is_back: bool, most: int
) -> list[tuple[Any, ...]]:
    """The first `most` of `rows` (they are `of_window`), window after window; a page that is full
    asks no further one. Newest first, or when `is_back` oldest first. One query.
    """
    order = ("arrived", "id") if is_back else ("-arrived", "-id")
    query = rows.order_by(*order).values_list(*columns)[:most].query
    connection = connections[rows.db]
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
