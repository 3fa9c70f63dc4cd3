"""From a checked pack into the tables of each package, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Any

import holidays
from django.db import connection, transaction

from tanggap.deadlines import recomputing
from tanggap.lib import editions
from tanggap.ops.pack.languages import is_text
from tanggap.ops.pack.read import read
from tanggap.ops.pack.schema import TABLES, Pack
from tanggap.people import load as people
from tanggap.places import load as places
from tanggap.taxonomy import actions as taxonomy
from tanggap.taxonomy import known
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
        if history.has_changed(known.TABLES, at=at):
            recomputing.ask(at=at)
    editions.look_again()
    return changed


def _wait_for_others() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def closed_days(pack: Pack) -> Iterator[dict[str, Any]]:
    """The country's holidays by the kept library, with the pack's own days over them."""
    own = {row.date: row for row in pack.rows("holidays")}
    calendar = pack.settings["calendar"]
    for day in _kept_days(calendar):
        if day["date"] not in own:
            yield day
    for date_, row in own.items():
        if row.kind != "working_day":
            yield {
                **_closed(date_, row.name, row.name_en, is_leave=row.kind == "collective_leave"),
                "source": row.source,
                "source_en": row.source_en,
                "status": row.status,
            }


def _kept_days(calendar: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Public holidays and, where the library knows it, the government's collective leave."""
    country = calendar["country"]
    public, leave = _library(calendar, "public"), _library(calendar, "government")
    english = _library(calendar, "public", "en_US") | _library(calendar, "government", "en_US")
    for day, name in sorted((leave | public).items()):
        # The library guesses what depends on the moon until a year's decree is out.
        is_guess = "perkiraan" in name or "estimated" in english.get(day, "")
        yield {
            **_closed(day, name, english.get(day, ""), is_leave=day not in public),
            "source": f"pustaka holidays, {country}",
            "source_en": f"library holidays, {country}",
            "status": "to_check" if is_guess else "sourced",
        }


def _library(calendar: Mapping[str, Any], category: str, language: str = "id") -> dict[date, str]:
    country = getattr(holidays, calendar["country"])
    if category not in country.supported_categories:
        return {}
    spoken = language if language in country.supported_languages else None
    years = range(calendar["first_year"], calendar["last_year"] + 1)
    return dict(country(years=years, language=spoken, categories=(category,)))


def _closed(day: date, name: str, name_en: str, *, is_leave: bool) -> dict[str, Any]:
    return {
        "code": day.isoformat(),
        "date": day,
        "name": name[:120],
        "name_en": name_en[:120],
        "is_collective_leave": is_leave,
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
