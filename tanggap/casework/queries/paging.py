"""Keyset pages of reports, read along indexes.

A list is one or more walks: querysets that each follow one index in the order of the list. The
database reads a page's worth of each and merges them; what two walks both meet is shown once. One
condition that joins the walks with "or" would be read whole and sorted, however short the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from tanggap.casework.queries import names
from tanggap.lib import keyset
from tanggap.lib.keyset import Cursor
from tanggap.reports.models import Report

PAGE_SIZE = 50

Walks = Sequence[QuerySet[Report]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report in a list."""

    id: int
    number: str
    seq: int
    title: str
    state: str
    came_by: str
    is_scheduled: bool
    closing: str
    due_at: datetime | None
    due_from: datetime | None
    received_at: datetime
    returns: int
    rejections: int
    supporters: int
    is_emergency: bool
    is_confidential: bool
    lat: float | None
    lng: float | None
    address: str
    category: str
    area: str
    channel: str
    lead: str


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list. `after` and `before` are cursors for the next and the previous part."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Order:
    """A column and the id behind it, and the walks that follow a cursor."""

    column: str
    descending: bool
    following: Callable[[datetime | None, int, bool], Sequence[Q]] = field(repr=False)

    def by(self, is_back: bool) -> tuple[Any, ...]:
        """What to sort by, the way forward or its mirror."""
        if self.descending != is_back:
            # PostgreSQL puts NULL first when descending, which is the mirror of the way forward.
            return (F(self.column).desc(), F("id").desc())
        return (self.column, "id")


# Each is written as a bound and an exception, so that an index on the column is entered there.
def _following_due(value: datetime | None, pk: int, forward: bool) -> Sequence[Q]:
    """Reports without a due time come last, on a walk of their own."""
    if value is None and forward:
        return [Q(due_at=None, id__gt=pk)]
    if value is None:
        return [Q(due_at=None, id__lt=pk), Q(due_at__isnull=False)]
    if forward:
        return [Q(due_at__gte=value) & ~Q(due_at=value, id__lte=pk), Q(due_at=None)]
    return [Q(due_at__lte=value) & ~Q(due_at=value, id__gte=pk)]


def _following_arrival(value: datetime | None, pk: int, forward: bool) -> Sequence[Q]:
    return [keyset.beyond((value, pk), "received_at", is_newer=not forward)]


BY_DUE = Order("due_at", False, _following_due)
BY_ARRIVAL = Order("received_at", True, _following_arrival)

_NAMED = ("category", "area", "channel", "lead")  # read by key, named from memory
_FIELDS = tuple(item.name for item in fields(Row))
COLUMNS = tuple(f"{name}_id" if name in _NAMED else name for name in _FIELDS)


# Values of COLUMNS: at most so many rows beyond the cursor, the way back or forward.
Read = Callable[[Cursor | None, bool, int], Iterable[tuple[Any, ...]]]


def page(
    walks: Walks, order: Order, *, after: str = "", before: str = "", size: int | None = None
) -> Page:
    """One page of `walks` in `order`. One query."""

    def read(cursor: Cursor | None, is_back: bool, most: int) -> Iterable[tuple[Any, ...]]:
        beyond = order.following(*cursor, not is_back) if cursor else [Q()]
        parts = [walk.filter(part) for walk in walks for part in beyond]
        return _merged(parts, order.by(is_back), COLUMNS, most)

    return cut(read, order, after=after, before=before, size=size)


def cut(
    read: Read, order: Order, *, after: str = "", before: str = "", size: int | None = None
) -> Page:
    """One page of what `read` gives, and the cursors of its neighbours."""
    size = size or PAGE_SIZE
    is_back = bool(before) and not after
    cursor = keyset.read(before if is_back else after)
    found = _rows(read(cursor, is_back, size + 1))
    more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    if not found:
        return Page(())
    has_next, has_previous = is_back or more, more if is_back else bool(cursor)
    first, last = place_of(found[0], order), place_of(found[-1], order)
    return Page(tuple(found), last if has_next else "", first if has_previous else "", has_next)


def first(walks: Walks, order: Order, names: Sequence[str], *, most: int) -> list[tuple[Any, ...]]:
    """The first `most` rows of `walks`, `names` of each; `names` tell rows apart. One query."""
    return list(_merged(walks, order.by(False), names, most))


def _merged(
    walks: Walks, by: tuple[Any, ...], names: Sequence[str], most: int
) -> Iterable[tuple[Any, ...]]:
    parts = [walk.order_by(*by).values_list(*names)[:most] for walk in walks]
    if len(parts) < 2:
        return parts[0] if parts else ()
    return parts[0].union(*parts[1:]).order_by(*by)[:most]


def _rows(found: Iterable[tuple[Any, ...]]) -> list[Row]:
    named = {
        "category": names.categories(),
        "area": names.areas(),
        "channel": names.channels(),
        "lead": names.agencies(),
    }
    return [_row(values, named) for values in found]


def _row(values: tuple[Any, ...], named: dict[str, dict[int, str]]) -> Row:
    row = dict(zip(_FIELDS, values, strict=True))
    for name, known in named.items():
        row[name] = known.get(row[name], "")
    return Row(**row)


def place_of(row: Row | Report, order: Order) -> str:
    """The cursor behind which a list goes on after `row`."""
    value: datetime | None = getattr(row, order.column)
    return keyset.written(value, row.id)
