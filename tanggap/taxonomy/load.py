"""The history of every table of a pack: what each row said from one load to the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from tanggap.taxonomy.models import RowVersion

Rows = Sequence[Mapping[str, Any]]


def remember(tables: Mapping[str, Rows], *, keys: Mapping[str, str], at: datetime) -> int:
    """Append a version for each row that is new or different, end those that changed or left.

    `keys` names the column that identifies a row of each table. Returns how many rows changed;
    0 means that nothing was written.
    """
    versions = RowVersion.objects.filter(
        valid_to=None, table__in=tables, origin=RowVersion.Origin.PACK
    )
    current = {(version.table, version.code): version for version in versions}
    wanted = _wanted(tables, keys)
    over = {known for known, version in current.items() if wanted.get(known) != version.data}
    new = {known for known in wanted if known not in current} | over & wanted.keys()
    if over:
        ended = [current[known].pk for known in over]
        RowVersion.objects.filter(pk__in=ended).update(valid_to=at)
    RowVersion.objects.bulk_create(
        RowVersion(table=table, code=code, data=wanted[table, code], valid_from=at)
        for table, code in sorted(new)
    )
    return len(over | new)


def has_changed(tables: Collection[str], *, at: datetime) -> bool:
    """Whether a row of these tables began or ended at `at`."""
    moved = Q(valid_from=at) | Q(valid_to=at)
    return RowVersion.objects.filter(moved, table__in=tables).exists()


def record(table: str, code: str, data: Mapping[str, Any] | None, *, at: datetime) -> None:
    """What the operator says of a row that no pack decides, from `at` on; None: nothing more."""
    own = RowVersion.objects.filter(table=table, code=code, origin=RowVersion.Origin.OPERATOR)
    own.filter(valid_to=None).update(valid_to=at)
    if data is not None:
        RowVersion.objects.create(
            table=table,
            code=code,
            origin=RowVersion.Origin.OPERATOR,
            data=plain(data),
            valid_from=at,
        )


def _wanted(
    tables: Mapping[str, Rows], keys: Mapping[str, str]
) -> dict[tuple[str, str], dict[str, Any]]:
    return {
        (table, str(data[keys[table]])): data
        for table, rows in tables.items()
        for data in map(plain, rows)
    }


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row as JSON holds it: dates as text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value for name, value in row.items()
    }


def version_at(table: str, code: str, *, at: datetime) -> Mapping[str, Any] | None:
    """What the pack's row said at `at`, or None when there was none."""
    versions = RowVersion.objects.filter(
        table=table, code=code, origin=RowVersion.Origin.PACK, valid_from__lte=at
    )
    row = versions.exclude(valid_to__lte=at).order_by("-valid_from").first()
    return row.data if row else None


def current(table: str, code: str) -> Mapping[str, Any] | None:
    """What the pack's row says since the last load, or None when the pack has none."""
    pack = RowVersion.Origin.PACK
    row = RowVersion.objects.filter(table=table, code=code, origin=pack, valid_to=None).first()
    return row.data if row else None
