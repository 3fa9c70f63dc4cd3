"""The whole life of one report, by hand in a browser, through every role, with axe on each page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tanggap.people.models import Agency
from tanggap.publishing import actions as publishing
from tanggap.reports.models import Report
from tanggap.reports.workflow import State
from tests.casework.world import report as report_by
from tests.casework.world import staff
from tests.media.samples import encoded, scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]

TEXT = "Ada lubang besar di lajur kiri depan pasar, sudah seminggu. Dua motor jatuh."
Visit = Callable[[Page, str], None]


@pytest.fixture
def visit(axe: Callable[[Page], None]) -> Visit:
    """Open a page, check that it has no fault of accessibility and no sideways scrolling."""

    def go(page: Page, path: str) -> None:
        page.goto(path)
        look(page)

    def look(page: Page) -> None:
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{page.url} scrolls sideways by {width} px"

    go.look = look  # type: ignore[attr-defined]
    return go


def photo(name: str) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": encoded(scene(), "JPEG")}


def file_report(page: Page, visit: Any) -> tuple[Report, str]:
    visit(page, "/")
    page.get_by_role("textbox").first.fill(TEXT)
    page.get_by_role("button", name="Lanjut").click()
    page.locator("[name=where]").fill("Gambir")
    page.locator("input[type=file][name=photos]").set_input_files([photo("lubang.jpg")])
    page.locator("label.choice", has_text="Semua orang").click()
    page.locator("label.choice", has_text="Jangan simpan").click()
    visit.look(page)
    page.locator("[data-send]").click()
    # Which kelurahan it is, is asked once; the browser complains of the answer 422 that asks.
    expect(page.locator("#spots")).to_be_visible()
    visit.look(page)
    page.problems.clear()  # type: ignore[attr-defined]
    page.locator("[data-asks] .btn-primary").click()
    expect(page.locator("#receipt-code")).to_be_visible()
    visit.look(page)
    expect(page.locator("#receipt-code")).to_have_text(re.compile(r"JK\d{10}"))
    link = page.get_by_role("link", name="Ikuti laporanmu").get_attribute("href")
    assert link
    return Report.objects.get(), "/" + link.split("/", 3)[3]


def verify(page: Page, visit: Any, report: Report, office: Agency) -> None:
    visit(page, "/meja/antrean/verify/")
    expect(page.locator("body")).to_contain_text(report.title)
    visit(page, f"/meja/laporan/{report.number}/")
    visit(page, f"/meja/laporan/{report.number}/verify/")
    page.locator("[name=category]").select_option("jalan")
    page.locator("[name=to]").select_option(office.code)
    kind = page.locator("[name=kind]")
    if kind.count() and kind.first.get_attribute("type") == "radio":
        kind.first.check(force=True)
    elif kind.count():
        kind.select_option(index=1)
    page.locator("form .btn-accent").click()
    visit.look(page)


def work(page: Page, visit: Any, report: Report) -> None:
    visit(page, "/lapangan/")
    expect(page.locator("body")).to_contain_text(report.title)
    visit(page, f"/lapangan/{report.number}/")
    page.get_by_role("button", name=re.compile("Terima")).first.click()
    visit(page, f"/lapangan/{report.number}/bukti/")
    page.locator("[name=before]").set_input_files([photo("sebelum.jpg")])
    page.locator("[name=after]").set_input_files([photo("sesudah.jpg")])
    page.locator("[name=note]").fill("Lubang ditambal aspal panas dan dipadatkan.")
    page.get_by_role("button", name="Kirim").click()
    visit.look(page)


def rate(page: Page, visit: Any, link: str) -> None:
    visit(page, link)
    page.locator(".stars label").nth(4).click()
    page.get_by_role("button", name="Kirim penilaian").click()
    visit.look(page)
    expect(page.locator("body")).to_contain_text("Terima kasih")


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_a_report_is_filed_worked_proven_validated_rated_and_shown(
    size: str, new_page: Any, visit: Any
) -> None:
    office = Agency.objects.get(name="Kelurahan Gambir")
    hall = Agency.objects.get(code="biro-pemerintahan")
    citizen = new_page(size)
    report, link = file_report(citizen, visit)
    assert (report.state, report.lead_id) == (State.WAITING, office.pk)

    # The pages of the server; the app that a service worker makes of them has its own journey.
    plain = new_page("phone", user=staff("officer", office), service_workers="block")
    work(plain, visit, report)
    report.refresh_from_db()
    assert report.state == State.AWAITING_VALIDATION

    validator = new_page(size, user=staff("validator", hall))
    visit(validator, f"/meja/laporan/{report.number}/")
    validator.get_by_role("button", name=re.compile("Terima hasilnya")).click()
    visit.look(validator)
    report.refresh_from_db()
    assert report.state == State.RESOLVED

    rate(citizen, visit, link)
    report.refresh_from_db()
    assert (report.state, report.stars) == (State.CLOSED, 5)

    publishing.refresh(report_ids=[report.pk])
    visit(citizen, f"/laporan/{report.number}/")
    expect(citizen.locator(".ba")).to_have_count(1)
    visit(citizen, "/laporan/")
    expect(citizen.locator("body")).to_contain_text(report.title)
    visit(citizen, "/peta/")


def test_a_letter_is_verified_before_an_office_gets_it(new_page: Any, visit: Any) -> None:
    office = Agency.objects.get(name="Kelurahan Gambir")
    hall = Agency.objects.get(code="biro-pemerintahan")
    report = report_by(channel="email", text=TEXT)
    assert report.state == State.SUBMITTED
    verify(new_page("desktop", user=staff("verifier", hall)), visit, report, office)
    report.refresh_from_db()
    assert (report.state, report.lead_id) == (State.WAITING, office.pk)
