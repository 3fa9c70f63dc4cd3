"""Outlines for maps: true lines where we have them, a fair guess elsewhere, and small."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import shapely

from tanggap.lib.geo import BBox
from tanggap.places import boundaries
from tanggap.places.models import Area
from tanggap.places.outlines import LEVELS, outlines
from tests.places import world

AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


def _shapes(level: str, **options: Any) -> dict[str, Any]:
    features = json.loads(outlines(level, **options).body)["features"]
    return {f["id"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}


def _import(tmp_path: Path) -> None:
    features = [
        world.feature(world.square(row, column), kode=world.code(row, column))
        for row in range(5)
        for column in range(5)
    ]
    boundaries.import_file(world.geojson(tmp_path / "a.geojson", features), at=AT)


def test_without_boundaries_each_village_gets_its_share(city: dict[str, Area]) -> None:
    shapes = _shapes("village", zoom=16)
    assert len(shapes) == 26
    for row in range(5):
        for column in range(5):
            lat, lng = world.middle(row, column)
            holders = [c for c, s in shapes.items() if s.intersects(shapely.Point(lng, lat))]
            assert holders == [world.code(row, column)]
    inner = shapes[world.code(2, 2)]
    assert inner.intersection(world.square(2, 2)).area > 0.98 * world.square(2, 2).area
    assert outlines("village").is_approximate


def test_with_boundaries_they_are_drawn(city: dict[str, Area], tmp_path: Path) -> None:
    _import(tmp_path)
    shapes = _shapes("village", zoom=16)
    for row in range(5):
        for column in range(5):
            drawn, true = shapes[world.code(row, column)], world.square(row, column)
            assert drawn.symmetric_difference(true).area < 0.02 * true.area
    features = json.loads(outlines("village").body)["features"]
    guessed = [f["id"] for f in features if f["properties"]["approximate"]]
    assert guessed == ["91.02.01.1001"]


def test_districts_are_their_villages_together(city: dict[str, Area], tmp_path: Path) -> None:
    _import(tmp_path)
    row = _shapes("district", zoom=16)["91.01.02"]
    true = shapely.union_all([world.square(1, column) for column in range(5)])
    assert row.symmetric_difference(true).area < 0.02 * true.area
    assert row.geom_type == "Polygon" and not row.interiors


@pytest.mark.parametrize("level", LEVELS)
def test_every_level_is_drawn_at_every_zoom(level: str, city: dict[str, Area]) -> None:
    sizes = [len(outlines(level, zoom=zoom).body) for zoom in (0, 9, 14, 99)]
    assert sizes[0] <= sizes[-1]
    assert (
        len(_shapes(level, zoom=0))
        == {"province": 1, "city": 2, "district": 6, "village": 26}[level]
    )


def test_only_what_touches_the_box_is_sent(city: dict[str, Area], tmp_path: Path) -> None:
    _import(tmp_path)
    lat, lng = world.middle(0, 0)
    box = BBox(lng - 0.001, lat - 0.001, lng + 0.001, lat + 0.001)
    assert list(_shapes("village", bbox=box)) == [world.code(0, 0)]
    assert _shapes("village", bbox=BBox(0, 0, 1, 1)) == {}


def test_the_tag_changes_with_the_content_only(city: dict[str, Area], tmp_path: Path) -> None:
    before = outlines("village")
    assert outlines("village").etag == before.etag
    Area.objects.filter(code="91").update(postcode="1")
    assert outlines("village").etag == before.etag
    _import(tmp_path)
    assert outlines("village").etag != before.etag
    assert before.etag.startswith('"') and before.etag.endswith('"')


def test_an_unknown_level_is_an_error(city: dict[str, Area]) -> None:
    with pytest.raises(ValueError, match="level"):
        outlines("planet")


@pytest.mark.django_db
def test_an_empty_institution_has_empty_outlines() -> None:
    Area.objects.update(valid_to="1990-01-02")
    assert json.loads(outlines("village").body) == {"type": "FeatureCollection", "features": []}
