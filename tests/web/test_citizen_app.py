"""The citizen's pages as an app: copies that hold nothing of anybody, a worker, a manifest."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tanggap.lib import editions
from tanggap.taxonomy.models import Category
from tests.database import ROOT

pytestmark = pytest.mark.django_db(databases=["default", "public"])

COPIES = ("beranda", "lapor", "luring")


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_the_same_for_everybody(client: Client, name: str) -> None:
    address = reverse("portal:copy", args=[name])
    client.post(reverse("portal:look"), {"text": "apa saja"})
    page = client.get(address).content.decode()
    assert page == Client().get(address).content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert re.search(r'name="form_id" value="[^"]', page) is None
    assert "data-shell" in page
    assert Client().get(reverse("portal:copy", args=["laporanku"])).status_code == 404


def test_the_worker_keeps_the_form_s_files_and_no_page_of_anybody(client: Client) -> None:
    answer = client.get("/sw.js")
    body = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-cache"
    assert body.startswith('const BUILD="')
    core = re.search(r"core:\[([^]]*)\]", body)
    assert core
    for part in ("app-", "citizen-", "report-", "waiting-", ".woff2"):
        assert part in core[1], part
    assert "/laporanku/" not in body and "/lacak/" not in body
    assert client.get("/lapangan/sw.js").content.decode() != body


def test_the_copies_are_fetched_again_when_what_they_offer_changes(client: Client) -> None:
    before = client.get("/sw.js").content
    assert client.get("/sw.js").content == before
    Category.objects.filter(parent=None).update(name="Baru")
    editions.look_again()
    after = client.get("/sw.js").content
    assert after.partition(b"\n")[0] != before.partition(b"\n")[0]


def test_the_manifest_makes_it_installable(client: Client) -> None:
    said = client.get(reverse("portal:manifest")).json()
    assert said["start_url"] == said["scope"] == "/"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
    assert reverse("portal:manifest") in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/", "/lapor/"])
def test_the_first_visit_is_light(client: Client, address: str) -> None:
    """The page, and all that it names before anybody touches it."""
    page = client.get(address).content
    dist = ROOT / "assets" / "dist"
    found = set(re.findall(r"/static/dist/([\w.-]+\.(?:js|css|woff2|svg))", page.decode()))
    waiting = {name for name in found if not name.startswith("map-")}
    loaded: set[str] = set()
    while waiting:
        name = waiting.pop()
        loaded.add(name)
        if name.endswith(".js"):
            text = (dist / name).read_text()
            waiting |= set(re.findall(r'(?:from|import)"\./([\w.-]+\.js)"', text)) - loaded
    assert any(name.startswith("report-") for name in loaded) == (address == "/lapor/")
    sizes = [min(path.stat().st_size for path in _twins(dist / name)) for name in loaded]
    assert sum(sizes) + len(gzip.compress(page)) < (80_000 if address == "/" else 110_000)


def _twins(path: Path) -> list[Path]:
    """The file and its compressed copies."""
    return [path, *path.parent.glob(f"{path.name}.*")]
