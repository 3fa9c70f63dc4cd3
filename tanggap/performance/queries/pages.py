"""Pages of a list that may be sorted by any column: keyset, empty values last."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import F, Q, QuerySet

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Sort:
    """A column and which way. The key of the row decides between equals."""

    column: str
    is_descending: bool = False

    def order(self, *, backwards: bool) -> tuple[Any, ...]:
        """For order_by; backwards is the mirror of forwards, empty values first."""
        nulls: dict[str, Any] = {"nulls_first": True} if backwards else {"nulls_last": True}
        column = F(self.column)
        by = column.desc(**nulls) if self.is_descending is not backwards else column.asc(**nulls)
        return (by, "-agency_id" if backwards else "agency_id")

    def beyond(self, value: Any, pk: int, *, backwards: bool) -> Q:
        """What comes after (backwards: before) the row with this value and key."""
        same = Q(**{f"agency_id__{'lt' if backwards else 'gt'}": pk})
        is_empty = Q(**{f"{self.column}__isnull": True})
        if value is None:
            return (is_empty & same) | (~is_empty if backwards else Q(pk__in=[]))
        step = "lt" if self.is_descending is not backwards else "gt"
        found = Q(**{f"{self.column}__{step}": value}) | Q(**{self.column: value}) & same
        return found if backwards else found | is_empty


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list, and the cursors of what follows and what went before."""

    rows: tuple[Any, ...]
    after: str = ""
    before: str = ""


def page(rows: QuerySet[Any], sort: Sort, *, after: str = "", before: str = "") -> Page:
    """One page of `rows`, which have an `agency_id` each. One query."""
    is_back = bool(before) and not after
    cursor = _read(before if is_back else after, is_text=sort.column == "agency__name")
    if cursor is not None:
        rows = rows.filter(sort.beyond(*cursor, backwards=is_back))
    found = list(rows.order_by(*sort.order(backwards=is_back))[: PAGE_SIZE + 1])
    has_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if is_back:
        found.reverse()
    if not found:
        return Page(())
    first, last = _write(found[0], sort), _write(found[-1], sort)
    has_next, has_previous = is_back or has_more, has_more if is_back else cursor is not None
    return Page(tuple(found), last if has_next else "", first if has_previous else "")


def _write(row: Any, sort: Sort) -> str:
    value: Any = row
    for name in sort.column.split("__"):
        value = getattr(value, name)
    return f"{'' if value is None else value}_{row.agency_id}"


def _read(cursor: str, *, is_text: bool) -> tuple[Any, int] | None:
    """A cursor as values; None for an empty or a spoilt one, which means the beginning."""
    value, _, pk = cursor.rpartition("_")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    if is_text:
        return value, int(pk)
    try:
        number = Decimal(value) if value else None
    except InvalidOperation:
        return None
    return (number, int(pk)) if number is None or number.is_finite() else None
