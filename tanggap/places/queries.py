"""Reads: where is this point, what is called so, which areas are there."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tanggap.places import cache, names
from tanggap.places.cache import AreaRow, PlaceRow, Snapshot
from tanggap.places.locator import Location

MAX_QUERY = 80
MAX_SENTENCE = 2_000
_LEVELS = {"village": 0, "district": 1, "city": 2, "province": 3}


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer of `search`. `kind` is an area level or a place's kind; `detail` is where it is.

    `id` is stable enough for a form field: "area:31.71.01.1001" or "place:17".
    """

    id: str
    kind: str
    name: str
    detail: str
    lat: float
    lng: float
    area_code: str


def locate(*, lat: float, lng: float) -> Location:
    """The village of a point in WGS 84 degrees. Never raises: nonsense is outside."""
    return cache.current().locator.locate(lat=lat, lng=lng)


def area(code: str) -> AreaRow | None:
    """One area by its code, valid today; None if there is none."""
    return cache.current().areas.get(code)


def areas(level: str) -> list[AreaRow]:
    """All areas of one level in order of their codes."""
    return [row for row in cache.current().areas.values() if row.level == level]


def ancestors(code: str) -> list[AreaRow]:
    """The areas above one: of a village its district, city and province."""
    return cache.current().ancestors(code)


def describe(code: str) -> str:
    """A village with what it lies in: "Gambir, Kec. Gambir, Kota Administrasi Jakarta Pusat"."""
    snapshot = cache.current()
    row = snapshot.areas.get(code)
    if row is None:
        return ""
    return ", ".join(part for part in (row.local_name, _detail(snapshot, row)) if part)


def resolve_village(name: str, *, district: str = "") -> AreaRow | None:
    """The one village of this name ("kel. Kebon-Jeruk"); None when there is none or several.

    `district` (a name) decides between villages of the same name.
    """
    snapshot = cache.current()
    found = [row for row in snapshot.area_keys.get(names.key(name), ()) if row.level == "village"]
    if district:
        wanted = names.key(district)
        found = [row for row in found if _parent_key(snapshot, row) == wanted]
    return found[0] if len(found) == 1 else None


def by_id(hit_id: str) -> Hit | None:
    """The hit that a form sent back; None if it is unknown or no longer there."""
    snapshot = cache.current()
    kind, _, rest = hit_id.partition(":")
    if kind == "area":
        row = snapshot.areas.get(rest)
        return _area_hit(snapshot, row) if row else None
    for place in snapshot.places:
        if kind == "place" and str(place.id) == rest:
            return _place_hit(snapshot, place)
    return None


def search(text: str, limit: int = 8) -> list[Hit]:
    """Areas and places by name, best first; spelling mistakes are forgiven when nothing fits.

    Exact names come first, then beginnings, then words inside; areas before places.
    """
    wanted = names.words(text[:MAX_QUERY])
    if len(wanted) < 2:
        return []
    snapshot = cache.current()
    ranked = sorted(_ranked(snapshot, wanted), key=lambda pair: pair[0])
    if not ranked:
        return _guess(snapshot, wanted, limit)
    # By either of its names an area is one answer.
    found = {_identity(row): row for _, row in ranked}
    return [_hit(snapshot, row) for row in list(found.values())[:limit]]


SHORTEST_NAME = 4  # letters; a shorter one stands in too many texts by chance


def mentioned(text: str, limit: int = 6) -> list[Hit]:
    """Areas and places whose whole name stands in a sentence, the longest name first.

    "lubang di depan Pasar Santa" names a market; a name within a longer one found is left out.
    """
    said = f" {names.words(text[:MAX_SENTENCE])} "
    snapshot = cache.current()
    found: dict[str, tuple[str, AreaRow | PlaceRow]] = {}
    for row, name, _bare, _level in _entries(snapshot):
        if len(name) >= SHORTEST_NAME and f" {name} " in said:
            found.setdefault(_identity(row), (name, row))
    ranked = sorted(found.values(), key=lambda pair: (-len(pair[0]), _identity(pair[1])))
    longest = [name for name, _row in ranked]
    kept = [row for name, row in ranked if not _is_within(name, longest)]
    return [_hit(snapshot, row) for row in kept[:limit]]


def _is_within(name: str, others: list[str]) -> bool:
    return any(name != other and f" {name} " in f" {other} " for other in others)


def _ranked(
    snapshot: Snapshot, wanted: str
) -> Iterator[tuple[tuple[int, int, str, str], AreaRow | PlaceRow]]:
    glued = names.key(wanted)
    for row, name, bare, level in _entries(snapshot):
        if (fit := _fit(wanted, glued, name, bare)) is not None:
            yield (fit, level, name, _identity(row)), row


@lru_cache(maxsize=2)
def _entries(snapshot: Snapshot) -> tuple[tuple[AreaRow | PlaceRow, str, str, int], ...]:
    """Each row with a plain name of it, that name's bare key, and its rank among equals."""
    named: list[tuple[AreaRow | PlaceRow, str]] = [(row, row.name) for row in snapshot.places]
    for area in snapshot.areas.values():
        named += [(area, name) for name in (area.name, area.name_en) if name]
    return tuple((row, names.words(name), names.key(name), _level(row)) for row, name in named)


def _level(row: AreaRow | PlaceRow) -> int:
    return _LEVELS[row.level] if isinstance(row, AreaRow) else len(_LEVELS)


def _fit(wanted: str, glued: str, name: str, bare: str) -> int | None:
    """0 the name itself, 1 its beginning, 2 a word's beginning, 3 inside; None not at all."""
    if wanted == name or glued == bare:
        return 0
    if name.startswith(wanted) or bare.startswith(glued):
        return 1
    if f" {wanted}" in f" {name}":
        return 2
    parts = wanted.split()
    if len(parts) > 1 and all(f" {part}" in f" {name}" for part in parts):
        return 2
    return 3 if len(glued) >= 3 and glued in name.replace(" ", "") else None


def _guess(snapshot: Snapshot, wanted: str, limit: int) -> list[Hit]:
    keys: dict[str, list[AreaRow | PlaceRow]] = {}
    for row, _, bare, _ in _entries(snapshot):
        keys.setdefault(bare, []).append(row)
    close = difflib.get_close_matches(names.key(wanted), keys, n=limit, cutoff=0.75)
    rows = [row for bare in close for row in keys[bare]]
    return [_hit(snapshot, row) for row in rows[:limit]]


def _hit(snapshot: Snapshot, row: AreaRow | PlaceRow) -> Hit:
    return _area_hit(snapshot, row) if isinstance(row, AreaRow) else _place_hit(snapshot, row)


def _area_hit(snapshot: Snapshot, row: AreaRow) -> Hit:
    detail = _detail(snapshot, row)
    return Hit(_identity(row), row.level, row.local_name, detail, row.lat, row.lng, row.code)


def _place_hit(snapshot: Snapshot, row: PlaceRow) -> Hit:
    home = snapshot.areas.get(row.area_code)
    detail = ", ".join(filter(None, (home.local_name, _detail(snapshot, home)))) if home else ""
    return Hit(_identity(row), row.kind, row.name, detail, row.lat, row.lng, row.area_code)


def _identity(row: AreaRow | PlaceRow) -> str:
    return f"area:{row.code}" if isinstance(row, AreaRow) else f"place:{row.id}"


def _detail(snapshot: Snapshot, row: AreaRow) -> str:
    above = [up for up in snapshot.ancestors(row.code) if up.level != "province"]
    return ", ".join(f"Kec. {up.name}" if up.level == "district" else up.local_name for up in above)


def _parent_key(snapshot: Snapshot, row: AreaRow) -> str:
    parent = snapshot.areas.get(row.parent_code)
    return names.key(parent.name) if parent else ""
