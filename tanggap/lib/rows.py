"""Writing many rows of one table in one statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def update(rows: Sequence[Row], names: Sequence[str]) -> int:
    """Save the fields `names` of `rows` in one UPDATE; returns how many rows there were.

    `bulk_update` writes a CASE with one WHEN for each row and column, and spends more time on
    that text than the database on the work. Here one array for each column is sent.
    """
    if not rows or not names:
        return 0
    meta = rows[0]._meta
    fields = [meta.get_field(name) for name in names]
    columns = [meta.pk, *fields]
    types = [_type(column) for column in columns]  # type: ignore[arg-type]
    arrays = [[_value(column, row) for row in rows] for column in columns]  # type: ignore[arg-type]
    # unnest() would open an array within an array too: such a value travels as its text.
    given = ", ".join(f"%s::{'text' if _is_array(kind) else kind}[]" for kind in types)
    names_of = ", ".join(f"c{i}" for i in range(len(columns)))
    casts = [f"::{kind}" if _is_array(kind) else "" for kind in types]
    sets = ", ".join(
        f'"{column.column}" = v.c{i}{casts[i]}'  # type: ignore[union-attr]
        for i, column in enumerate(fields, 1)
    )
    statement = (
        f'UPDATE "{meta.db_table}" AS t SET {sets} '  # noqa: S608
        f'FROM unnest({given}) AS v({names_of}) WHERE t."{meta.pk.column}" = v.c0'
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, arrays)
        return int(cursor.rowcount)


def _type(field: models.Field[object, object]) -> str:
    """The column's type without its length: a cast would cut what is too long, silently."""
    return str(
        field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    ).split("(")[0]


def _is_array(kind: str) -> bool:
    return kind.endswith("[]")


def _value(field: models.Field[object, object], row: models.Model) -> object:
    value = field.get_db_prep_save(getattr(row, field.attname), connection)
    # Arrays here are of numbers, whose text needs no quotes.
    return "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else value
