"""The whole database as text: every column of every row of every table, whatever is added later."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.sessions.models import Session
from django.db import connection
from psycopg import sql


def everything() -> str:
    """All rows of all tables as text, one table after the other."""
    return "\n".join([*(f"{table}\n{text}" for table, text in tables()), sessions()])


def tables() -> Iterator[tuple[str, str]]:
    """Each table with its rows as text; binary columns also as the text they may hold."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1"
        )
        names = [row[0] for row in cursor.fetchall()]
    for name in names:
        yield name, _rows(name)


def _rows(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table)).as_string())
        return "\n".join(" | ".join(map(_text, row)) for row in cursor.fetchall())


def sessions() -> str:
    """What the sessions hold, which their column hides from a plain look."""
    return "\n".join(str(row.get_decoded()) for row in Session.objects.all())


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        return f"{raw.decode('utf-8', 'replace')} {raw.decode('utf-16-le', 'replace')}"
    return str(value)
