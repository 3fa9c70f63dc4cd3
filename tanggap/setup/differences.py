"""Where the institution is not what its pack says: what the operator changed, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.people.actions.offices import DECIDED, row_of
from tanggap.people.load import TABLE
from tanggap.people.models import Agency
from tanggap.taxonomy import overrides
from tanggap.taxonomy.actions import EDITED
from tanggap.taxonomy.models import RowVersion


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that differs. `ours` holds; `pack` would hold if the operator let it."""

    table: str
    code: str
    column: str
    pack: Any
    ours: Any


def all_of_them(*, at: datetime) -> list[Difference]:
    """Every difference, table by table."""
    return [*offices(at=at), *(found for table in EDITED for found in _edited(table, at))]


def offices(*, at: datetime) -> Iterator[Difference]:
    """Offices that are not as the pack has them. Three queries."""
    rows = {row.code: row for row in Agency.objects.select_related("parent", "area")}
    own = overrides.said(TABLE, at=at)
    for code, said in _pack(TABLE):
        office = rows.get(code)
        if office is None:
            continue
        now = row_of(office)
        for column in DECIDED:
            if now[column] != said[column]:
                yield Difference(TABLE, code, column, said[column], now[column])
        if overrides.SWITCH in own.get(code, {}) and not office.is_active:
            yield Difference(TABLE, code, overrides.SWITCH, True, False)


def of_reason(code: str, *, at: datetime) -> list[Difference]:
    """Where one ready reason is not as the pack has it. Two queries."""
    return list(_edited("reasons", at, code=code))


def _edited(table: str, at: datetime, *, code: str = "") -> Iterator[Difference]:
    own = overrides.said(table, at=at, code=code)
    for name, said in _pack(table, code=code):
        for column, ours in own.get(name, {}).items():
            pack = said.get(column, True if column == overrides.SWITCH else None)
            if pack != ours and column in EDITED[table][1]:
                yield Difference(table, name, column, pack, ours)


def _pack(table: str, *, code: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    current = RowVersion.objects.filter(table=table, origin=RowVersion.Origin.PACK, valid_to=None)
    current = current.filter(code=code) if code else current
    yield from current.order_by("code").values_list("code", "data").iterator()
