"""The counter: filing for a visitor, the receipt, and who may print it."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tanggap.people.models import User
from tanggap.reports import access
from tanggap.reports.models import Report
from tests.casework import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client: Client) -> User:
    user = world.staff("clerk", world.desk())
    client.force_login(user)
    return user


def _form(client: Client, **more: str) -> dict[str, str]:
    page = client.get("/meja/loket/").content.decode()
    found = re.search(r'name="form_id" value="(\w+)"', page)
    channel = re.search(r'<select name="channel".*?value="([\w-]+)"', page, re.S)
    assert found and channel
    return {
        "form_id": found[1],
        "channel": channel[1],
        "text": "Saluran air di depan rumah saya mampet sejak minggu lalu.",
        "where": "Jl. Kemuning 12 nomor 4B",
        "report_class": "complaint",
        "privacy": "private",
        "name": "Bu Tini",
        **more,
    }


def test_a_visitor_goes_home_with_a_receipt(client: Client, clerk: User) -> None:
    answer = client.post("/meja/loket/", _form(client))
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    row = Report.objects.get()
    assert row.number in page and "<svg" in page and "style=" not in page
    link = re.search(rf"/lacak/{row.number}/([0-9A-Z-]+)/", page)
    assert link and access.by_code(row.number, link[1]) == row


def test_the_same_form_files_one_report(client: Client, clerk: User) -> None:
    form = _form(client)
    first, second = client.post("/meja/loket/", form), client.post("/meja/loket/", form)
    assert first["Location"] == second["Location"]
    assert Report.objects.count() == 1


def test_nothing_typed_is_lost(client: Client, clerk: User) -> None:
    answer = client.post("/meja/loket/", _form(client, where=""))
    assert answer.status_code == 422
    assert "mampet sejak minggu lalu" in answer.content.decode()


def test_only_who_filed_it_prints_the_code(client: Client, clerk: User) -> None:
    url = client.post("/meja/loket/", _form(client))["Location"]
    client.force_login(world.staff("clerk", world.desk()))
    assert client.get(url).status_code == 404


def test_a_citizens_own_code_is_never_shown(client: Client, clerk: User) -> None:
    row = world.report()
    assert client.get(f"/meja/loket/{row.number}/").status_code == 404


def test_the_counter_is_for_clerks(client: Client) -> None:
    client.force_login(world.staff("validator", world.desk()))
    assert client.get("/meja/loket/").status_code == 403


POINT = {"lat": "-6.195000", "lng": "106.772100"}


def _offered(page: str) -> list[str]:
    return re.findall(r'<input type="radio" name="area" value="([^"]*)"', page)


def test_a_point_where_boundaries_are_approximate_asks_for_one_of_three(
    client: Client, clerk: User
) -> None:
    photo = SimpleUploadedFile("a.jpg", world.jpeg(), "image/jpeg")
    form = _form(client, **POINT)
    answer = client.post("/meja/loket/", {**form, "photos": photo})
    page = answer.content.decode()
    offered = _offered(page)
    assert answer.status_code == 422 and len(offered) == 4 and offered[-1] == ""
    assert "mampet sejak minggu lalu" in page and "1 berkas sudah tersimpan" in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept and 'name="area_asked"' in page
    again = {**form, "kept": kept[1], "area": offered[1], "area_asked": "1"}
    assert client.post("/meja/loket/", again).status_code == 302
    row = Report.objects.get()
    assert row.area and row.area.code == offered[1] and not row.is_area_approximate
    assert row.photos.count() == 1


def test_a_name_that_several_places_share_asks_too(client: Client, clerk: User) -> None:
    answer = client.post("/meja/loket/", _form(client, where="Kebon Jeruk"))
    assert answer.status_code == 422 and len(_offered(answer.content.decode())) > 1


def test_a_clerk_who_cannot_tell_files_it_anyway(client: Client, clerk: User) -> None:
    form = _form(client, where="Kebon Jeruk", area="", area_asked="1")
    assert client.post("/meja/loket/", form).status_code == 302
    assert Report.objects.get().area is None


def test_a_named_kelurahan_is_asked_nothing(client: Client, clerk: User) -> None:
    form = _form(client, where="Kebon Jeruk", area="31.73.05.1001")
    assert client.post("/meja/loket/", form).status_code == 302
    assert client.post("/meja/loket/", _form(client, area="99.99")).status_code == 422
