"""A dispatcher without a mouse, and two dispatchers at one report."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tanggap.people.models import Agency
from tanggap.reports.models import Report
from tests.casework import world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
MOST_TABS = 60


def _tab_to(page: Page, selector: str) -> None:
    """Walk there as a keyboard does: a control that can't be reached fails the test."""
    for _ in range(MOST_TABS):
        if page.evaluate("wanted => document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} can't be reached with the Tab key")


def _waiting(*texts: str) -> list[Report]:
    return [world.verified(world.report(text)) for text in texts]


def test_a_whole_session_by_keys_alone(new_page: Any) -> None:
    first, second, third = _waiting("Lampu padam di gang.", "Got mampet.", "Pohon miring.")
    office = Agency.objects.filter(is_active=True, is_dispatcher=False).order_by("name")[0]
    page = new_page("desktop", user=world.staff("dispatcher", world.desk()))
    keys = page.keyboard
    page.goto("/meja/antrean/dispatch/")

    # The queue: down to the first row, open it, send it to an office.
    keys.press("j")
    keys.press("o")
    expect(page).to_have_url(re.compile(f"report={first.number}"))
    expect(page.locator("#pane h2")).to_have_text(first.title)
    keys.press("a")
    expect(page).to_have_url(re.compile("/assign/"))
    _tab_to(page, "[name=to]")
    keys.type(office.name)
    _tab_to(page, "[name=reason]")
    keys.type("Tugas kantor ini.")
    _tab_to(page, "form .btn-accent")
    keys.press("Enter")
    expect(page.locator("#pane h2")).to_have_text(second.title)  # the next one, open at once
    expect(page.get_by_text("Laporan ditugaskan.")).to_be_visible()
    first.refresh_from_db()
    assert first.lead == office

    # All keys of the page are listed, also the one that takes the step back; it does.
    keys.press("?")
    expect(page.locator("dialog#keys [data-of-page]").filter(has_text="Batalkan")).to_be_visible()
    keys.press("Escape")
    keys.press("z")
    expect(page.get_by_text(f"{first.number}: dibatalkan.")).to_be_visible()
    first.refresh_from_db()
    assert first.lead == world.desk()

    # Many at once: looked at, then run.
    keys.press("b")
    expect(page).to_have_url(re.compile("/banyak/"))
    _tab_to(page, "[name=verb]")
    _tab_to(page, f"[name=pick][value^={second.number}]")
    keys.press("Space")
    _tab_to(page, f"[name=pick][value^={third.number}]")
    keys.press("Space")
    _tab_to(page, "[data-bulk] .btn-accent")
    keys.press("Enter")
    expect(page.get_by_text("2 laporan dipilih.")).to_be_visible()
    _tab_to(page, "[name=to]")
    keys.type(office.name)
    _tab_to(page, "[name=reason]")
    keys.type("Satu wilayah.")
    _tab_to(page, "[name=do][value=try]")
    keys.press("Enter")
    expect(page.get_by_text("2 bisa, 0 tidak.")).to_be_visible()
    _tab_to(page, "[name=do][value=run]")
    keys.press("Enter")
    expect(page.get_by_text("2 selesai, 0 tidak.")).to_be_visible()
    _tab_to(page, "main .btn-accent")
    keys.press("Enter")
    expect(page).to_have_url(re.compile(r"/antrean/dispatch/"))

    # And the search, from anywhere.
    expect(page.locator(".queue > a")).to_have_count(1)
    keys.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    keys.type("tidak ada yang begini")
    keys.press("Enter")
    expect(page.get_by_text("Tidak ada laporan yang cocok")).to_be_visible()


def test_two_dispatchers_see_each_other_and_the_second_loses_nothing(new_page: Any) -> None:
    [row] = _waiting("Lampu padam di gang.")
    to, other = Agency.objects.filter(is_active=True, is_dispatcher=False).order_by("name")[:2]
    ani, budi = (world.staff("dispatcher", world.desk(), name) for name in ("Ani", "Budi"))
    hers, his = new_page("desktop", user=ani), new_page("desktop", user=budi)
    report, form = f"/meja/laporan/{row.number}/", f"/meja/laporan/{row.number}/assign/"

    with hers.expect_response(lambda answer: answer.url.endswith("/hadir/")):
        hers.goto(report)
    his.goto(report)
    expect(his.get_by_text(re.compile("^Ani juga membuka laporan ini"))).to_be_visible()

    hers.goto(form)
    his.goto(form)
    for page, office in ((hers, to), (his, other)):
        page.locator("[name=to]").select_option(office.code)
    his.locator("[name=reason]").fill("Panjang sekali alasan Budi.")
    hers.locator("[name=reason]").fill("Tugas mereka.")
    hers.locator("form .btn-accent").click()
    expect(hers.get_by_text("Laporan ditugaskan.")).to_be_visible()

    his.locator("form .btn-accent").click()
    notice = his.get_by_role("alert").first
    expect(notice).to_contain_text("Laporan berubah sementara itu.")
    expect(notice).to_contain_text(f"Ditugaskan ke {to.name}")
    expect(notice).to_contain_text("Ani")
    expect(his.locator("[name=reason]")).to_have_value("Panjang sekali alasan Budi.")
    expect(his.locator("[name=to]")).to_have_value(other.code)
    his.problems.clear()  # the refusal came with an answer 409
    row.refresh_from_db()
    assert row.lead == to
