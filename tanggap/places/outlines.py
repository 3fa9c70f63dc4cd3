"""Outlines of areas as GeoJSON for the maps: boundaries where imported, else a guess.

The guess is each village's share of the plane (`Locator.cells`), and its features say
`"approximate": true`. Districts and cities are their villages put together, so that lines
of different levels never disagree.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import shapely

from tanggap.lib.geo import BBox
from tanggap.lib.naming import language
from tanggap.places import cache
from tanggap.places.cache import AreaRow, Snapshot

LEVELS = ("province", "city", "district", "village")
MIN_ZOOM, MAX_ZOOM = 5, 18
DEFAULT_ZOOM = 12


@dataclass(frozen=True, slots=True)
class Outlines:
    """A GeoJSON FeatureCollection as bytes, and a strong entity tag for it (with quotes)."""

    body: bytes
    etag: str
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class _Feature:
    bounds: tuple[float, float, float, float]
    text: str
    is_approximate: bool


def outlines(level: str, bbox: BBox | None = None, *, zoom: int = DEFAULT_ZOOM) -> Outlines:
    """All areas of `level` that touch `bbox`, simplified to about two pixels at `zoom`.

    Feature properties: code, name, level, parent (code), approximate, lat, lng (of the label).
    Raises `ValueError` on an unknown level.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be one of {LEVELS}")
    zoom = max(MIN_ZOOM, min(MAX_ZOOM, zoom))
    features = _features(cache.current(), level, zoom, language())
    shown = [f for f in features if bbox is None or _touches(f.bounds, bbox)]
    body = '{"type":"FeatureCollection","features":[' + ",".join(f.text for f in shown) + "]}"
    data = body.encode()
    etag = '"' + hashlib.sha256(data).hexdigest()[:32] + '"'
    return Outlines(data, etag, any(f.is_approximate for f in shown))


@lru_cache(maxsize=32)
def _features(snapshot: Snapshot, level: str, zoom: int, spoken: str) -> tuple[_Feature, ...]:
    rows = [row for row in snapshot.areas.values() if row.level == level]
    members = _members(snapshot, level)
    rows = [row for row in rows if members.get(row.code)]
    shapes = [_union(snapshot, members[row.code]) for row in rows]
    # Together, so that two neighbours keep one common line.
    simple = shapely.coverage_simplify(shapes, 2 * _pixel(zoom)) if shapes else []
    return tuple(
        _feature(snapshot, row, shape, members[row.code], zoom)
        for row, shape in zip(rows, simple, strict=True)
        if not shape.is_empty
    )


def _members(snapshot: Snapshot, level: str) -> dict[str, list[int]]:
    """Indexes of the villages in each area of `level`."""
    found: dict[str, list[int]] = {}
    for index, village in enumerate(snapshot.villages):
        for area in (village, *snapshot.ancestors(village.code)):
            if area.level == level:
                found.setdefault(area.code, []).append(index)
    return found


def _union(snapshot: Snapshot, indexes: list[int]) -> Any:
    shapes = [snapshot.cells[i] for i in indexes]
    return shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)


def _pixel(zoom: int) -> float:
    """Degrees per screen pixel at the equator."""
    return 360.0 / (256 << zoom)


def _feature(
    snapshot: Snapshot, row: AreaRow, shape: Any, indexes: list[int], zoom: int
) -> _Feature:
    is_approximate = any(snapshot.villages[i].boundary is None for i in indexes)
    properties = {
        "code": row.code,
        "name": row.local_name,
        "level": row.level,
        "parent": row.parent_code,
        "approximate": is_approximate,
        "lat": round(row.lat, 5),
        "lng": round(row.lng, 5),
    }
    text = json.dumps(
        {
            "type": "Feature",
            "id": row.code,
            "properties": properties,
            "geometry": _rounded(shapely.geometry.mapping(shape), 5 if zoom >= 13 else 4),
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )
    return _Feature(tuple(shapely.bounds(shape)), text, is_approximate)


def _rounded(geometry: dict[str, Any], digits: int) -> dict[str, Any]:
    def numbers(value: Any) -> Any:
        return round(value, digits) if isinstance(value, float) else [numbers(v) for v in value]

    return {"type": geometry["type"], "coordinates": numbers(geometry["coordinates"])}


def _touches(bounds: tuple[float, float, float, float], box: BBox) -> bool:
    west, south, east, north = bounds
    return west <= box.east and east >= box.west and south <= box.north and north >= box.south
