"""Which village does each shape of a file belong to? By code where there is one, else by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.utils.translation import gettext as _

from tanggap.places import names
from tanggap.places.locator import Plane, Village
from tanggap.places.ogr import BadFile, Feature

# A shape found by name only must hold or nearly touch the village's own point.
NAME_METRES = 1_500.0
# A village of islands may lie far from its point; further off than this is a mistake.
CODE_METRES = 60_000.0


@dataclass(slots=True)
class Matched:
    """Shapes by village code, and the labels of features that fit no village."""

    shapes: dict[str, list[Any]] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    other_levels: int = 0
    repaired: list[str] = field(default_factory=list)


def match(
    features: Sequence[Feature],
    villages: Sequence[Village],
    plane: Plane,
    progress: Callable[[int, int], None] | None = None,
) -> Matched:
    """Sort all features to villages. Raises `BadFile` when the coordinates can't be right."""
    matcher = _Matcher(features, villages, plane)
    for done, feature in enumerate(features, start=1):
        matcher.take(feature)
        if progress:
            progress(done, len(features))
    matcher.check()
    return matcher.result


class _Matcher:
    def __init__(
        self, features: Sequence[Feature], villages: Sequence[Village], plane: Plane
    ) -> None:
        self.result = Matched()
        self.plane = plane
        self.by_code = {village.code: village for village in villages}
        self.by_name: dict[str, list[Village]] = {}
        for village in villages:
            self.by_name.setdefault(names.key(village.name), []).append(village)
        self.code_field = _best(features, lambda text: names.code(text) in self.by_code)
        self.name_field = _best(features, lambda text: names.key(text) in self.by_name)
        self.far = 0

    def take(self, feature: Feature) -> None:
        """Put one feature where it belongs."""
        shape, was_repaired = clean(feature.geometry)
        code = names.code(feature.properties.get(self.code_field, ""))
        if code and code not in self.by_code and len(code) < 13:
            self.result.other_levels += 1
            return
        village = None if shape is None else self._village(feature, code, shape)
        if village is None:
            self.result.unmatched.append(_label(feature, self.name_field, code))
            return
        self.result.shapes.setdefault(village.code, []).append(shape)
        if was_repaired:
            self.result.repaired.append(village.code)

    def check(self) -> None:
        """Coordinates that are all far off are swapped, or in metres."""
        if self.far and self.far >= sum(len(shapes) for shapes in self.result.shapes.values()):
            raise BadFile(
                _(
                    "Koordinat di berkas ini jauh dari wilayah kita: mungkin bujur dan lintang"
                    " tertukar, atau sistem koordinatnya tidak disebut."
                )
            )

    def _village(self, feature: Feature, code: str, shape: Any) -> Village | None:
        if (village := self.by_code.get(code)) is not None:
            if self._metres(village, shape) <= CODE_METRES:
                return village
            self.far += 1
            return None
        found = self.by_name.get(names.key(feature.properties.get(self.name_field, "")), [])
        near = sorted((self._metres(village, shape), village.code) for village in found)
        if near and near[0][0] <= NAME_METRES:
            return self.by_code[near[0][1]]
        self.far += bool(near)
        return None

    def _metres(self, village: Village, shape: Any) -> float:
        here = self.plane.point(lat=village.lat, lng=village.lng)
        return float(self.plane.to_metres(shape).distance(here))


def clean(geometry: Any) -> tuple[Any, bool]:
    """The polygons of a geometry, valid; and whether it had to be repaired. None if it has none."""
    if geometry is None or geometry.is_empty:
        return None, False
    was_valid = bool(geometry.is_valid)
    valid = geometry if was_valid else shapely.make_valid(geometry)
    parts = [p for p in _flat(valid) if p.geom_type == "Polygon" and p.area > 0]
    return (shapely.union_all(parts) if parts else None), not was_valid


def _flat(geometry: Any) -> list[Any]:
    if hasattr(geometry, "geoms"):
        return [part for child in geometry.geoms for part in _flat(child)]
    return [geometry]


def _best(features: Sequence[Feature], is_good: Callable[[str], bool]) -> str:
    """The attribute with the most good values; "" when none has any."""
    counts: dict[str, int] = {}
    for feature in features:
        for name, text in feature.properties.items():
            counts[name] = counts.get(name, 0) + bool(text and is_good(text))
    best = max(counts, key=lambda name: counts[name], default="")
    return best if counts.get(best) else ""


def _label(feature: Feature, name_field: str, code: str) -> str:
    name = feature.properties.get(name_field) or feature.properties.get("name", "")
    return " ".join(filter(None, (code, name))) or "?"
