"""The officer's app as files: its shell, its worker, its manifest, and how light they are."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.test import Client

from tanggap.people.models import Agency, User
from tests.casework import world
from tests.database import ROOT

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Agency:
    return world.office()


@pytest.fixture
def officer(client: Client, office: Agency) -> User:
    user = world.staff("officer", office)
    client.force_login(user)
    return user


def test_the_shell_holds_no_data_of_anybody_and_needs_no_login(
    client: Client, officer: User, office: Agency
) -> None:
    row = world.verified(world.report(), to=office)
    page = client.get("/lapangan/kulit/").content.decode()
    assert row.number not in page and officer.name not in page and "csrfmiddlewaretoken" not in page
    assert Client().get("/lapangan/kulit/").status_code == 200


def test_the_worker_names_the_files_of_this_build(client: Client) -> None:
    answer = client.get("/lapangan/sw.js")
    assert answer.status_code == 200 and answer.headers["Cache-Control"] == "no-cache"
    body = answer.content.decode()
    assert body.startswith('const BUILD="') and "app-" in body and "field-" in body


def test_the_first_visit_is_light(client: Client, officer: User, office: Agency) -> None:
    for _ in range(10):
        world.verified(world.report(), to=office)
    page = client.get("/lapangan/").content
    core = re.search(r"core:\[([^]]*)\]", client.get("/lapangan/sw.js").content.decode())
    assert core is not None
    files = [ROOT / "assets" / "dist" / name.strip('"') for name in core[1].split(",")]
    sizes = [min(path.stat().st_size for path in _twins(path)) for path in files]
    assert len(files) >= 7
    assert sum(sizes) + len(gzip.compress(page)) < 150_000


def _twins(path: Path) -> list[Path]:
    """The file and its compressed copies."""
    return [path, *path.parent.glob(f"{path.name}.*")]


def test_the_manifest_makes_it_installable(client: Client) -> None:
    said = client.get("/lapangan/aplikasi.webmanifest").json()
    assert said["start_url"] == said["scope"] == "/lapangan/"
    assert {icon["purpose"] for icon in said["icons"]} == {"any", "maskable"}
