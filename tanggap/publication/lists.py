"""Public reports by any mix of filters, newest first, in pages; no total is ever counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from tanggap.lib import keyset
from tanggap.lib.keyset import Cursor
from tanggap.lib.lookup import BEGINNING, END, reading, windows
from tanggap.publication.filters import Filters, areas_within, beyond_tags, tags
from tanggap.publication.models import DB, LOOKUP, PublicReport

PAGE = 30
LATEST = 30
MOST_TAGS = 12  # of one area: a district and its kelurahan


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list and the keys of its neighbours."""

    rows: list[PublicReport] = field(default_factory=list)
    older: str = ""
    newer: str = ""


def feed(filters: Filters, *, at: datetime, before: str = "", after: str = "") -> Page:
    """Public reports, newest first, `PAGE` at a time. `before`/`after` are keys of a page.

    `at` is now: nothing was received much later. Four queries at most.
    """
    is_newer = bool(after)
    cursor = keyset.read(after or before)
    keys = _keys(filters, cursor, is_newer, PAGE + 1, at)
    has_more, keys = len(keys) > PAGE, keys[:PAGE]
    rows = PublicReport.objects.using(DB).defer("story", "text")
    shown = _in_order(rows.select_related("category", "area", "agency", "channel"), keys)
    if is_newer:
        shown.reverse()
        return Page(shown, _key(shown[-1:]), _key(shown[:1]) if has_more else "")
    return Page(shown, _key(shown[-1:]) if has_more else "", _key(shown[:1]) if before else "")


def latest(filters: Filters, *, at: datetime) -> list[PublicReport]:
    """The newest reports with their text, at most LATEST."""
    rows = PublicReport.objects.using(DB).defer("story").select_related("category", "area")
    return _in_order(rows, _keys(filters, None, False, LATEST, at))


def _in_order(rows: QuerySet[PublicReport], keys: Iterable[int]) -> list[PublicReport]:
    keys = list(keys)
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[pk] for pk in keys if pk in by_key]


def _keys(
    filters: Filters, cursor: Cursor | None, is_newer: bool, most: int, at: datetime
) -> list[int]:
    """Of the first `most` reports on one side of the cursor, the nearest first."""
    areas = areas_within(filters.area)
    # Of an area so wide that many reports are in it, those of the rows that are found.
    wide = areas if len(areas) > MOST_TAGS else []
    groups = list(tags(filters, [] if wide else areas).values())
    rows = PublicReport.objects.using(DB).filter(
        keyset.beyond(cursor, "received_at", is_newer=is_newer)
    )
    rows = beyond_tags(rows.filter(area__in=wide) if wide else rows, filters)
    if groups or filters.words:
        return _looked_up(rows, groups, filters, cursor, is_newer, most, at)
    order = ("received_at", "id") if is_newer else ("-received_at", "-id")
    return list(rows.order_by(*order).values_list("pk", flat=True)[:most])


def _looked_up(
    rows: QuerySet[PublicReport],
    groups: list[list[int]],
    filters: Filters,
    cursor: Cursor | None,
    is_newer: bool,
    most: int,
    at: datetime,
) -> list[int]:
    every = PublicReport.objects.using(DB)
    matches = reading.estimate(LOOKUP.looked_up(every, groups, filters.words))
    found = LOOKUP.looked_up(LOOKUP.of_window(rows), groups, filters.words)
    period = windows.period(filters.year, filters.month, timezone.get_current_timezone())
    start = cursor[0] if cursor else None
    spans = reading.spans(
        start, period or (BEGINNING, END), is_back=is_newer, at=at, matches=matches
    )
    return [pk for (pk,) in reading.read(found, spans, ["pk"], is_back=is_newer, most=most)]


def _key(rows: list[PublicReport]) -> str:
    return keyset.written(rows[0].received_at, rows[0].pk) if rows else ""
