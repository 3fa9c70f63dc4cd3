"""Every number of the statistics leads to exactly the reports that it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from tanggap.casework.queries import filters as desk_filters
from tanggap.insights import facts
from tanggap.ops import demo
from tanggap.people.access import SYSTEM
from tanggap.publication import lists, queries
from tanggap.publication.models import DayTotal, PublicReport
from tanggap.reports import access, actions
from tanggap.web.desk import lists as desk
from tanggap.web.public import tables
from tanggap.web.public.forms import filters_from
from tests.casework import world

pytestmark = pytest.mark.django_db(databases=["default", "public"])
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
YEAR = 2022

Link = tuple[int, str, str]  # the number, the public address, the desk's


def links() -> Iterator[Link]:
    """Tables 5 to 8 of the year with all their numbers."""
    channels = queries.channels(YEAR)
    total = {name: sum(row[name] for row in channels) for name in ("received", "completed")}
    by_channel = tables.channels(channels, total, YEAR)
    for row in (*by_channel["channel_rows"], by_channel["channel_total"]):
        yield from (_link(cell["text"], cell) for cell in row[1:])
    bars = tables.categories(queries.categories(YEAR, top=10), YEAR)["category_bars"]
    yield from (_link(bar["value"], bar) for bar in bars)
    nation = queries.categories(YEAR, top=10, scheme="lapor")
    for row in tables.lapor(nation, YEAR)["lapor_rows"]:
        yield _link(row[2]["text"], row[2])
    agencies = tables.agencies(queries.agencies(YEAR, channel="lapor"), YEAR, "lapor")
    for row in (*agencies["agency_rows"], *agencies["agency_more"]):
        yield from (_link(cell["text"], cell) for cell in row[1:])
    for bar in tables.months(queries.months(YEAR), YEAR):
        yield _link(bar["value"], bar)


def _link(text: str, cell: dict[str, str]) -> Link:
    return int(text.replace(".", "")), cell["url"], cell["desk_url"]


def asked(url: str) -> QueryDict:
    return QueryDict(urlsplit(url).query)


def rows_at_the_desk(url: str) -> int:
    """What the desk's search finds for somebody who may see everything."""
    filters = desk.read(asked(url))
    return desk_filters.narrowed(access.visible_to(SYSTEM), filters, at=NOW).count()


def rows_of_the_public(url: str) -> int:
    """All rows of a public list, page by page."""
    filters, before, found = filters_from(asked(url)), "", 0
    while True:
        page = lists.feed(filters, at=NOW, before=before)
        found += len(page.rows)
        if not page.older:
            return found
        before = page.older


def test_every_number_leads_to_its_reports(client: Client) -> None:
    demo.load(at=NOW, scale=0.02, with_photos=False)
    found = list(links())
    assert len(found) > 60
    for number, public_url, desk_url in found:
        assert rows_at_the_desk(desk_url) == number, desk_url
        counted = queries.counted(filters_from(asked(public_url)))
        assert counted is not None and counted.reports == number, public_url
        assert rows_of_the_public(public_url) == counted.listed, public_url
    _pages_say_so(client, found)


def _pages_say_so(client: Client, found: list[Link]) -> None:
    page = client.get("/statistics/", {"year": YEAR}).content.decode()
    shown = [url.replace("&", "&amp;") for _number, url, _desk in found]
    assert all(url in page for url in shown)
    assert "/meja/cari/" not in page, "strangers get no way to the desk"
    some = [link for link in found if 1 < link[0] <= 60][:3]
    _walk_public(client, some)
    client.force_login(world.staff("verifier", world.desk()))
    page = client.get("/statistics/", {"year": YEAR}).content.decode()
    assert all(url.replace("&", "&amp;") in page for _n, _public, url in found)
    for _number, public_url, desk_url in some:
        assert desk_url.replace("&", "&amp;") in client.get(public_url).content.decode()
        assert client.get(desk_url).status_code == 200


def _walk_public(client: Client, some: list[Link]) -> None:
    """Follow the pages of a list to its end, and compare with what it says."""
    for number, url, _desk in some:
        page = client.get(url).content.decode()
        assert f"menghitung {number} laporan" in page or f"Angkanya {number}, dan" in page
        rows = lists.feed(filters_from(asked(url)), at=NOW).rows
        assert all(row.number in page for row in rows)


def test_a_shared_report_counts_for_both_offices_and_is_listed_for_both() -> None:
    """Table 8 counts assignments: who helps received it as well, and is done alone."""
    office, helper = world.office("sudin"), world.office("kelurahan")
    boss = world.staff("agency_admin", office)
    row = world.accepted(world.report(), office, boss)
    actions.add_support(row, to=helper, instruction="", by=world.acting(boss), at=timezone.now())
    day = timezone.localdate()
    facts.recompute(day, day, at=timezone.now())
    for agency in (office, helper):
        query = f"?year={day.year}&received_by={agency.code}"
        assert rows_at_the_desk(query) == 1
        assert rows_at_the_desk(f"{query}&completed=1") == 0
        counted = queries.counted(filters_from(asked(query)))
        assert counted == queries.Counted(reports=1, listed=0)


@pytest.mark.parametrize(
    "query", ["?area=31.71", "?year=2022&q=lubang", "?year=2022&state=closed", ""]
)
def test_a_list_that_no_number_opened_says_no_number(query: str) -> None:
    assert queries.counted(filters_from(asked(query))) is None


def test_nothing_that_is_spoilt_breaks_a_list(client: Client) -> None:
    client.force_login(world.staff("verifier", world.desk()))
    for query in ("?received_by=nobody", "?completed=7&month=13&year=20x", "?month=0"):
        assert client.get(f"/meja/cari/{query}").status_code == 200
        assert client.get(f"/laporan/{query}").status_code == 200
    assert not PublicReport.objects.exists() and not DayTotal.objects.exists()
