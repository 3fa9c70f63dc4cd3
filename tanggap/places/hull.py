"""How far a set of village points reaches when nobody has told us their boundaries.

The measure is the points' own spacing: the median distance of a point to its nearest
neighbour. Triangles between points closer than five spacings belong to the institution, and
1.1 spacings around them. A point with nobody within five spacings (an island) reaches
0.6 times as far as its nearest neighbour is.
docs/places.md says how well this does on Jakarta and how it was chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

LINK = 5.0
MARGIN = 1.1
ISLAND = 0.6
# For one or two points there is no spacing to go by.
DEFAULT_SPACING = 1000.0


def reach(points: Sequence[Any]) -> Any:
    """The area, in the points' metres, in which the nearest point is a sane guess."""
    if not points:
        return shapely.Polygon()
    distances, unit = nearest_distances(points), spacing(points)
    linked = [p for p, d in zip(points, distances, strict=True) if d <= LINK * unit]
    islands = [
        p.buffer(min(d, 20 * unit) * ISLAND)
        for p, d in zip(points, distances, strict=True)
        if d > LINK * unit
    ]
    mainland = shapely.union_all([*_triangles(points, LINK * unit), *linked])
    return shapely.union_all([mainland.buffer(MARGIN * unit), *islands])


def spacing(points: Sequence[Any]) -> float:
    """Median distance of a point to its nearest neighbour, metres."""
    distances = nearest_distances(points)
    usable = [d for d in distances if np.isfinite(d) and d > 0]
    return float(np.median(usable)) if usable else DEFAULT_SPACING


def nearest_distances(points: Sequence[Any]) -> list[float]:
    """For each point the distance to its nearest neighbour; infinite when it is alone."""
    xy = np.array([[p.x, p.y] for p in points]).reshape(-1, 2)
    gaps = np.hypot(xy[:, None, 0] - xy[None, :, 0], xy[:, None, 1] - xy[None, :, 1])
    np.fill_diagonal(gaps, np.inf)
    return [float(row.min()) for row in gaps]


def fill(points: Sequence[Any], shapes: Sequence[Any], within: Any) -> list[Any]:
    """Each point's shape, or where it has none its Voronoi cell less all known shapes."""
    if all(shape is not None for shape in shapes):
        return list(shapes)
    known = shapely.union_all([shape for shape in shapes if shape is not None])
    free = within.difference(known)
    cells = _voronoi(points, within)
    return [
        shape if shape is not None else _polygons(cell.intersection(free))
        for shape, cell in zip(shapes, cells, strict=True)
    ]


def _triangles(points: Sequence[Any], longest: float) -> list[Any]:
    triangles = shapely.delaunay_triangles(shapely.MultiPoint(list(points)))
    return [t for t in triangles.geoms if _longest_side(t) <= longest]


def _longest_side(triangle: Any) -> float:
    corners = np.array(triangle.exterior.coords)
    return float(np.hypot(*np.diff(corners, axis=0).T).max())


def _voronoi(points: Sequence[Any], within: Any) -> list[Any]:
    if len(points) < 2:
        return [within for _ in points]
    cells = list(shapely.voronoi_polygons(shapely.MultiPoint(list(points)), extend_to=within).geoms)
    tree = shapely.STRtree(cells)
    # Each point lies in its own cell; two villages on one spot share it.
    return [cells[int(tree.nearest(point))] for point in points]


def _polygons(geometry: Any) -> Any:
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    return shapely.union_all(parts) if parts else shapely.Polygon()
