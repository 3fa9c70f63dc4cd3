"""Areas, boundaries and named places; which village a point is in."""

from tanggap.places.locator import AreaNear, Location
from tanggap.places.queries import (
    Hit,
    ancestors,
    area,
    areas,
    by_id,
    describe,
    locate,
    resolve_village,
    search,
)

__all__ = [
    "AreaNear",
    "Hit",
    "Location",
    "ancestors",
    "area",
    "areas",
    "by_id",
    "describe",
    "locate",
    "resolve_village",
    "search",
]
