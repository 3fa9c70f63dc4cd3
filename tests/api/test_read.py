"""The GETs of Open311: the public tables alone, in both formats, to the letter."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.api.georeport import ITEM
from tanggap.publication.models import PublicReport
from tanggap.taxonomy.models import Category

pytestmark = pytest.mark.django_db
Publish = Callable[..., PublicReport]
BASE = "/open311/v2"
STAMP = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")


def get(client: Client, path: str, **query: Any) -> Any:
    return client.get(f"{BASE}/{path}", query)


def numbers(client: Client, **query: Any) -> list[str]:
    answer = get(client, "requests.json", **query)
    assert answer.status_code == 200, answer.content
    return [row["service_request_id"] for row in answer.json()]


def as_plain(element: ElementTree.Element) -> Any:
    """XML by the specification's rule for JSON; every leaf as text."""
    if not len(element):
        return element.text or ""
    if element.tag in ITEM:
        return [as_plain(child) for child in element]
    return {child.tag: as_plain(child) for child in element}


def texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: texts(item) for name, item in value.items()}
    if isinstance(value, list):
        return [texts(item) for item in value] or ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize(
    "path",
    ["discovery", "services", "services/sampah", "requests", "requests/JK2611230001"],
)
def test_both_formats_say_the_same(client: Client, publish: Publish, path: str) -> None:
    publish("JK2611230001", at=timezone.now())
    query = {"extensions": "true"}
    in_json, in_xml = get(client, f"{path}.json", **query), get(client, f"{path}.xml", **query)
    assert in_json["Content-Type"] == "application/json; charset=utf-8"
    assert in_xml["Content-Type"] == "text/xml; charset=utf-8"
    assert in_json["Access-Control-Allow-Origin"] == "*"
    assert as_plain(ElementTree.fromstring(in_xml.content)) == texts(in_json.json())


def test_discovery_offers_two_endpoints(client: Client) -> None:
    body = get(client, "discovery.json").json()
    assert {e["type"] for e in body["endpoints"]} == {"production", "test"}
    assert STAMP.match(body["changeset"])
    assert body["endpoints"][0]["formats"] == ["text/xml", "application/json"]
    assert client.get("/open311/discovery.xml").status_code == 200


def test_services_are_active_and_never_protected(client: Client) -> None:
    codes = {row["service_code"] for row in get(client, "services.json").json()}
    rows = Category.objects.filter(scheme="crm")
    assert codes == {row.code for row in rows if row.is_active and not row.is_protected} | {"umum"}
    assert "perlindungan-anak" not in codes
    assert get(client, "services/perlindungan-anak.json").status_code == 404


def test_a_request_has_the_types_clients_expect(client: Client, publish: Publish) -> None:
    publish("JK2611230001", photo="a" * 64, promised_at=datetime(2026, 11, 30, tzinfo=UTC))
    [row] = get(client, "requests/JK2611230001.json").json()
    assert row["status"] == "open"
    assert row["status_notes"] == "Menunggu"
    assert (row["lat"], row["long"]) == (-6.182, 106.834)
    assert row["requested_datetime"] == "2026-11-23T07:02:00Z"
    assert row["expected_datetime"] == "2026-11-30T00:00:00Z"
    assert row["address"].startswith("Jalan Kebon Sirih 1, ")
    assert row["zipcode"].isdigit()
    assert row["media_url"].endswith(f"/media/{'a' * 64}/960.jpg")
    assert "agency_responsible" not in row
    assert None not in row.values()


def test_xml_escapes_peoples_words(client: Client, publish: Publish) -> None:
    publish("JK2611230001", text="a < b & c > d \x0b")
    body = get(client, "requests/JK2611230001.xml").content
    assert ElementTree.fromstring(body).findtext("request/description") == "a < b & c > d "


def test_what_is_not_public_does_not_exist(client: Client) -> None:
    for path in ("requests/JK2611230001", "services/tidak-ada", "tokens/1", "apa/saja", "apa"):
        for suffix, kind in (("json", "application/json"), ("xml", "text/xml")):
            answer = get(client, f"{path}.{suffix}")
            assert answer.status_code == 404, path
            assert answer["Content-Type"].startswith(kind)
    assert get(client, "requests.csv").status_code == 404
    assert get(client, "nothing").status_code == 404


def test_the_last_ninety_days_newest_first(client: Client, publish: Publish) -> None:
    now = timezone.now()
    publish("JK2611230001", at=now - timedelta(days=3))
    publish("JK2611230002", at=now - timedelta(days=91))
    publish("JK2611230003", at=now - timedelta(days=1))
    assert numbers(client) == ["JK2611230003", "JK2611230001"]
    assert numbers(client, start_date="", jurisdiction_id="") == numbers(client)


def test_a_number_overrides_everything(client: Client, publish: Publish) -> None:
    publish("JK2611230001", at=datetime(2022, 1, 1, tzinfo=UTC))
    publish("JK2611230002")
    wanted = "JK2611230001, JK2611230002,JK9"
    assert set(numbers(client, service_request_id=wanted, status="closed")) == {
        "JK2611230001",
        "JK2611230002",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "open"}, ["2"]),
        ({"status": "closed"}, ["1"]),
        ({"status": "open,closed"}, ["2", "1"]),
        ({"service_code": "jalan"}, ["1"]),
        ({"service_code": "jalan,sampah"}, ["2", "1"]),
        ({"start_date": "2026-11-01T00:00:00+07:00"}, ["2"]),
        ({"start_date": "2026-11-01T00:00:00 07:00"}, ["2"]),
        ({"end_date": "2026-11-01T00:00:00Z"}, ["1"]),
        ({"start_date": "2026-10-01", "end_date": "2026-11-30"}, ["2", "1"]),
        ({"updated_after": "2026-11-02T00:00:00Z"}, ["1"]),
        ({"updated_before": "2026-11-02T00:00:00Z"}, ["2"]),
        ({"lat": "-6.2", "long": "106.8", "radius": "500"}, ["1"]),
        ({"bbox": "106.83,-6.19,106.84,-6.18"}, ["2"]),
        ({"page_size": "1"}, ["2"]),
        ({"page_size": "1", "page": "2"}, ["1"]),
        ({"page_size": "1", "page": "0"}, ["2"]),
        ({"page_size": "1", "page": "3"}, []),
    ],
)
def test_filters(client: Client, publish: Publish, query: dict[str, str], found: list[str]) -> None:
    span = {"start_date": "2026-09-15", "end_date": "2026-12-01"}
    if not {"start_date", "end_date", "updated_after", "updated_before"} & set(query):
        query = {**span, **query}
    publish(
        "JK2611230001",
        at=datetime(2026, 10, 5, tzinfo=UTC),
        updated_at=datetime(2026, 11, 5, tzinfo=UTC),
        is_open=False,
        state="closed",
        category=Category.objects.get(code="jalan"),
        lat=-6.201,
        lng=106.801,
    )
    publish("JK2611230002", at=datetime(2026, 11, 2, tzinfo=UTC) - timedelta(hours=5))
    assert [number[-1] for number in numbers(client, **query)] == found


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"start_date": "kemarin"}, 400),
        ({"start_date": "2026-13-45T00:00:00Z"}, 400),
        ({"start_date": "2026-01-01", "end_date": "2026-12-31"}, 400),
        ({"start_date": "2026-02-01", "end_date": "2026-01-01"}, 400),
        ({"status": "setengah"}, 400),
        ({"service_code": "tidak-ada"}, 404),
        ({"lat": "1"}, 400),
        ({"lat": "1", "long": "2", "radius": "inf"}, 400),
        ({"bbox": "1,2,3"}, 400),
        ({"page": "-1"}, 400),
        ({"jurisdiction_id": "london.gov.uk"}, 404),
    ],
)
def test_mistakes_are_answers(client: Client, query: dict[str, str], status: int) -> None:
    answer = get(client, "requests.json", **query)
    assert answer.status_code == status
    assert answer.json()[0]["code"] == status


@pytest.mark.usefixtures("held_rules")
def test_few_queries_however_many_reports(
    client: Client, publish: Publish, django_assert_max_num_queries: Any
) -> None:
    for n in range(1, 40):
        publish(f"JK261123{n:04d}", at=timezone.now())
    get(client, "requests.json")
    with django_assert_max_num_queries(4):
        assert len(get(client, "requests.json").json()) == 39


def test_nothing_private_is_named(client: Client, publish: Publish) -> None:
    publish("JK2611230001", at=timezone.now())
    body = json.dumps(get(client, "requests.json", extensions="true").json())
    for word in ("contact", "email", "phone", "first_name", "code_hash", "external_id"):
        assert word not in body
