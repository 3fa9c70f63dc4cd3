"""A public list as a feed and a calendar, a public report as a picture and an address."""

from __future__ import annotations

import io
import xml.etree.ElementTree as ET
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from PIL import Image

from tanggap.lib import marks
from tanggap.places.models import Area
from tanggap.publication.models import PublicReport
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db(databases=["default", "public"])
ATOM = "{http://www.w3.org/2005/Atom}"


def _areas() -> tuple[Area, Area]:
    villages = Area.objects.select_related("parent").filter(level="village", valid_to=None)
    first = villages.order_by("code")[0]
    return first, villages.exclude(parent=first.parent).order_by("-code")[0]


def _two() -> tuple[Story, Story]:
    here, there = _areas()
    cast = builders.Cast()
    where = {"text": "Hubungi 081234567890, lampu padam.", "lat": -6.2, "lng": 106.8}
    one = Story(cast=cast, visibility="public", title="Lampu satu", area=here, **where)
    other = Story(cast=cast, visibility="public", title="Lampu dua", area=there, **where)
    Story(cast=cast, title="Lampu rahasia", area=here)
    marks.work("publishing")
    return one, other


def _titles(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"/laporan/kabar.atom{query}")
    assert answer["Content-Type"].startswith("application/atom+xml")
    entries = ET.fromstring(answer.content).findall(f"{ATOM}entry")
    return [entry.findtext(f"{ATOM}title") or "" for entry in entries]


def test_a_feed_is_the_list_and_hears_the_same_filters(client: Client) -> None:
    one, _ = _two()
    assert set(_titles(client)) == {"Lampu satu", "Lampu dua"}
    village = one.report.area
    assert village and village.parent
    for code in (village.code, village.parent.code):
        assert _titles(client, f"?area={code}&state=submitted") == ["Lampu satu"]
    assert _titles(client, f"?area={village.code}&state=closed") == []
    assert "081234567890" not in client.get("/laporan/kabar.atom").content.decode()


def test_each_entry_has_an_address_a_lasting_name_and_its_moments(client: Client) -> None:
    one, _ = _two()
    for entry in ET.fromstring(client.get("/laporan/kabar.atom").content).findall(f"{ATOM}entry"):
        for name in ("id", "updated", "published", "summary"):
            assert entry.findtext(f"{ATOM}{name}")
    assert one.report.number in client.get("/laporan/kabar.atom").content.decode()


def test_a_calendar_holds_promises_and_planned_works_of_an_area(client: Client) -> None:
    one, other = _two()
    day = timezone.now() + timedelta(days=3)
    PublicReport.objects.filter(pk=one.report.pk).update(promised_at=day)
    PublicReport.objects.filter(pk=other.report.pk).update(
        planned_month=day.date().replace(day=1), promised_at=None
    )
    answer = client.get("/laporan/janji.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    said = sorted(str(event["summary"]) for event in events)
    assert said == ["Paling lambat: Lampu satu", "Pekerjaan: Lampu dua"]
    promise = next(event for event in events if "Paling" in str(event["summary"]))
    assert promise["dtstart"].dt == timezone.localtime(day).date()
    assert one.report.number in str(promise["url"])
    area = one.report.area
    assert area
    narrowed = Calendar.from_ical(client.get(f"/laporan/janji.ics?area={area.code}").content)
    assert len(narrowed.walk("VEVENT")) == 1


def test_the_picture_of_a_report_is_kept_by_what_is_on_it(client: Client) -> None:
    one, _ = _two()
    page = client.get(f"/laporan/{one.report.number}/").content.decode()
    start = page.index('property="og:image" content="') + len('property="og:image" content="')
    address = page[start : page.index('"', start)]
    path = address[address.index("/laporan/") :]
    answer = client.get(path)
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (1200, 630) and "31536000" in answer["Cache-Control"]
    PublicReport.objects.filter(pk=one.report.pk).update(title="Judul lain")
    again = client.get(path)
    assert again.content != answer.content and "max-age=60" in again["Cache-Control"]
    assert client.get("/laporan/JK0000000001/abc.png").status_code == 404


def test_the_map_hears_the_filters_of_the_list(client: Client) -> None:
    one, other = _two()
    village = one.report.area
    assert village
    box = "bbox=106.7,-6.3,106.9,-6.1"
    both = client.get(f"/peta/titik.json?{box}").json()["features"]
    assert len(both) == 2
    [pin] = client.get(f"/peta/titik.json?{box}&area={village.code}").json()["features"]
    assert pin["properties"]["title"] == "Lampu satu"
    page = client.get(f"/peta/?area={village.code}").content.decode()
    assert f"titik.json?area={village.code}" in page and "Lampu dua" not in page
    nothing = client.get(f"/peta/?area={village.code}&state=closed").content.decode()
    assert "Tidak ada laporan umum yang cocok" in nothing
    assert other.report.number


def test_a_list_can_be_subscribed_to_as_it_is_narrowed(client: Client) -> None:
    one, _ = _two()
    village = one.report.area
    assert village
    page = client.get(f"/laporan/?area={village.code}").content.decode()
    assert f"/langganan/?area={village.code}" in page
    assert f"kabar.atom?area={village.code}" in page
    form = client.get(f"/langganan/?area={village.code}").content.decode()
    assert f'value="{village.code}" selected' in form
