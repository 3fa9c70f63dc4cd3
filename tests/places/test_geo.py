"""Distances, the public grid, cells and boxes."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import geo

lats = st.floats(-89, 89)
lngs = st.floats(-180, 180)


def test_a_known_distance() -> None:
    # Monas to the Bekasi station, about 19 km
    metres = geo.distance(lat=-6.1754, lng=106.8272, to_lat=-6.2363, to_lng=106.9994)
    assert metres == pytest.approx(20_200, rel=0.02)


@given(lats, lngs, lats, lngs)
def test_distance_is_a_distance(a: float, b: float, c: float, d: float) -> None:
    there = geo.distance(lat=a, lng=b, to_lat=c, to_lng=d)
    assert there == pytest.approx(geo.distance(lat=c, lng=d, to_lat=a, to_lng=b), abs=1e-6)
    assert 0 <= there <= math.pi * geo.EARTH_RADIUS + 1
    assert geo.distance(lat=a, lng=b, to_lat=a, to_lng=b) == 0


@given(lats, st.floats(-179.9, 179.9))
def test_a_public_point_is_near_and_always_the_same(lat: float, lng: float) -> None:
    shown = geo.rounded(lat=lat, lng=lng)
    assert shown == geo.rounded(lat=lat, lng=lng)
    assert geo.rounded(lat=shown[0], lng=shown[1]) == shown
    assert geo.distance(lat=lat, lng=lng, to_lat=shown[0], to_lng=shown[1]) < 80
    assert all(len(str(abs(value)).partition(".")[2]) <= 3 or abs(value) < 1e-3 for value in shown)
    assert "-0.0" not in {str(value) for value in shown}


@given(lats, lngs)
def test_the_middle_of_a_cell_is_in_the_cell(lat: float, lng: float) -> None:
    cell = geo.cell(lat=lat, lng=lng, resolution=9)
    middle = geo.cell_centre(cell)
    assert geo.cell(lat=middle[0], lng=middle[1], resolution=9) == cell
    assert geo.distance(lat=lat, lng=lng, to_lat=middle[0], to_lng=middle[1]) < 400


def test_a_cell_has_six_neighbours() -> None:
    cell = geo.cell(lat=-6.2, lng=106.8, resolution=9)
    assert cell in geo.cells_near(cell, rings=1)
    assert len(geo.cells_near(cell, rings=1)) == 7


def test_a_box_is_read() -> None:
    box = geo.parse_bbox("106.7,-6.3, 106.9 ,-6.1")
    assert box == geo.BBox(106.7, -6.3, 106.9, -6.1)
    assert box.contains(lat=-6.2, lng=106.8)
    assert not box.contains(lat=-6.4, lng=106.8)


@pytest.mark.parametrize(
    "text",
    ["", "1,2,3", "1,2,3,4,5", "a,b,c,d", "nan,0,1,1", "0,0,inf,1", "10,0,5,1", "0,5,1,1",
     "0,-91,1,1", "0,0,181,1", "0,0,1,1" + " " * 300],
)  # fmt: skip
def test_other_boxes_are_refused(text: str) -> None:
    with pytest.raises(geo.BadBBox):
        geo.parse_bbox(text)


@given(st.text(max_size=60))
def test_any_text_is_a_box_or_refused(text: str) -> None:
    try:
        box = geo.parse_bbox(text)
    except geo.BadBBox:
        return
    assert box.west <= box.east and box.south <= box.north
