"""From a checked pack into the tables of each package, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import holidays
from django.db import connection, transaction

from tanggap.lib import editions
from tanggap.ops.pack.languages import is_text
from tanggap.ops.pack.read import read
from tanggap.ops.pack.schema import TABLES, Pack
from tanggap.people import load as people
from tanggap.places import load as places
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import load as history

Rows = list[dict[str, Any]]
# "pack": two programs that start together load one after the other.
_LOCK = 0x7061636B
_KEYS = {table.name: table.key for table in TABLES} | {"holidays": "code", "settings": "code"}


def take_over(path: Path, *, at: datetime) -> int:
    """Take over the pack in `path`, which must be sound; returns how many rows changed."""
    pack, _ = read(path)
    tables: dict[str, Rows] = {
        table.name: [asdict(row) for row in pack.rows(table.name)] for table in TABLES
    }
    tables["holidays"] = list(closed_days(pack))
    tables["settings"] = list(settings(pack))
    with transaction.atomic():
        _wait_for_others()
        places.load(areas=tables["areas"], places=tables["places"], at=at)
        taxonomy.load(tables, at=at)
        people.load(tables["agencies"], at=at)
        changed = history.remember(tables, keys=_KEYS, at=at)
    editions.look_again()
    return changed


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def closed_days(pack: Pack) -> Iterator[dict[str, Any]]:
    """The country's public holidays, with the pack's own days over them."""
    calendar = pack.settings["calendar"]
    years = range(calendar["first_year"], calendar["last_year"] + 1)
    found, english = (
        holidays.country_holidays(calendar["country"], years=years, language=language)
        for language in ("id", "en_US")
    )
    own = {row.date: row for row in pack.rows("holidays")}
    source = f"library holidays, {calendar['country']}"
    for day, name in sorted(found.items()):
        if day not in own:
            yield _closed(day, (name, english[day]), source, is_leave=False)
    for day, row in own.items():
        if row.kind != "working_day":
            names = row.name, row.name_en
            yield _closed(day, names, row.source, is_leave=row.kind == "collective_leave")


def _closed(day: date, names: tuple[str, str], source: str, *, is_leave: bool) -> dict[str, Any]:
    return {
        "code": day.isoformat(),
        "date": day,
        "name": names[0][:120],
        "name_en": names[1][:120],
        "is_collective_leave": is_leave,
        "source": source,
    }


def settings(pack: Pack) -> Iterator[dict[str, Any]]:
    """Every value of pack.toml and of the texts by its dotted name."""
    yield from _flat("", pack.settings)
    for name, texts in pack.texts.items():
        yield from _flat(f"texts.{name}.", texts)
    aliases = {row.code: row.same_as for row in pack.rows("categories") if row.same_as}
    yield {"code": "category_aliases", "value": aliases}
    yield {"code": "regions", "value": [asdict(row) for row in pack.rows("regions")]}


def _flat(prefix: str, values: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict) and not is_text(value):
            yield from _flat(f"{prefix}{key}.", value)
        else:
            yield {"code": f"{prefix}{key}", "value": value}
