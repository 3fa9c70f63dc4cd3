"""Which village is a point in: inside, in a gap, by guess, or none of ours."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.lib import geo
from tanggap.places.locator import GAP_METRES, Locator, Village
from tests.places import world

BOUNDED = Locator(world.villages(with_boundaries=True))
POINTS = Locator(world.villages(with_boundaries=False))
METRE = 1 / geo.METRES_PER_DEGREE
EDGE = world.WEST + 5 * world.SIDE  # the eastern edge of the city
LAT, LNG = world.middle(2, 4)

rows = st.integers(0, 4)
shares = st.floats(0.001, 0.999)


@given(rows, rows, shares, shares)
def test_a_point_in_a_boundary_is_inside(row: int, column: int, up: float, right: float) -> None:
    lat = world.SOUTH + (row + up) * world.SIDE
    lng = world.WEST + (column + right) * world.SIDE
    found = BOUNDED.locate(lat=lat, lng=lng)
    assert (found.status, found.area_code) == ("inside", world.code(row, column))
    assert found.nearest[0].meters == 0


def test_a_common_line_belongs_to_one_village_always_the_same() -> None:
    lat, lng = world.middle(1, 1)
    corner = (lat + world.SIDE / 2, lng + world.SIDE / 2)
    codes = {BOUNDED.locate(lat=corner[0], lng=corner[1]).area_code for _ in range(9)}
    assert len(codes) == 1
    assert codes <= {world.code(r, c) for r in (1, 2) for c in (1, 2)}


def test_in_an_overlap_the_smaller_area_wins() -> None:
    large = Village("91.01.01.1001", "Besar", -6.15, 106.85, shapely.box(106.8, -6.2, 106.9, -6.1))
    small = Village(
        "91.01.01.1002", "Kecil", -6.15, 106.84, shapely.box(106.83, -6.16, 106.85, -6.14)
    )
    for order in ([large, small], [small, large]):
        assert Locator(order).locate(lat=-6.15, lng=106.845).area_code == small.code


def test_between_equal_areas_the_nearer_middle_wins_then_the_code() -> None:
    shape = shapely.box(106.8, -6.2, 106.9, -6.1)
    west = Village("91.01.01.1002", "Barat", -6.15, 106.82, shape)
    east = Village("91.01.01.1001", "Timur", -6.15, 106.88, shape)
    for order in ([west, east], [east, west]):
        locator = Locator(order)
        assert locator.locate(lat=-6.15, lng=106.83).area_code == west.code
        assert locator.locate(lat=-6.15, lng=106.87).area_code == east.code
        assert locator.locate(lat=-6.15, lng=106.85).area_code == east.code


@pytest.mark.parametrize(
    ("metres", "status"), [(5, "gap"), (90, "gap"), (110, "outside"), (5000, "outside")]
)
def test_a_gap_is_at_most_a_hundred_metres(metres: float, status: str) -> None:
    lng = EDGE + metres * METRE / math.cos(math.radians(LAT))
    found = BOUNDED.locate(lat=LAT, lng=lng)
    assert found.status == status
    assert found.area_code == (world.code(2, 4) if status == "gap" else None)
    assert found.nearest[0].code == world.code(2, 4)
    assert found.nearest[0].meters == pytest.approx(metres, rel=0.02)


def test_without_boundaries_the_nearest_point_is_a_guess_with_three_to_choose() -> None:
    lat, lng = world.middle(2, 2)
    found = POINTS.locate(lat=lat + 0.001, lng=lng + 0.0005)
    assert (found.status, found.area_code) == ("approximate", world.code(2, 2))
    assert [near.code for near in found.nearest] == [
        world.code(2, 2), world.code(3, 2), world.code(2, 3),
    ]  # fmt: skip
    assert found.is_approximate


def test_without_boundaries_the_neighbour_city_is_outside() -> None:
    assert POINTS.locate(lat=LAT, lng=EDGE + 0.005).status == "approximate"
    assert POINTS.locate(lat=LAT, lng=EDGE + 0.02).status == "outside"
    assert POINTS.locate(lat=LAT, lng=EDGE + 0.02).nearest[0].code == world.code(2, 4)


def test_an_island_reaches_further_than_a_crowded_village_but_not_to_the_mainland() -> None:
    near = POINTS.locate(lat=world.ISLAND_LAT + 0.05, lng=world.ISLAND_LNG)
    assert (near.status, near.area_code) == ("approximate", "91.02.01.1001")
    at_sea = POINTS.locate(lat=world.ISLAND_LAT - 0.25, lng=world.ISLAND_LNG + 0.1)
    assert at_sea.status == "outside"


def test_islands_have_boundaries_like_everybody() -> None:
    assert BOUNDED.locate(lat=world.ISLAND_LAT, lng=world.ISLAND_LNG).status == "inside"
    assert BOUNDED.locate(lat=world.ISLAND_LAT + 0.05, lng=world.ISLAND_LNG).status == "outside"


def test_where_only_some_boundaries_are_known_the_rest_is_guessed() -> None:
    half = [
        v if v.code < "91.01.03" else Village(v.code, v.name, v.lat, v.lng)
        for v in world.villages(with_boundaries=True)
    ]
    locator = Locator(half)
    lat, lng = world.middle(1, 1)
    assert locator.locate(lat=lat, lng=lng).status == "inside"
    lat, lng = world.middle(4, 3)
    found = locator.locate(lat=lat + 0.001, lng=lng)
    assert (found.status, found.area_code) == ("approximate", world.code(4, 3))
    south = locator.locate(lat=world.SOUTH - 0.005, lng=lng)
    assert south.status == "outside"


@given(st.floats(), st.floats())
def test_any_two_numbers_have_an_answer(lat: float, lng: float) -> None:
    for locator in (BOUNDED, POINTS, Locator([])):
        found = locator.locate(lat=lat, lng=lng)
        assert (found.area_code is None) == (found.status == "outside")


@settings(max_examples=60)
@given(st.floats(-6.6, -5.4), st.floats(106.4, 107.2), st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_villages(
    lat: float, lng: float, random: object
) -> None:
    for with_boundaries, known in ((True, BOUNDED), (False, POINTS)):
        mixed = world.villages(with_boundaries=with_boundaries)
        random.shuffle(mixed)  # type: ignore[attr-defined]
        assert Locator(mixed).locate(lat=lat, lng=lng) == known.locate(lat=lat, lng=lng)


@given(st.floats(-6.6, -5.4), st.floats(106.4, 107.2))
def test_the_nearest_are_in_order_and_different(lat: float, lng: float) -> None:
    near = POINTS.locate(lat=lat, lng=lng).nearest
    assert len({n.code for n in near}) == 3
    assert [n.meters for n in near] == sorted(n.meters for n in near)
    first = next(v for v in POINTS.villages if v.code == near[0].code)
    true = geo.distance(lat=lat, lng=lng, to_lat=first.lat, to_lng=first.lng)
    assert near[0].meters == pytest.approx(true, rel=0.005, abs=1)


@pytest.mark.parametrize("count", [1, 2])
def test_one_or_two_villages_work_too(count: int) -> None:
    locator = Locator(world.villages(with_boundaries=False)[:count])
    lat, lng = world.middle(0, 0)
    assert locator.locate(lat=lat, lng=lng).area_code == world.code(0, 0)
    assert len(locator.cells()) == count


def test_gap_limit_is_the_promised_one() -> None:
    assert GAP_METRES == 100
