"""What this process keeps of the directories, in step with the database.

Agencies, categories, policies, areas are read on every request and change a few times a year. A
trigger draws a new number for such a table with each statement that changes it, whoever sends
that: a load of the pack, an operator's form, psql. Each process compares all numbers with one
small query, at most every CHECK_SECONDS, and reads again what depends on a changed table. A table
joins by `SELECT lib_watch('its_name')` in a migration.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

from tanggap.lib.naming import language

CHECK_SECONDS = 2.0

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Seen:
    """The numbers of all tables as of the last look, and the database's day."""

    database: str
    day: date | None
    numbers: Mapping[str, int]
    at: float = field(default_factory=time.monotonic)


@dataclass(slots=True)
class _Shelf:
    """The answers of one function as of one edition, by its arguments."""

    edition: tuple[object, ...] = ()
    answers: dict[object, Any] = field(default_factory=dict)

    def add(self, asked: object, answer: Any, *, most: int) -> None:
        if len(self.answers) >= most:
            self.answers.clear()
        self.answers[asked] = answer


_seen: dict[str, _Seen] = {}
_MISSING = object()


def kept(
    *models: type[Model] | str,
    using: str = DEFAULT_DB_ALIAS,
    is_daily: bool = False,
    is_spoken: bool = False,
    most: int = 64,
) -> Callable[[Callable[Asked, Answer]], Callable[Asked, Answer]]:
    """Keep what a function answers until a table of `models` (or a table so called) changes.

    The answers are shared by all threads: read them, never change or save them. `using` is the
    alias that the function reads; with `is_daily` each day begins anew, with `is_spoken` each
    language has its own answer. At most `most` answers to different arguments are kept. For
    CHECK_SECONDS a thread may see what another one has written and not yet committed.
    """
    tables = tuple(one if isinstance(one, str) else one._meta.db_table for one in models)

    def decorate(read: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
        shelf = _Shelf()

        @wraps(read)
        def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
            nonlocal shelf
            # Numbers first, rows second: at worst the rows are newer than their number, and are
            # read once more. Whoever still fills the shelf before this one does no harm.
            edition = _edition(tables, using, is_daily)
            asked = (args, *sorted(kwargs.items()), language() if is_spoken else "")
            mine = shelf
            if mine.edition != edition:
                mine = shelf = _Shelf(edition)
            answer: Any = mine.answers.get(asked, _MISSING)
            if answer is _MISSING:
                answer = read(*args, **kwargs)
                mine.add(asked, answer, most=most)
            return answer  # type: ignore[no-any-return]

        return answered

    return decorate


def look_again() -> None:
    """Compare the numbers at the next question: for who wants to see at once what she changed."""
    _seen.clear()


def _edition(tables: tuple[str, ...], using: str, is_daily: bool) -> tuple[object, ...]:
    seen = _look(using)
    try:
        numbers = [seen.numbers[table] for table in tables]
    except KeyError as unknown:
        raise LookupError(f"nobody watches {unknown}: see lib_watch") from None
    return (seen.database, seen.day if is_daily else None, *numbers)


def _look(using: str) -> _Seen:
    database = str(connections[using].settings_dict["NAME"])
    seen = _seen.get(using)
    if seen and seen.database == database and time.monotonic() - seen.at < CHECK_SECONDS:
        return seen
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT (now() AT TIME ZONE %s)::date, name, number FROM lib_edition",
            [settings.TIME_ZONE],
        )
        rows = cursor.fetchall()
    day = rows[0][0] if rows else None
    seen = _seen[using] = _Seen(database, day, {name: number for _, name, number in rows})
    return seen
