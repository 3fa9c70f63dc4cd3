"""COPY into tables whose indexes and foreign keys step aside meanwhile, in one transaction.

A killed load leaves nothing behind: no row, and every index and key where it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg import Connection, sql

MEMORY = "192MB"  # for building indexes; only for this transaction


@dataclass(frozen=True, slots=True)
class _Aside:
    """What was taken away: statements that bring it back."""

    indexes: tuple[str, ...]
    keys: tuple[str, ...]


def raw() -> Connection[Any]:
    """Django's connection below Django; the caller is in its transaction."""
    connection.ensure_connection()
    found: Connection[Any] = connection.connection
    return found


def copy_in(table: str, columns: Iterable[str], data: bytes) -> None:
    """Send lines of COPY's text format to `table`."""
    if not data:
        return
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    with raw().cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(data)


@contextmanager
def bare(tables: Iterable[str]) -> Iterator[None]:
    """Within the block `tables` have no foreign keys and no secondary indexes.

    They come back at its end with everything checked; statistics of the columns are fresh then.
    Those of words and tags take long: the server makes them by itself a minute later.
    """
    names = list(tables)
    aside = _take(names)
    yield
    execute = raw().execute
    execute(f"SET LOCAL maintenance_work_mem = '{MEMORY}'")
    for statement in (*aside.indexes, *aside.keys):
        execute(statement)
    for name in names:
        columns = raw().execute(_COLUMNS, [name]).fetchall()
        listed = sql.SQL(", ").join(sql.Identifier(column) for (column,) in columns)
        # With a list of columns, expressions of indexes are left out.
        execute(sql.SQL("ANALYZE {} ({})").format(sql.Identifier(name), listed))


def _take(tables: list[str]) -> _Aside:
    keys = raw().execute(_KEYS, [tables]).fetchall()
    indexes = raw().execute(_INDEXES, [tables]).fetchall()
    for table, name, _definition in keys:
        raw().execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(
                sql.Identifier(table), sql.Identifier(name)
            )
        )
    for _table, name, _definition in indexes:
        raw().execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
    return _Aside(
        indexes=tuple(definition for _t, _n, definition in indexes),
        keys=tuple(
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'
            for table, name, definition in keys
        ),
    )


_COLUMNS = """
SELECT attname FROM pg_attribute
WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum"""
# Only keys that point out of these tables are checked at every row; those that point in stay.
_KEYS = """
SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)
FROM pg_constraint c WHERE c.contype = 'f' AND c.conrelid::regclass::text = ANY(%s)
ORDER BY 1, 2"""
# Indexes that hold up a constraint (primary keys, unique ones) stay.
_INDEXES = """
SELECT i.indrelid::regclass::text, i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_index i WHERE i.indrelid::regclass::text = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid)
ORDER BY 1, 2"""


def copy_batch(batch: Mapping[str, bytes], columns: Mapping[str, Iterable[str]]) -> None:
    """Send one batch, table after table."""
    for table, data in batch.items():
        copy_in(table, columns[table], data)
