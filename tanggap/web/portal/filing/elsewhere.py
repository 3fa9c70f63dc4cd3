"""Whose a place is that isn't ours: the neighbour by name, else the nation's own line.

Nobody is sent away: the report can be sent here all the same, and is passed on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from tanggap.lib.editions import kept
from tanggap.lib.naming import language
from tanggap.places import names
from tanggap.places import queries as places
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Institution
from tanggap.web.portal.filing.points import point

MOST = 3
MOST_WORDS = 3  # "Kota Tangerang Selatan"
_TIERS = ("city", "regency")
# "Kabupaten Bekasi" is also called Bekasi; said alone, the city is meant first.
_TITLE = re.compile(r"^(?:kota|kabupaten)\s+(?:administrasi\s+)?")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What is said of a place outside: the institutions it may belong to, and sentences."""

    institutions: tuple[str, ...]  # names in the active language
    text: str
    line: str


def of(typed: Mapping[str, Any]) -> Elsewhere | None:
    """None while nothing says that the place lies outside."""
    at = point(typed)
    if typed.get("area"):
        return None
    said = f"{typed.get('where', '')} {typed.get('text', '')}"
    if at is not None:
        is_outside = places.locate(lat=at[0], lng=at[1]).status == "outside"
        return _found(_named(said)) if is_outside else None
    where = str(typed.get("where", ""))
    found = [] if places.mentioned(where) else _named(_end(where))
    return _found(found) if found else None


def _end(where: str) -> str:
    """The words that say in which city: the last ones. A street may be called after another."""
    return " ".join(where.split()[-MOST_WORDS:])


def _found(rows: Iterable[str]) -> Elsewhere:
    return Elsewhere(tuple(rows), _sentence("text"), _sentence("line"))


def _sentence(name: str) -> str:
    spoken: Any = taxonomy.setting(f"texts.form.outside.{name}", {})
    return str(spoken.get(language()) or spoken.get("id", ""))


def _named(said: str) -> list[str]:
    """Cities and regencies that a text names, the longest name first, cities before regencies."""
    plain = f" {names.words(said)} "
    found = [
        (-len(bare), place, name)
        for place, (bare, full, name) in enumerate(_regions())
        if f" {bare} " in plain and not (f" kabupaten {bare} " in plain and full.startswith("kota"))
    ]
    longest = max((-length for length, _place, _name in found), default=0)
    return [name for length, _place, name in sorted(found) if -length == longest][:MOST]


@kept(Institution, is_spoken=True)
def _regions() -> list[tuple[str, str, str]]:
    """(name without its title, whole name, name as it is said), cities first."""
    rows = Institution.objects.filter(is_active=True, tier__in=_TIERS).order_by("tier", "code")
    own = {names.key(row.name) for level in ("city", "province") for row in places.areas(level)}
    found = []
    for row in rows:
        full = names.words(row.name)
        if names.key(row.name) not in own:
            found.append((_TITLE.sub("", full), full, row.local_name))
    return found
