"""A citizen at 360 px on an old phone and a slow line: 400 kbit/s, 400 ms for each question. She
writes before the scripts are there, sees that it is being sent, and follows her number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tanggap.reports import actions
from tanggap.reports.models import Report
from tests.casework import world
from tests.media.samples import with_secrets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
BYTES = 400_000 / 8  # a second
LINE = {"offline": False, "latency": 400, "downloadThroughput": BYTES, "uploadThroughput": BYTES}
HOLE = "Ada lubang besar di lajur kiri depan pasar, sudah seminggu"


def slow(page: Page) -> None:
    """From now on the line is slow, and so is the phone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.set_default_timeout(60_000)


@pytest.fixture
def patient() -> Iterator[None]:
    """Nothing here is about how long it takes."""
    expect.set_options(timeout=60_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.mark.usefixtures("patient")
def test_she_files_with_a_photo_and_follows_her_number(
    phone: Callable[[], Page], tmp_path: Path
) -> None:
    page = phone()
    slow(page)
    write_before_the_scripts(page)
    send_with_a_photo(page, tmp_path)
    code = page.locator("#receipt-code")
    expect(code).to_have_text(re.compile(r"JK\d{10}"))
    report = Report.objects.get()
    assert report.text == f"{HOLE}, dua motor jatuh." and report.photos.count() == 1

    answered(report)
    page.get_by_role("link", name="Ikuti laporanmu").click()
    expect(page.locator(".story")).to_contain_text("Aspal datang hari Kamis.")
    secret = page.url.rstrip("/").rsplit("/", 1)[1]

    page.goto("/lacak/", wait_until="commit")
    page.get_by_label("Nomor laporan").fill(report.number)
    page.get_by_label("Kode pelacakan").fill(secret)
    page.get_by_role("button", name="Lihat laporan").click()
    expect(page.locator(".story")).to_contain_text("Aspal datang hari Kamis.")


def write_before_the_scripts(page: Page) -> None:
    """What she typed is kept by the scripts that come late, and what she types then too."""
    held: list[Route] = []
    is_late = True
    page.route("**/*.js", lambda route: held.append(route) if is_late else route.continue_())
    page.goto("/lapor/", wait_until="commit")
    text = page.locator("[name=text]")
    text.press_sequentially(HOLE)
    expect(text).to_have_value(HOLE)
    page.wait_for_timeout(500)
    assert held and page.evaluate("localStorage.length") == 0, "no script has run yet"
    is_late = False
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")
    expect(text).to_have_value(HOLE)
    text.press_sequentially(", dua motor jatuh.")
    expect(page.locator("#draft")).to_be_visible()


def send_with_a_photo(page: Page, folder: Path) -> None:
    file = folder / "lubang.jpg"
    file.write_bytes(with_secrets("JPEG"))
    page.locator("input[name=photos]").set_input_files(str(file))
    expect(page.locator(".photos img")).to_have_count(1)
    page.locator("[name=where]").fill("Gambir")
    page.locator("[data-send]").click()
    expect(page.get_by_text("Sedang dikirim")).to_be_visible()
    # Which kelurahan it is, is asked once.
    expect(page.locator("#spots")).to_be_visible()
    expect(page.get_by_text("Sedang dikirim")).to_be_hidden()
    page.locator("[data-asks] .btn-primary").click()


def answered(report: Report) -> None:
    """An office has taken it on, and says when it comes."""
    assert report.lead
    by, at = world.acting(world.staff("agency_admin", report.lead)), timezone.now()
    actions.progress(
        actions.accept(report, by=by, at=at), text="Aspal datang hari Kamis.", by=by, at=at
    )
