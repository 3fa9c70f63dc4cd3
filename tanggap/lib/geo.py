"""Points on the earth: distance, cells, rounding, boxes. Degrees are WGS 84, lengths metres."""

from __future__ import annotations

import math
from dataclasses import dataclass

import h3

EARTH_RADIUS = 6_371_008.8
METRES_PER_DEGREE = math.pi * EARTH_RADIUS / 180
PUBLIC_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class BBox:
    """A box in degrees, west to east and south to north."""

    west: float
    south: float
    east: float
    north: float

    def contains(self, *, lat: float, lng: float) -> bool:
        """Whether the point lies in the box or on its edge."""
        return self.west <= lng <= self.east and self.south <= lat <= self.north


class BadBBox(ValueError):
    """The text is not four numbers "west,south,east,north" in range and in order."""


def is_point(*, lat: float, lng: float) -> bool:
    """Whether both are finite and on the globe."""
    return math.isfinite(lat) and math.isfinite(lng) and abs(lat) <= 90 and abs(lng) <= 180


def distance(*, lat: float, lng: float, to_lat: float, to_lng: float) -> float:
    """Metres along the great circle (haversine)."""
    a, b = math.radians(lat), math.radians(to_lat)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(to_lng - lng) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(min(1.0, math.sqrt(half)))


def around(*, lat: float, lng: float, meters: float) -> BBox:
    """A box that holds all that is at most `meters` away from the point."""
    tall = meters / METRES_PER_DEGREE
    # A degree of longitude is shorter the farther from the equator.
    wide = tall / max(0.2, math.cos(math.radians(lat)))
    return BBox(west=lng - wide, south=lat - tall, east=lng + wide, north=lat + tall)


def steps(low: float, high: float, *, per_degree: int) -> range:
    """The rows, or the columns, of a grid of so many squares a degree that the two span."""
    return range(math.floor(low * per_degree), math.floor(high * per_degree) + 1)


def rounded(*, lat: float, lng: float) -> tuple[float, float]:
    """The point of the public grid of about 110 m: same in, same out, at most 80 m away."""
    # Adding 0.0 turns -0.0 into 0.0, which would print differently.
    return round(lat, PUBLIC_DECIMALS) + 0.0, round(lng, PUBLIC_DECIMALS) + 0.0


def cell(*, lat: float, lng: float, resolution: int) -> str:
    """The H3 cell of the point; resolution 9 is about 0.1 square kilometres."""
    return str(h3.latlng_to_cell(lat, lng, resolution))


def cell_centre(code: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of an H3 cell."""
    lat, lng = h3.cell_to_latlng(code)
    return lat, lng


def cells_near(code: str, *, rings: int) -> list[str]:
    """The cell and its neighbours up to `rings` steps away, sorted."""
    return sorted(h3.grid_disk(code, rings))


def parse_bbox(text: str) -> BBox:
    """A box from "west,south,east,north", as map libraries send it. Raises `BadBBox`."""
    parts = text.split(",") if len(text) <= 200 else []
    if len(parts) != 4:
        raise BadBBox(text[:80])
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError as error:
        raise BadBBox(text[:80]) from error
    if not (is_point(lat=south, lng=west) and is_point(lat=north, lng=east)):
        raise BadBBox(text[:80])
    if west > east or south > north:
        raise BadBBox(text[:80])
    return BBox(west, south, east, north)
