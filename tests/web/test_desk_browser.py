"""The staff screens in a real browser: readable by everybody, usable by keys and by thumb."""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.casework import world

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]


def _shot(page: Page, name: str) -> None:
    """Keep a picture where a developer asked for one."""
    if folder := os.environ.get("TANGGAP_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def _no_sideways(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth + 1")


@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_queue_report_form_and_field_are_accessible(
    new_page: OpenPage, axe: Callable[..., None], size: str
) -> None:
    office = world.office()
    verifier = world.staff("verifier", world.desk())
    officer = world.staff("officer", office)
    row = world.report("Jalan amblas di samping saluran, ban motor sering masuk.")
    for n in range(5):
        world.report(f"Tumpukan sampah di depan gang {n} belum diangkut.")
    task = world.verified(world.report("Lampu jalan padam."), to=office)
    page = new_page(size, user=verifier)
    urls = {
        "queue": "/meja/antrean/verify/",
        "report": f"/meja/antrean/verify/?report={row.number}",
        "form": f"/meja/laporan/{row.number}/verify/",
        "own": f"/meja/laporan/{row.number}/",
        "search": "/meja/cari/?q=sampah&state=open",
    }
    for name, url in urls.items():
        _visit(page, axe, url, f"{name}-{size}")
    page = new_page(size, user=officer)
    for name, url in {"tasks": "/lapangan/", "task": f"/lapangan/{task.number}/"}.items():
        _visit(page, axe, url, f"{name}-{size}")
    _visit(page, axe, f"/lapangan/{task.number}/bukti/", f"proof-{size}")


def _visit(page: Page, axe: Callable[..., None], url: str, name: str) -> None:
    page.goto(url)
    page.wait_for_load_state("load")
    _shot(page, name)
    axe(page)
    _no_sideways(page)


def test_counter_login_and_receipt(new_page: OpenPage, axe: Callable[..., None]) -> None:
    clerk = world.staff("clerk", world.desk())
    _visit(new_page("phone"), axe, "/masuk/", "login-phone")
    page = new_page("desktop", user=clerk)
    _visit(page, axe, "/meja/loket/", "counter")
    page.get_by_label("Apa yang terjadi?").fill("Saluran di depan rumah mampet.")
    page.get_by_label("Tempat kejadian").fill("Jl. Kemuning 12")
    page.get_by_role("button", name="Simpan dan cetak resi").click()
    expect(page.locator(".receipt .qr svg")).to_be_visible()
    axe(page)
    _shot(page, "receipt")


def test_a_row_opens_beside_the_list_and_keys_walk_it(new_page: OpenPage) -> None:
    verifier = world.staff("verifier", world.desk())
    rows = [world.report(f"Pohon tumbang di jalan nomor {n}.") for n in range(3)]
    page = new_page("desktop", user=verifier)
    page.goto("/meja/antrean/verify/")
    page.locator(".queue > a").nth(1).click()
    expect(page.locator("#pane h2")).to_have_text(rows[1].title)
    assert f"report={rows[1].number}" in page.url
    page.go_back()
    expect(page.locator("#pane h2")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("o")
    expect(page.locator("#pane h2")).to_be_visible()
    page.keyboard.press("v")
    expect(page).to_have_url(re.compile(r"/verify/"))


def test_it_works_without_javascript(new_page: OpenPage) -> None:
    verifier = world.staff("verifier", world.desk())
    row = world.report("Saluran mampet di gang buntu.")
    page = new_page("desktop", user=verifier, java_script_enabled=False)
    page.goto("/meja/antrean/verify/")
    page.locator(".queue > a").first.click()
    page.get_by_role("link", name="Loloskan dan teruskan").click()
    page.get_by_label("Kategori").select_option(world.category().code)
    page.get_by_role("button", name="Loloskan dan teruskan").click()
    expect(page.get_by_text(f"{row.number}: Laporan lolos verifikasi.")).to_be_visible()
    row.refresh_from_db()
    assert row.state == "waiting"


def test_a_validator_weighs_the_proof_and_the_next_one_waits(
    new_page: OpenPage, axe: Callable[..., None]
) -> None:
    office = world.office()
    officer = world.staff("officer", office)
    row = world.accepted(world.report("Lubang di lajur kiri."), office, officer)
    photo: FilePayload = {"name": "bukti.jpg", "mimeType": "image/jpeg", "buffer": world.jpeg()}
    page = new_page("phone", user=officer)
    page.goto(f"/lapangan/{row.number}/bukti/")
    page.get_by_label("Foto sesudah").set_input_files(photo)
    page.get_by_label("Apa yang dikerjakan").fill("Ditambal aspal panas dua lapis.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Tidak ada tugas")).to_be_visible()
    page = new_page("desktop", user=world.staff("validator", world.desk()))
    page.goto(f"/meja/antrean/validate/?report={row.number}")
    expect(page.get_by_text("Ditambal aspal panas dua lapis.").first).to_be_visible()
    axe(page)
    _shot(page, "validate")
    page.get_by_role("button", name="Terima hasilnya").click()
    expect(page.get_by_text("Antrean ini kosong")).to_be_visible()
    _shot(page, "validated")
    row.refresh_from_db()
    assert row.state == "resolved"
