"""What people decide on a report's way, in a browser: whom it is about, where, who may know."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tanggap.intake import photos as intake_photos
from tanggap.media import paths
from tanggap.people.models import Agency
from tanggap.reports import actions, numbers
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome
from tanggap.web.staff import proof
from tests.casework import world
from tests.media.samples import encoded, scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
Look = Callable[[Page], None]


@pytest.fixture
def look(axe: Callable[[Page], None]) -> Look:
    """The page has no fault of accessibility and doesn't scroll sideways."""

    def check(page: Page) -> None:
        axe(page)
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert width <= 0, f"{page.url} scrolls sideways by {width} px"

    return check


def upload(name: str, width: int = 640) -> Any:
    return SimpleUploadedFile(name, encoded(scene(width), "JPEG"), "image/jpeg")


def send(page: Page) -> None:
    page.locator("form .btn-accent").click()


def test_the_verifier_names_the_office_and_moves_the_point(new_page: Any, look: Look) -> None:
    row, other = world.report(), world.report(area="31.71.01.1001", lat=-6.1764, lng=106.8267)
    page = new_page("desktop", user=world.staff("verifier", world.desk()))

    page.goto(f"/meja/laporan/{row.number}/verify/")
    notice = page.locator("[data-shown-for]")
    expect(notice).to_be_hidden()
    page.locator("[name=category]").select_option("pungutan-liar")
    expect(notice).to_be_visible()
    page.locator("[name=about]").fill("Kelurahan Gambir")
    look(page)
    send(page)
    row.refresh_from_db()
    assert row.lead == Agency.objects.get(code="inspektorat")

    page.goto(f"/meja/laporan/{other.number}/correct/")
    board = page.locator("[data-map]")
    board.scroll_into_view_if_needed()
    expect(board.locator(".map-pin")).to_have_count(1)
    before = page.locator("[name=lat]").input_value()
    board.click(position={"x": 60, "y": 60})
    expect(page.locator("[name=lat]")).not_to_have_value(before)
    look(page)
    send(page)
    expect(page.locator("input[type=radio][name=area]")).to_have_count(4)
    page.problems.clear()  # the question came with an answer 422
    look(page)
    send(page)
    other.refresh_from_db()
    assert other.lat != -6.1764 and not other.is_area_approximate


def test_the_reporter_lets_an_office_call_and_sees_that_it_did(new_page: Any, look: Look) -> None:
    office = world.office()
    boss = world.staff("agency_admin", office)
    row = world.accepted(world.report(), office, boss)
    own = f"/lacak/{row.number}/{numbers.code_for(row.channel.code, row.external_id)}/"
    desk, phone = new_page("desktop", user=boss), new_page("phone")

    desk.goto(f"/meja/laporan/{row.number}/share_identity/")
    desk.locator("[name=identity_field][value=phone]").check(force=True)
    desk.locator("[name=reason]").fill("Perlu janji bertemu.")
    send(desk)
    phone.goto(own)
    look(phone)
    phone.get_by_role("button", name="Izinkan").click()
    expect(phone.get_by_role("button", name="Cabut izin")).to_be_visible()

    desk.goto(f"/meja/laporan/{row.number}/")
    look(desk)
    desk.get_by_role("link", name="Buka halaman membacanya").click()
    look(desk)
    desk.get_by_role("button", name=re.compile("Baca nomor telepon")).click()
    expect(desk.get_by_text(world.SECRET_PHONE)).to_be_visible()
    phone.reload()
    expect(phone.get_by_text(re.compile(r"^\s*Dibaca"))).to_have_count(1)
    look(phone)


def test_a_visitor_is_asked_which_kelurahan_and_gets_a_receipt(new_page: Any, look: Look) -> None:
    page = new_page("phone", user=world.staff("clerk", world.desk()))
    page.goto("/meja/loket/")
    look(page)
    page.locator("[name=text]").fill("Saluran air di depan rumah saya mampet sejak minggu lalu.")
    page.locator("[name=where]").fill("Kebon Jeruk")
    send(page)
    expect(page.locator("[name=area_asked]")).to_have_count(1)
    page.problems.clear()  # the question came with an answer 422
    look(page)
    send(page)
    expect(page.locator("#receipt-code")).to_have_text(Report.objects.get().number)
    look(page)
    page.emulate_media(media="print")
    expect(page.locator(".receipt .qr svg")).to_be_visible()
    expect(page.get_by_role("button", name="Cetak")).to_be_hidden()


def test_the_validator_compares_with_a_photograph_that_shows_nobody(
    new_page: Any, look: Look
) -> None:
    office, now = world.office(), timezone.now()
    by = world.acting(boss := world.staff("agency_admin", office))
    mine, _refused = intake_photos.prepare([upload("a.jpg")], now)
    row = world.accepted(world.report(photos=mine), office, boss)
    shown = proof.stored([upload("b.jpg", 600)], outcome=Outcome.FIXED, at=now)
    actions.resolve(row, outcome=Outcome.FIXED, note="Beres.", photos=shown, by=by, at=now)
    validator = world.staff("validator", world.desk())
    page = new_page("desktop", user=validator)
    page.goto(f"/meja/laporan/{row.number}/")
    page.get_by_role("link", name="Bandingkan berdampingan").click()
    blurred = paths.blurred_url(mine[0].sha256)
    expect(page.locator(f'img[src="{blurred}"]')).to_be_visible()
    answer = page.request.get(blurred)
    with Image.open(BytesIO(answer.body())) as picture:
        assert (answer.status, picture.width) == (200, 320)
    expect(page.get_by_text("Foto warga, disamarkan").first).to_be_visible()
    look(page)
    assert page.request.get(paths.photo_url(mine[0].sha256, size=320)).status == 404
    _enlarge_both(page)
    page.keyboard.press("b")
    expect(page.locator("[name=reason_code]")).to_be_focused()
    look(new_page_at(new_page, "phone", validator, page.url))
    page.locator("main").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Semua hasil sudah dinilai")).to_be_visible()
    row.refresh_from_db()
    assert row.state == "resolved"


def new_page_at(new_page: Any, size: str, user: Any, url: str) -> Page:
    page: Page = new_page(size, user=user)
    page.goto(url)
    return page


def _enlarge_both(page: Page) -> None:
    """The photographs grow and move together, by mouse and by keys."""
    images = page.locator("[data-zoom] img")

    def places() -> set[str]:
        return set(images.evaluate_all("all => all.map((one) => getComputedStyle(one).transform)"))

    page.locator("[data-zoom-by]").fill("3")
    enlarged = places()
    assert len(enlarged) == 1 and "none" not in enlarged
    page.locator("[data-zoom-frame]").first.focus()
    page.keyboard.press("ArrowLeft")
    assert len(places()) == 1 and places() != enlarged
