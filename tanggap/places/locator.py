"""Which village is this point in? Pure geometry over a fixed list of villages.

Works in metres on a plane that touches the earth in the middle of the institution. Good to
0.1 % within 100 km, which is all the tie-breaks and limits below ask for.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from tanggap.lib.geo import METRES_PER_DEGREE, is_point
from tanggap.places import hull

GAP_METRES = 100.0
OFFERED = 3

Status = Literal["inside", "gap", "approximate", "outside"]


@dataclass(frozen=True, slots=True)
class Village:
    """What the locator needs of one area. `boundary` is a shapely geometry in degrees."""

    code: str
    name: str
    lat: float
    lng: float
    boundary: Any = None


@dataclass(frozen=True, slots=True)
class AreaNear:
    """An area and its distance: to the boundary where we have one, else to its point."""

    code: str
    name: str
    meters: float


@dataclass(frozen=True, slots=True)
class Location:
    """The answer. `area_code` is None only when outside; `nearest` is for people to choose from.

    inside: in the boundary of `area_code`. gap: in no boundary, at most 100 m from this one.
    approximate: no boundary here, the nearest village point. outside: none of ours.
    """

    status: Status
    area_code: str | None
    nearest: tuple[AreaNear, ...]

    @property
    def is_approximate(self) -> bool:
        """Whether a person should be asked if the area is right."""
        return self.status in ("approximate", "gap")


NOWHERE = Location("outside", None, ())


class Plane:
    """Degrees to metres and back, around one middle latitude and longitude."""

    def __init__(self, *, lat: float, lng: float) -> None:
        self.origin = np.array([lng, lat])
        self.scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(lat)), METRES_PER_DEGREE])

    def to_metres(self, geometry: Any) -> Any:
        """The geometry in metres from the origin."""
        return shapely.transform(geometry, lambda xy: (xy - self.origin) * self.scale)

    def to_degrees(self, geometry: Any) -> Any:
        """The geometry in longitude and latitude."""
        return shapely.transform(geometry, lambda xy: xy / self.scale + self.origin)

    def point(self, *, lat: float, lng: float) -> Any:
        """A shapely point in metres."""
        return shapely.Point((np.array([lng, lat]) - self.origin) * self.scale)


class Locator:
    """An index over villages; immutable, so that threads may share it."""

    def __init__(self, villages: Sequence[Village]) -> None:
        self.villages = tuple(sorted(villages, key=lambda village: village.code))
        self.plane = _plane(self.villages)
        self.points = [self.plane.point(lat=v.lat, lng=v.lng) for v in self.villages]
        self.shapes = [
            self.plane.to_metres(v.boundary) if v.boundary is not None else None
            for v in self.villages
        ]
        self._bounded = [i for i, shape in enumerate(self.shapes) if shape is not None]
        self._tree = shapely.STRtree([self.shapes[i] for i in self._bounded])
        self._extents = np.array([p if s is None else s for s, p in self._pairs()], dtype=object)
        shapely.prepare(self._extents)
        self._reach: Any = hull.reach(self.points)
        shapely.prepare(self._reach)
        self._open_reach = self._reach_of_unbounded()

    def locate(self, *, lat: float, lng: float) -> Location:
        """Where the point is. Never raises: nonsense is outside."""
        if not self.villages or not is_point(lat=lat, lng=lng):
            return NOWHERE
        point = self.plane.point(lat=lat, lng=lng)
        if (index := self._containing(point)) is not None:
            return self._answer("inside", index, ((index, 0.0),))
        near = self._nearest(point)
        if (gap := self._gap(point)) is not None:
            return self._answer("gap", gap, near)
        if (open_index := self._approximate(point)) is not None:
            return self._answer("approximate", open_index, near)
        return Location("outside", None, self._named(near))

    def _pairs(self) -> list[tuple[Any, Any]]:
        return list(zip(self.shapes, self.points, strict=True))

    def _containing(self, point: Any) -> int | None:
        hits = self._tree.query(point, predicate="intersects")
        if not len(hits):
            return None
        return int(min((self._bounded[hit] for hit in hits), key=lambda i: self._tie(i, point)))

    def _tie(self, index: int, point: Any) -> tuple[float, float, str]:
        # An enclave drawn inside its neighbour is the smaller; then whose middle is nearer.
        shape: Any = self.shapes[index]
        return (shape.area, self.points[index].distance(point), self.villages[index].code)

    def _gap(self, point: Any) -> int | None:
        hits = self._tree.query(point, predicate="dwithin", distance=GAP_METRES)
        if not len(hits):
            return None
        near = [(self._extents[i].distance(point), i) for i in (self._bounded[h] for h in hits)]
        return int(min(near)[1])

    def _approximate(self, point: Any) -> int | None:
        unbounded = [i for i, shape in enumerate(self.shapes) if shape is None]
        if not unbounded or not self._open_reach.intersects(point):
            return None
        return min((self.points[i].distance(point), i) for i in unbounded)[1]

    def _reach_of_unbounded(self) -> Any:
        """The reach less the known boundaries with their gaps; all of it when none is known."""
        known = [shape for shape in self.shapes if shape is not None]
        if not known:
            return self._reach
        open_points = [p for s, p in self._pairs() if s is None]
        if not open_points:
            return shapely.Polygon()
        around = shapely.union_all(open_points).buffer(hull.spacing(self.points))
        rest = shapely.intersection(self._reach, around).difference(shapely.union_all(known))
        shapely.prepare(rest)
        return rest

    def _nearest(self, point: Any) -> tuple[tuple[int, float], ...]:
        meters = shapely.distance(self._extents, point)
        order = np.argsort(meters, kind="stable")[:OFFERED]
        return tuple((int(i), float(meters[i])) for i in order)

    def _answer(self, status: Status, index: int, near: tuple[tuple[int, float], ...]) -> Location:
        return Location(status, self.villages[index].code, self._named(near))

    def _named(self, near: tuple[tuple[int, float], ...]) -> tuple[AreaNear, ...]:
        return tuple(
            AreaNear(self.villages[i].code, self.villages[i].name, round(meters, 1))
            for i, meters in near
        )

    def cells(self) -> list[Any]:
        """A shape in degrees for each village: its boundary, else its share of the rest.

        The share is the Voronoi cell of its point, cut to the reach and to what no boundary
        covers. Same order as `villages`.
        """
        shapes = hull.fill(self.points, self.shapes, self._reach)
        return [self.plane.to_degrees(shape) for shape in shapes]


def _plane(villages: Sequence[Village]) -> Plane:
    if not villages:
        return Plane(lat=0.0, lng=0.0)
    lats, lngs = [v.lat for v in villages], [v.lng for v in villages]
    # The median: a few islands far off must not move it.
    return Plane(lat=float(np.median(lats)), lng=float(np.median(lngs)))
