"""A citizen's phone at 360 px: photo first with help while she writes, without a line and through
a closed browser exactly once, and without any script. axe on every state of the form."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tanggap.places import queries as places
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tests.line import Line
from tests.media.samples import with_secrets

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]

Look = Callable[[Page], None]
# All that the worker keeps: the copies, and the map's outlines.
KEPT = """async () => {
    const paths = [];
    for (const name of await caches.keys())
        for (const { url } of await (await caches.open(name)).keys())
            paths.push(new URL(url).pathname);
    return paths;
}"""
COPIES = {"/aplikasi/beranda/", "/aplikasi/lapor/", "/aplikasi/luring/", "/peta/wilayah.json"}
HOLE = "Ada lubang besar di lajur kiri depan pasar, sudah seminggu, dua motor jatuh"


def photo(path: Path) -> str:
    """A picture whose camera wrote down where it was."""
    file = path / "lubang.jpg"
    file.write_bytes(with_secrets("JPEG"))
    return str(file)


def send(page: Page) -> None:
    page.locator("[data-send]").click()


def ready(page: Page) -> None:
    """The worker has the pages."""
    page.wait_for_function("() => navigator.serviceWorker.controller !== null", timeout=30_000)
    page.wait_for_function("async () => await caches.match('/aplikasi/lapor/') !== undefined")


def queue(page: Page) -> Locator:
    return page.locator("[data-queue-said]")


def published(text: str, *, lat: float, lng: float) -> Report:
    """An open report that everybody may see."""
    from django.test import Client
    from django.urls import reverse

    form = {"form_id": text, "text": text, "where": "depan pasar", "when": "still",
            "report_class": "complaint", "identity": "none", "readers": "all",
            "lat": str(lat), "lng": str(lng), "queued": "1"}  # fmt: skip
    answer = Client().post(reverse("portal:send"), form).json()
    report = Report.objects.get(number=answer["number"])
    publishing.refresh(report_ids=[report.pk])
    return report


def sync_event(page: Page) -> None:
    """The browser tells the worker by its own clock that there is a line again."""
    session = page.context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_timeout(200)
    origin = page.evaluate("location.origin")
    asked = {"origin": origin, "registrationId": found[0], "tag": "lapor", "lastChance": False}
    session.send("ServiceWorker.dispatchSyncEvent", asked)


def test_a_photo_first_with_all_that_is_offered_while_she_writes(
    phone: Callable[[], Page], look: Look, tmp_path: Path
) -> None:
    at = {"lat": -6.17, "lng": 106.82}
    there = published("Lubang besar di lajur kiri depan pasar, motor jatuh", **at)
    page = phone()
    page.goto("/")
    look(page)
    page.locator("input[data-start]").set_input_files(photo(tmp_path))
    page.wait_for_url("**/lapor/?*")
    expect(page.locator(".photos img")).to_have_count(1)
    look(page)
    # The phone knows where it is; the server what is near, and what it may be about.
    page.get_by_role("button", name="Pakai tempatku").click()
    page.locator("[name=text]").fill(HOLE)
    expect(page.locator("[data-place-said]")).to_contain_text("Gambir")
    expect(page.locator(".guess").first).to_contain_text("Jalan")
    page.locator(".guess").first.click()
    expect(page.locator("[name=category]")).to_have_value("jalan")
    similar = page.locator("[data-part=similar]")
    expect(similar).to_contain_text("Dukung dan ikuti")
    expect(similar.get_by_role("link")).to_have_attribute("href", re.compile(there.number))
    # A place by its name, with the keyboard alone.
    where = page.locator("[name=where]")
    where.press_sequentially("pasar san")
    expect(page.get_by_role("option").first).to_contain_text("Pasar Santa")
    where.press("ArrowDown")
    look(page)
    where.press("Escape")
    where.fill("depan halte")
    page.locator("label.choice", has_text="Semua orang").click()
    page.locator("[name=text]").fill(f"{HOLE}. Hubungi 081234567890")
    page.locator("label", has_text="Ini yang dilihat semua orang").click()
    public = page.locator(".who-public")
    expect(public).to_be_visible()
    expect(public).to_contain_text("lubang besar")
    expect(public).not_to_contain_text("081234567890")
    look(page)
    # Danger while she writes, and gone with the words.
    page.locator("[name=text]").fill(f"{HOLE}, ada kabel putus")
    expect(page.get_by_role("link", name="Telepon 112")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Tidak darurat").click()
    page.locator("[name=text]").fill(HOLE)
    send(page)
    # No boundary is known here: which kelurahan it is, is asked once.
    expect(page.locator("#spots")).to_contain_text("Petojo Selatan")
    look(page)
    page.locator("[data-asks] .btn-primary").click()
    expect(page.locator("#receipt-code")).to_have_text(re.compile(r"JK\d{10}"))
    look(page)
    report = Report.objects.exclude(pk=there.pk).get()
    assert (report.category.code if report.category else "", report.is_confidential) == (
        "jalan",
        False,
    )
    [row] = report.photos.all()
    assert row.lat is not None and row.taken_at is not None
    page.goto("/laporanku/")
    expect(page.locator("main")).to_contain_text(report.number)
    look(page)


def test_without_a_line_and_through_a_closed_browser_it_arrives_once(
    phone: Callable[[], Page], line: Line, look: Look, tmp_path: Path
) -> None:
    page = phone()
    page.goto("/")
    ready(page)
    line.down()
    page.goto("/lapor/")
    expect(page.locator("[data-shell]")).to_have_count(1)
    page.locator("[name=text]").fill(HOLE)
    page.locator("input[name=photos]").set_input_files(photo(tmp_path))
    expect(page.locator(".photos img")).to_have_count(1)
    page.wait_for_timeout(600)  # the draft is written a moment after the last key
    page.context.close()

    page = phone()
    page.goto("/lapor/")
    # From the tap to a form that can be written in.
    assert page.evaluate("performance.getEntriesByType('navigation')[0].domComplete") < 1_000
    expect(page.locator("[name=text]")).to_have_value(HOLE)
    expect(page.locator(".photos img")).to_have_count(1)
    page.locator("[name=where]").fill("Gambir")
    send(page)
    expect(queue(page)).to_contain_text("1 laporan menunggu jaringan")
    expect(page.locator("[name=text]")).to_have_value("")
    look(page)
    page.goto("/laporanku/")  # any other page: the phone says that there is no line, and what waits
    expect(page.locator(".queued")).to_contain_text(HOLE[:40])
    look(page)
    page.get_by_role("button", name="Ubah").click()
    page.locator("[name=text]").fill(HOLE + ".")
    send(page)
    expect(queue(page)).to_contain_text("1 laporan menunggu jaringan")
    page.context.close()

    # The line is back; the session and the token are gone.
    line.up()
    page = phone()
    page.context.clear_cookies()
    page.goto("/")
    arrived = page.locator("[data-queue-arrived]")
    expect(arrived).to_contain_text("Laporanmu sudah sampai")
    report = Report.objects.get()
    expect(arrived).to_contain_text(report.number)
    look(page)
    assert report.text == HOLE + "."
    assert report.photos.count() == 1
    assert {path for path in page.evaluate(KEPT) if not path.startswith("/static/")} <= COPIES
    arrived.get_by_role("button", name="Sudah kucatat").click()
    expect(page.locator("[data-queue]")).to_be_hidden()
    page.goto("/")
    expect(arrived).to_be_hidden()
    assert Report.objects.count() == 1


def test_an_answer_lost_on_the_way_makes_no_second_report(
    phone: Callable[[], Page], line: Line
) -> None:
    page = phone()
    page.goto("/lapor/")
    ready(page)
    page.locator("[name=text]").fill(HOLE)
    page.locator("[name=where]").fill("depan pasar induk")
    page.route("**/lapor/kirim/", lambda route: (route.fetch(), route.abort()), times=1)
    send(page)
    arrived = page.locator("[data-queue-arrived]")
    expect(arrived).to_contain_text("Laporanmu sudah sampai")
    assert Report.objects.count() == 1
    arrived.get_by_role("button", name="Sudah kucatat").click()
    # The same page again is another report; the worker sends it when the browser says so.
    line.down()
    page.locator("[name=text]").fill("Got di depan sekolah mampet dan berbau")
    page.locator("[name=where]").fill("depan pasar induk")
    send(page)
    expect(queue(page)).to_contain_text("1 laporan menunggu jaringan")
    line.up()
    sync_event(page)
    expect(arrived).to_contain_text("Got di depan sekolah")
    assert Report.objects.count() == 2


def test_what_the_server_can_not_take_says_why_and_stays(new_page: Any, look: Look) -> None:
    page = new_page("phone", viewport={"width": 360, "height": 740})
    page.goto("/lapor/")
    page.locator("[name=text]").fill("Ada lubang di jalan kami")
    send(page)
    expect(page.locator("[data-asks] [role=alert]")).to_contain_text("Sebutkan tempatnya")
    expect(page.locator("[name=text]")).to_have_value("Ada lubang di jalan kami")
    look(page)
    page.locator("[name=where]").fill("dekat alun-alun Kota Bogor")
    send(page)
    expect(page.locator("[data-asks]")).to_contain_text("Kota Bogor")
    look(page)
    page.locator("[data-asks] button").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    page.problems.clear()  # the browser complains of 422, which is how the server says so
    assert places.area("31") and Report.objects.count() == 1


def test_without_a_script(new_page: Any, look: Look) -> None:
    page = new_page("phone", viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto("/lapor/")
    page.locator("[name=text]").fill("Tetangga sering memukuli anaknya, ada kekerasan tiap malam")
    page.locator("[name=where]").fill("Gambir")
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.locator("[data-part=preview]")).to_contain_text("Terkunci")
    send(page)
    expect(page.locator("#asks")).to_be_visible()
    expect(page.locator(".asks")).to_contain_text("Laporan ini kami rahasiakan")
    expect(page.locator("[name=text]")).to_have_value(re.compile("memukuli"))
    page.locator(".asks button").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    assert Report.objects.get().is_confidential
