"""Where reports lie: street corners inside each kelurahan, with names and what stands nearby."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import Any

from tanggap.ops.demo.world import Landmark, Spot, Village, World

METRES_PER_DEGREE = 111_320.0
_CORNERS_PER_SPOT = 9
_NEAR_METRES = 450.0
_JITTER_METRES = 45.0


@dataclass(frozen=True, slots=True)
class Corner:
    """One corner of a street; reports cluster around it."""

    lat: float
    lng: float
    street: str
    nearby: str
    towards: str
    reach: float


def corners(world: World, streets: dict[str, Any], *, seed: int) -> tuple[tuple[Corner, ...], ...]:
    """The corners of every kelurahan, in the order of `world.villages`."""
    return tuple(
        _village_corners(world, village, streets, Random(f"{seed}:{village.code}"))
        for village in world.villages
    )


def point(corner: Corner, rng: Random) -> tuple[float, float]:
    """A point within a few steps of the corner, latitude and longitude with five decimals."""
    angle = rng.random() * math.tau
    distance = corner.reach * rng.random()
    return _move(corner.lat, corner.lng, angle, distance)


def _village_corners(
    world: World, village: Village, streets: dict[str, Any], rng: Random
) -> tuple[Corner, ...]:
    marks = world.landmarks.get(village.code, ())
    spots = [spot for spot in world.spots[village.code] for _ in range(_CORNERS_PER_SPOT)]
    return tuple(_corner(spot, village, marks, streets, rng) for spot in spots)


def _corner(
    spot: Spot, village: Village, marks: tuple[Landmark, ...], streets: dict[str, Any], rng: Random
) -> Corner:
    reach = min(_JITTER_METRES, spot.radius / 3)
    distance = (spot.radius - reach) * math.sqrt(rng.random())
    lat, lng = _move(spot.lat, spot.lng, rng.random() * math.tau, distance)
    mark = _nearest(lat, lng, marks)
    nearby = f"{rng.choice(streets['relations'])} {mark}" if mark else rng.choice(streets["nearby"])
    towards = mark or f"kantor kelurahan {village.name}"
    return Corner(lat, lng, _street(village, streets, rng), nearby, towards, reach)


def _nearest(lat: float, lng: float, marks: tuple[Landmark, ...]) -> str:
    ranked = sorted((_metres(lat, lng, mark.lat, mark.lng), mark.name) for mark in marks)
    return ranked[0][1] if ranked and ranked[0][0] < _NEAR_METRES else ""


def _street(village: Village, streets: dict[str, Any], rng: Random) -> str:
    pattern: str = rng.choice(streets["patterns"])
    return pattern.format(
        kel=village.name,
        plant=rng.choice(streets["plants"]),
        person=rng.choice(streets["persons"]),
        roman=rng.choice(streets["romans"]),
        compass=rng.choice(streets["compasses"]),
    )


def _metres(lat: float, lng: float, lat2: float, lng2: float) -> float:
    east = (lng2 - lng) * math.cos(math.radians(lat))
    return math.hypot(lat2 - lat, east) * METRES_PER_DEGREE


def _move(lat: float, lng: float, angle: float, metres: float) -> tuple[float, float]:
    degrees = metres / METRES_PER_DEGREE
    east = degrees * math.sin(angle) / math.cos(math.radians(lat))
    return round(lat + degrees * math.cos(angle), 5), round(lng + east, 5)
