"""What the operator says over the pack. Every load lays these values over the pack's rows again.

A version holds the columns that he decides, in the pack's own terms (codes, not ids); one that
holds all columns of its table is a row of his own, which the pack doesn't know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.taxonomy.models import RowVersion

Row = Mapping[str, Any]
SWITCH = "is_active"  # False takes a row of the pack out of use


class AlreadyPlanned(Exception):
    """A later version is planned; it has to be called off before another one is written."""


def versions(table: str) -> QuerySet[RowVersion]:
    """All versions of the operator, called-off ones included."""
    return RowVersion.objects.filter(table=table, origin=RowVersion.Origin.OPERATOR)


def holding(table: str, *, at: datetime) -> QuerySet[RowVersion]:
    """Those that hold at `at`, one a row at most."""
    return versions(table).filter(Q(valid_to=None) | Q(valid_to__gt=at), valid_from__lte=at)


def planned(table: str, *, at: datetime) -> QuerySet[RowVersion]:
    """Those that begin after `at` and were not called off."""
    return versions(table).filter(valid_from__gt=at, valid_to=None)


def said(table: str, *, at: datetime, code: str = "") -> dict[str, dict[str, Any]]:
    """What the operator says at `at`, of all rows or of `code` alone: code -> columns."""
    found = holding(table, at=at).filter(**({"code": code} if code else {}))
    return dict(found.values_list("code", "data"))


def over(
    rows: Sequence[Row], own: Mapping[str, Row], *, columns: Iterable[str]
) -> list[dict[str, Any]]:
    """The pack's `rows` with the operator's values over them, and his own rows after them.

    Rows that he switched off are left out. `columns` are those that a row of his own must have.
    """
    known = {row["code"] for row in rows}
    whole = set(columns)
    mixed = [{**row, **own.get(row["code"], {})} for row in rows]
    mixed += [
        {"code": code, **values}
        for code, values in own.items()
        if code not in known and whole <= {"code", *values}
    ]
    return [row for row in mixed if row.get(SWITCH) is not False]
