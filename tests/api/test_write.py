"""POST requests: partners' reports come in once, and every mistake is named."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from xml.etree import ElementTree

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.test import Client
from PIL import Image

from tanggap.identity.sealing import unseal
from tanggap.lib import editions
from tanggap.people.models import ApiKey
from tanggap.reports.models import Report, ReportPhoto
from tests.api.conftest import SENT

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]
NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)


def photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.effect_noise((64, 48), 40).convert("RGB").save(file, "JPEG")
    file.seek(0)
    file.name = "pasar.jpg"
    return file


def test_a_report_is_stored_routed_and_numbered(post: Post) -> None:
    answer = post()
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    [request] = answer.json()
    report = Report.objects.get(number=request["service_request_id"])
    assert set(request) == {"service_request_id"}
    assert (report.state, report.lead.code) == ("waiting", "kel-kebon-sirih")
    assert (report.category.code, report.visibility) == ("sampah", "public")


def test_xml_says_the_same(post: Post) -> None:
    answer = post("xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    number = ElementTree.fromstring(answer.content).findtext("request/service_request_id")
    assert Report.objects.get().number == number


def test_a_repeated_post_is_the_same_report(post: Post) -> None:
    numbers = {post().json()[0]["service_request_id"] for _ in range(3)}
    assert len(numbers) == Report.objects.count() == 1


def test_repeating_counts_for_a_quarter_of_an_hour_across_its_border(post: Post) -> None:
    made = []
    for minutes in (0, 14, 16, 32):
        with patch("django.utils.timezone.now", return_value=NOW + timedelta(minutes=minutes)):
            made.append(post().json()[0]["service_request_id"])
    assert made[0] == made[1]
    assert len(set(made)) == 3


def test_the_partners_own_id_names_the_report(post: Post) -> None:
    own = {"attribute[fixmystreet_id]": "4711"}
    first = post(**own).json()
    assert post(description="Kata lain", **own).json() == first
    assert post(**{"attribute[fixmystreet_id]": "4712"}).json() != first


def test_the_reporter_is_sealed_and_nothing_else_of_her_is_kept(post: Post) -> None:
    post(first_name="Ani", last_name="Wijaya", email="ani@example.org", device_id="D-99")
    report = Report.objects.get()
    assert unseal(report.contact.sealed).name == "Ani Wijaya"
    kept = json.dumps([event.data for event in report.events.all()])
    assert "Ani" not in kept
    assert "D-99" not in kept


def test_unknown_attributes_are_kept(post: Post) -> None:
    post(
        **{
            "attribute[warna]": "merah",
            "attribute[jenis][]": ["a", "b"],
            "media_url": ["https://example.org/1.jpg", "https://example.org/2.jpg"],
        }
    )
    data = Report.objects.get().events.get(seq=1).data
    assert data["attributes"] == {"warna": ["merah"], "jenis": ["a", "b"]}
    assert len(data["media_url"]) == 2
    assert data["partner"] == "Mitra"


@pytest.mark.parametrize("name", ["media", "photo1", "file_0"])
def test_photos_come_along(post: Post, name: str) -> None:
    assert "service_notice" not in post(**{name: photo()}).json()[0]
    assert ReportPhoto.objects.get().purpose == "report"


def test_a_refused_photo_never_loses_the_text(post: Post) -> None:
    file = io.BytesIO(b"<svg onload=alert(1)>")
    file.name = "jahat.svg"
    [request] = post(media=file).json()
    assert Report.objects.get().number == request["service_request_id"]
    assert request["service_notice"].startswith("jahat.svg: ")
    assert not ReportPhoto.objects.exists()


def test_words_alone_name_the_place(post: Post) -> None:
    post(lat=None, long=None, address_string="Depan Pasar Senen")
    report = Report.objects.get()
    assert (report.address, report.lat) == ("Depan Pasar Senen", None)
    assert report.state == "submitted"


def test_the_generic_service_has_no_category(post: Post) -> None:
    post(service_code="umum")
    assert Report.objects.get().category is None


@pytest.mark.parametrize(
    ("changes", "status", "words"),
    [
        ({"api_key": None}, 403, ["api_key"]),
        ({"api_key": "salah"}, 403, ["api_key"]),
        ({"service_code": None}, 400, ["service_code"]),
        ({"service_code": "tidak-ada"}, 404, ["service_code"]),
        ({"description": " "}, 400, ["description"]),
        ({"description": "a" * 10_001}, 400, ["description"]),
        ({"lat": None}, 400, ["lat"]),
        ({"lat": "utara"}, 400, ["lat"]),
        ({"lat": "nan"}, 400, ["lat"]),
        ({"lat": None, "long": None}, 400, ["address_string"]),
        (
            {"service_code": "", "description": "", "lat": "", "long": ""},
            400,
            ["service_code", "description", "lat"],
        ),
        ({"jurisdiction_id": "london.gov.uk"}, 404, ["jurisdiction_id"]),
    ],
)
@pytest.mark.parametrize("suffix", ["json", "xml"])
def test_mistakes_are_named(
    post: Post, suffix: str, changes: dict[str, Any], status: int, words: list[str]
) -> None:
    answer = post(suffix, **changes)
    assert answer.status_code == status
    for word, (code, description) in zip(words, _errors(answer, suffix), strict=True):
        assert code == status
        assert word in description
    assert not Report.objects.exists()


def _errors(answer: Any, suffix: str) -> list[tuple[int, str]]:
    if suffix == "json":
        return [(error["code"], error["description"]) for error in answer.json()]
    found = ElementTree.fromstring(answer.content).findall("error")
    return [(int(e.findtext("code") or 0), e.findtext("description") or "") for e in found]


def test_a_revoked_key_is_no_key(post: Post) -> None:
    ApiKey.objects.update(revoked_at=NOW)
    editions.look_again()
    assert post().status_code == 403


def test_the_key_may_stand_in_the_address(client: Client, key: str) -> None:
    fields = {name: value for name, value in SENT.items() if name != "api_key"}
    assert client.post(f"/open311/v2/requests.json?api_key={key}", fields).status_code == 200


def test_an_absent_database_asks_to_come_back(post: Post) -> None:
    with patch("tanggap.intake.actions.receive", side_effect=OperationalError):
        answer = post()
    assert answer.status_code == 503
    assert answer["Retry-After"]


def test_no_session_is_touched_and_no_cookie_set(post: Post) -> None:
    answer = post()
    assert not answer.cookies
    assert not Session.objects.exists()


def test_no_other_door_is_open_here(client: Client) -> None:
    assert client.put("/open311/v2/requests.json").status_code == 405
    assert client.post("/open311/v2/services.json").status_code == 405
