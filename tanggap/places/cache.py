"""All areas and places of this process, with the index over them, as of one edition.

Read with plain SQL so that a request pays for two small queries once per edition and for none
in between. Two threads may build the same snapshot at once; both are right.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import shapely
from django.conf import settings
from django.db import connection

from tanggap.lib import editions, naming
from tanggap.places import names
from tanggap.places.locator import Locator, Village

GAP_DEGREES = 3e-4  # about 33 m

_AREAS = """
    SELECT a.code, a.name, a.level, coalesce(p.code, ''), a.lat, a.lng, a.postcode, b.shape,
           coalesce(b.source, ''), a.id, a.name_en
    FROM places_area a LEFT JOIN places_area p ON p.id = a.parent_id
    LEFT JOIN places_boundary b ON b.area_id = a.id
    WHERE (a.valid_from IS NULL OR a.valid_from <= (now() AT TIME ZONE %(zone)s)::date)
      AND (a.valid_to IS NULL OR a.valid_to > (now() AT TIME ZONE %(zone)s)::date)
    ORDER BY a.code
"""
_PLACES = """
    SELECT p.id, p.name, p.kind, a.code, p.lat, p.lng
    FROM places_place p JOIN places_area a ON a.id = p.area_id
    WHERE p.is_active AND (a.valid_to IS NULL OR a.valid_to > (now() AT TIME ZONE %(zone)s)::date)
    ORDER BY p.name, p.id
"""


@dataclass(frozen=True, slots=True)
class AreaRow(naming.Named):
    """One area as the cache keeps it."""

    code: str
    name: str
    level: str
    parent_code: str
    lat: float
    lng: float
    postcode: str
    boundary: bytes | None
    boundary_source: str
    id: int
    name_en: str


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One named place as the cache keeps it."""

    id: int
    name: str
    kind: str
    area_code: str
    lat: float
    lng: float


class Snapshot:
    """Everything as of one edition and day. Immutable, shared by threads."""

    def __init__(self, *, areas: tuple[AreaRow, ...], places: tuple[PlaceRow, ...]) -> None:
        self.areas = {area.code: area for area in areas}
        self.places = places

    @cached_property
    def villages(self) -> tuple[AreaRow, ...]:
        """The villages in order of their codes."""
        return tuple(area for area in self.areas.values() if area.level == "village")

    @cached_property
    def locator(self) -> Locator:
        """The index of the villages."""
        return Locator([_village(area) for area in self.villages])

    @cached_property
    def area_keys(self) -> dict[str, tuple[AreaRow, ...]]:
        """Areas by their comparable names."""
        found: dict[str, tuple[AreaRow, ...]] = {}
        for area in self.areas.values():
            name = names.key(area.name)
            found[name] = (*found.get(name, ()), area)
        return found

    @cached_property
    def cells(self) -> list[Any]:
        """The shape of each village in degrees for drawing, see `Locator.cells`.

        Slivers and gaps along lines that were drawn twice are closed; `locator` keeps the
        boundaries as they came.
        """
        cells = self.locator.cells()
        return list(shapely.coverage_clean(cells, gap_width=GAP_DEGREES)) if cells else []

    def ancestors(self, code: str) -> list[AreaRow]:
        """The areas above this one, the nearest first."""
        found = []
        area = self.areas.get(code)
        while area and (area := self.areas.get(area.parent_code)):
            found.append(area)
        return found


# By name: this package is imported before models can be.
@editions.kept("places_area", "places_boundary", "places_place", is_daily=True)
def current() -> Snapshot:
    """The snapshot of now."""
    zone = {"zone": settings.TIME_ZONE}
    with connection.cursor() as cursor:
        cursor.execute(_AREAS, zone)
        areas = tuple(_area(row) for row in cursor.fetchall())
        cursor.execute(_PLACES, zone)
        places = tuple(PlaceRow(*row) for row in cursor.fetchall())
    return Snapshot(areas=areas, places=places)


def _area(row: tuple[Any, ...]) -> AreaRow:
    boundary = bytes(row[7]) if row[7] is not None else None
    code, name, level, parent, lat, lng, postcode, _, source, pk, name_en = row
    return AreaRow(code, name, level, parent, lat, lng, postcode, boundary, source, pk, name_en)


def _village(area: AreaRow) -> Village:
    shape = shapely.from_wkb(area.boundary) if area.boundary else None
    return Village(code=area.code, name=area.name, lat=area.lat, lng=area.lng, boundary=shape)
