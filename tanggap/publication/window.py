"""What a map shows in its window: the reports one by one, or how many stand in each square.

Reports that are still open, and those of the last days. A window that holds too much to be drawn is
counted, square by square; only one of a few squares is cut, at the newest `MAX_PINS`.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import Extract

from tanggap.lib.geo import BBox
from tanggap.publication.filters import Filters, filtered
from tanggap.publication.models import DB, PublicReport, cells_of, middle_of

MAX_CELLS = 64
MAX_PINS = 600
DRAWN = 200  # more than these are counted
CLOSE_CELLS = 8  # but a window of so few squares always shows its reports


@dataclass(frozen=True, slots=True)
class Pin:
    """A report on a map."""

    number: str
    title: str
    lat: float
    lng: float
    state: str
    came_by: str
    is_scheduled: bool


@dataclass(frozen=True, slots=True)
class Heap:
    """How many reports stand around a point, the middle of their square."""

    lat: float
    lng: float
    count: int


def look(box: BBox, *, since: datetime, asked: Filters | None = None) -> list[Pin] | list[Heap]:
    """The window's reports that are open or came in `since`, of those asked for. Two queries."""
    rows = filtered(asked or Filters())
    cells = cells_of(box, most=MAX_CELLS)
    if not cells or len(cells) > CLOSE_CELLS:
        counted = _counted(rows, cells, since)
        if counted.total() > DRAWN:
            return [Heap(*middle_of(cell), count) for cell, count in sorted(counted.items())]
    return _pins(within(rows, box), since=since)


def pins(box: BBox, *, since: datetime) -> list[Pin]:
    """The newest reports of the window, open ones or come in `since`. One query.

    Open and recent ones are two short walks along two indexes; a condition that joins them with
    "or" has no index and reads the whole window.
    """
    return _pins(within(PublicReport.objects.using(DB), box), since=since)


def _pins(rows: QuerySet[PublicReport], *, since: datetime) -> list[Pin]:
    rows = rows.order_by("-received_at", "-id")
    open_ones = _columns(rows.filter(is_open=True))
    recent = _columns(rows.filter(is_open=False, received_at__gte=since))
    newest = open_ones.union(recent, all=True).order_by("-stamp", "-id")[:MAX_PINS]
    return [Pin(*values) for _stamp, _id, *values in newest]


def _columns(rows: QuerySet[PublicReport]) -> QuerySet[Any, Any]:
    names = [item.name for item in fields(Pin)]
    # Six hundred dates would take longer to read than all the rest of the pins.
    found = rows.annotate(stamp=Extract("received_at", "epoch"))
    return found.values_list("stamp", "id", *names)[:MAX_PINS]


def _counted(rows: QuerySet[PublicReport], cells: list[int], since: datetime) -> Counter[int]:
    """How many stand in each of the squares, in all of them where none is named. One query."""
    rows = rows.exclude(cell=None)
    rows = (rows.filter(cell__in=cells) if cells else rows).order_by()
    older = rows.filter(is_open=True, received_at__lt=since)
    recent = rows.filter(received_at__gte=since)
    found: Counter[int] = Counter()
    for cell, count in _by_cell(older).union(_by_cell(recent), all=True):
        found[cell] += count
    return found


def _by_cell(rows: QuerySet[PublicReport]) -> QuerySet[Any, Any]:
    return rows.values("cell").annotate(count=Count("*")).values_list("cell", "count")


def within(rows: QuerySet[PublicReport], box: BBox) -> QuerySet[PublicReport]:
    """`rows` of a window. A small one is found by its squares; a wide one holds most reports."""
    rows = rows.filter(lat__range=(box.south, box.north), lng__range=(box.west, box.east))
    cells = cells_of(box, most=MAX_CELLS)
    return rows.filter(cell__in=cells) if cells else rows
