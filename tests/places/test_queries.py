"""Places by name, villages by name, and a cache that notices every change."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tanggap import places
from tanggap.lib import editions
from tanggap.places.models import Area, Place
from tests.places import world


@pytest.fixture
def station(city: dict[str, Area]) -> Place:
    lat, lng = world.middle(0, 1)
    home = city[world.code(0, 1)]
    return Place.objects.create(
        name="Stasiun Rawa Indah", kind="station", area=home, lat=lat, lng=lng
    )


def test_a_point_is_located_through_the_database(city: dict[str, Area]) -> None:
    lat, lng = world.middle(3, 2)
    assert places.locate(lat=lat, lng=lng).area_code == world.code(3, 2)


@pytest.mark.parametrize(
    "text", ["rawa indah", "RAWA INDAH", "kel. rawa-indah", "rawaindah", "Kelurahan Rawa Indah"]
)
def test_an_area_comes_before_places_of_its_name(text: str, station: Place) -> None:
    hits = places.search(text)
    assert [hit.name for hit in hits[:2]] == ["Rawa Indah", "Stasiun Rawa Indah"]
    assert hits[0].detail == "Kec. Baris 1, Kota Contoh"
    assert hits[1].detail == "Rawa Indah, Kec. Baris 1, Kota Contoh"
    assert hits[1].area_code == world.code(0, 1)


def test_a_beginning_and_a_word_inside_are_found(station: Place) -> None:
    assert places.search("stas")[0].name == "Stasiun Rawa Indah"
    assert places.search("indah")[0].name == "Rawa Indah"
    assert places.search("stasiun indah")[0].name == "Stasiun Rawa Indah"


def test_a_misspelt_name_is_forgiven_when_nothing_fits(station: Place) -> None:
    assert places.search("stasiun rawa indh")[0].name == "Stasiun Rawa Indah"
    assert places.search("kebun melti")[0].name == "Kebon Melati"


@pytest.mark.parametrize("text", ["", " ", "a", "%", "'; --", "\0\0", "qwertyuiop"])
def test_nothing_fits_nothing(text: str, station: Place) -> None:
    assert places.search(text) == []


def test_a_long_text_is_no_burden(station: Place) -> None:
    with CaptureQueriesContext(connection) as asked:
        places.search("stasiun " * 100_000)
    assert 0 < max(len(query["sql"]) for query in asked) < 4_000
    assert len(places.search("ka", limit=3)) == 3


def test_a_hit_comes_back_from_a_form(station: Place) -> None:
    for hit in places.search("rawa indah"):
        assert places.by_id(hit.id) == hit
    assert places.by_id(f"place:{station.pk}") is not None
    for wrong in ("", "place:", "place:999999999", "area:1", "x:1"):
        assert places.by_id(wrong) is None


def test_a_village_by_its_name_alone(city: dict[str, Area]) -> None:
    row = places.resolve_village("kel. Kali Anyar")
    assert row is not None and row.code == world.code(0, 4)
    assert places.resolve_village("Baris 1") is None
    assert places.resolve_village("") is None


def test_two_villages_of_one_name_need_their_district(city: dict[str, Area]) -> None:
    Area.objects.filter(code=world.code(4, 4)).update(name="Kali-Anyar")
    assert places.resolve_village("Kali Anyar") is None
    for district, row in (("Baris 1", 0), ("kec. baris 5", 4)):
        found = places.resolve_village("Kali Anyar", district=district)
        assert found is not None and found.code == world.code(row, 4)


def test_a_village_says_where_it_lies(city: dict[str, Area]) -> None:
    assert places.describe(world.code(0, 0)) == "Kebon Melati, Kec. Baris 1, Kota Contoh"
    assert places.describe("99") == ""
    assert [up.code for up in places.ancestors(world.code(0, 0))] == ["91.01.01", "91.01", "91"]
    assert len(places.areas("village")) == 26


def test_the_cache_follows_changes_and_roll_backs(city: dict[str, Area]) -> None:
    with transaction.atomic():
        Area.objects.filter(code=world.code(0, 0)).update(name="Nama Baru")
        row = places.area(world.code(0, 0))
        assert row is not None and row.name == "Nama Baru"
        transaction.set_rollback(True)
    Area.objects.filter(code=world.code(0, 1)).update(name="Nama Lain")
    row = places.area(world.code(0, 0))
    assert row is not None and row.name == "Kebon Melati"


def test_between_two_looks_no_query_is_made(
    city: dict[str, Area], monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(editions, "CHECK_SECONDS", 60)
    editions.look_again()
    with django_assert_num_queries(3):
        places.locate(lat=-6.2, lng=106.8)
    with django_assert_num_queries(0):
        places.locate(lat=-6.2, lng=106.8)
        places.search("rawa")
    monkeypatch.setattr(editions, "CHECK_SECONDS", 0)
    with django_assert_num_queries(1):
        places.locate(lat=-6.2, lng=106.8)


def test_an_area_that_ended_is_gone(city: dict[str, Area]) -> None:
    Area.objects.filter(code=world.code(0, 0)).update(valid_to="2001-01-01")
    assert places.area(world.code(0, 0)) is None
    assert places.resolve_village("Kebon Melati") is None
