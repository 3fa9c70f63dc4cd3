"""Naming the office complained about, and putting a place right: by words or on the map."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tanggap.people.models import Agency, User
from tanggap.reports.models import Report
from tanggap.taxonomy.models import Category
from tests.casework import world
from tests.markup import compact

pytestmark = pytest.mark.django_db

GAMBIR, KEBON_JERUK = "31.71.01.1001", "31.73.05.1001"
POINT = {"lat": "-6.195000", "lng": "106.772100"}  # in Kebon Jeruk


@pytest.fixture
def verifier(client: Client) -> User:
    user = world.staff("verifier", world.desk())
    client.force_login(user)
    return user


def _url(row: Report, verb: str) -> str:
    return f"/meja/laporan/{row.number}/{verb}/"


def _form(row: Report, **more: str) -> dict[str, str]:
    return {
        "version": str(row.seq),
        "report_class": row.report_class,
        "kind": "simple",
        "category": row.category.code if row.category else "",
        "about": "",
        "address": row.address,
        "area": row.area.code if row.area else "",
        "lat": str(row.lat) if row.lat is not None else "",
        "lng": str(row.lng) if row.lng is not None else "",
        **more,
    }


def _changes(row: Report) -> set[str]:
    event = row.events.order_by("-seq")[0]
    return set(event.data["changes"]) if event.data else set()


def test_verifying_names_the_office_complained_about(client: Client, verifier: User) -> None:
    row = world.report("Lurah minta uang untuk surat pengantar.")
    form = _form(row, category="pungutan-liar", about="kelurahan gambir", to="", note="")
    assert client.post(_url(row, "verify"), form).status_code == 302
    row.refresh_from_db()
    assert row.about == Agency.objects.get(name="Kelurahan Gambir")
    assert row.lead == Agency.objects.get(code="inspektorat")
    assert row.is_confidential


def test_the_office_itself_never_gets_it_and_the_form_says_so(
    client: Client, verifier: User
) -> None:
    row = world.report()
    own = Agency.objects.get(name="Kelurahan Gambir")
    form = _form(
        row, category=world.category().code, about=own.name, to=own.code, note="Ada bukti rekaman."
    )
    answer = client.post(_url(row, "verify"), form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "tidak boleh dipegang instansi itu sendiri" in page
    assert "Ada bukti rekaman." in page and f'value="{own.name}"' in page
    row.refresh_from_db()
    assert (row.state, row.about) == ("submitted", None)


@pytest.mark.parametrize(
    ("typed", "said"),
    [("kantor kelurahan bulan", "Tidak ada instansi bernama ini"), ("gambir", "Ada beberapa")],
)
def test_an_office_that_is_not_one_is_asked_again(
    client: Client, verifier: User, typed: str, said: str
) -> None:
    row = world.report()
    answer = client.post(
        _url(row, "verify"), _form(row, category=world.category().code, about=typed, to="")
    )
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and f'value="{typed}"' in page


def test_a_part_of_a_name_that_fits_one_office_is_enough(client: Client, verifier: User) -> None:
    row = world.report()
    form = _form(row, about="inspektorat provinsi")
    assert client.post(_url(row, "correct"), form).status_code == 302
    row.refresh_from_db()
    assert row.about == Agency.objects.get(code="inspektorat")
    client.post(_url(row, "correct"), _form(row, about=""))
    row.refresh_from_db()
    assert row.about is None


def test_the_form_says_which_categories_are_about_an_office(client: Client, verifier: User) -> None:
    page = compact(client.get(_url(world.report(), "verify")).content.decode())
    codes = re.search(r'data-shown-for="id_category" data-values="([^"]+)"', page)
    rows = Category.objects.filter(is_conflict_of_interest=True, is_active=True)
    assert codes and set(codes[1].split()) == set(rows.values_list("code", flat=True))
    assert "Inspektorat" in page and rows[0].name in page


def test_a_point_moved_on_the_map_asks_which_kelurahan_it_is(
    client: Client, verifier: User
) -> None:
    row = world.report(area=GAMBIR, lat=-6.1764, lng=106.8267)
    form = _form(row, **POINT, address="Jl. Panjang 5")
    answer = client.post(_url(row, "correct"), form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Jl. Panjang 5" in page
    offered = re.findall(r'<input type="radio" name="area" value="([^"]*)"', page)
    assert len(offered) == 4 and offered[0] == KEBON_JERUK and offered[-1] == ""
    assert f'value="{POINT["lat"]}"' in page and 'name="area_asked" value="1"' in page
    form |= {"area": offered[1], "area_asked": "1"}
    assert client.post(_url(row, "correct"), form).status_code == 302
    row.refresh_from_db()
    assert row.area and row.area.code == offered[1] and row.lat == float(POINT["lat"])
    assert not row.is_area_approximate
    assert _changes(row) == {"lat", "lng", "area", "address"}


def test_none_of_the_nearest_takes_the_nearest_as_approximate(
    client: Client, verifier: User
) -> None:
    row = world.report(area=GAMBIR, lat=-6.1764, lng=106.8267)
    form = _form(row, **POINT, area="", area_asked="1")
    assert client.post(_url(row, "correct"), form).status_code == 302
    row.refresh_from_db()
    assert row.area and row.area.code == KEBON_JERUK and row.is_area_approximate


def test_choosing_the_same_kelurahan_again_keeps_it(client: Client, verifier: User) -> None:
    row = world.report(area="31.73.05.1007", lat=-6.1764, lng=106.8267)
    form = _form(row, **POINT, area="31.73.05.1007", area_asked="1")
    assert client.post(_url(row, "correct"), form).status_code == 302
    row.refresh_from_db()
    assert row.area and row.area.code == "31.73.05.1007"


def test_a_place_is_put_right_by_words_alone(client: Client, verifier: User) -> None:
    row = world.report(area=GAMBIR)
    form = _form(row, address="Jl. Panjang 5", area=KEBON_JERUK)
    assert client.post(_url(row, "correct"), form).status_code == 302
    row.refresh_from_db()
    assert (row.address, row.area.code if row.area else "") == ("Jl. Panjang 5", KEBON_JERUK)
    assert _changes(row) == {"address", "area"}


def test_a_point_outside_is_said_and_nothing_is_lost(client: Client, verifier: User) -> None:
    row = world.report(area=GAMBIR)
    form = _form(row, lat="-7.98", lng="112.63", address="Alun-alun Malang")
    answer = client.post(_url(row, "correct"), form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "di luar wilayah kita" in page and "Alun-alun Malang" in page


def test_a_spoilt_point_changes_no_place(client: Client, verifier: User) -> None:
    row = world.report(area=GAMBIR, lat=-6.1764, lng=106.8267)
    form = _form(row, lat="", lng="106.1", address="Jl. Baru")
    assert client.post(_url(row, "correct"), form).status_code == 302
    assert _changes(row) == {"address"}
