"""A citizen at 360 px: in by a code, a report of her own, everything as a file, a second factor,
and gone. What the pages look like: `tests/states/account.py`."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.citizens.models import Account
from tanggap.identity.models import Contact
from tanggap.reports.models import Report
from tanggap.web.errands import makers
from tanggap.workbench.models import Errand
from tests.web.test_citizen_door import SARI, code_in
from tests.web.test_citizen_factor import number

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]

TEXT = "Lampu jalan di gang depan pasar padam sejak Rabu, gelap sekali kalau malam."
PHONE = {"viewport": {"width": 360, "height": 740}}


def type_mail_code(page: Page) -> None:
    expect(page.get_by_role("heading", name="Tulis kodenya")).to_be_visible()
    page.locator("[name=code]").fill(code_in(mail.outbox[-1].body))
    page.get_by_role("button", name="Lanjut").click()


def come_in(page: Page) -> None:
    page.goto("/saya/")
    page.locator("[name=address]").fill(SARI)
    page.get_by_role("button", name="Kirim kode").click()
    type_mail_code(page)


def file_a_report(page: Page) -> Report:
    page.goto("/lapor/")
    expect(page.locator("[name=name]")).to_have_value("Sartika")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=where]").fill("Gambir")
    page.locator("[data-send]").click()
    # Which kelurahan it is, is asked once; the browser complains of the answer 422 that asks.
    expect(page.locator("#spots")).to_be_visible()
    page.problems.clear()  # type: ignore[attr-defined]
    page.locator("[data-asks] .btn-primary").click()
    expect(page.locator("#receipt-code")).to_have_text(re.compile(r"JK\d{10}"))
    return Report.objects.get()


def download(page: Page) -> dict[str, Any]:
    page.goto("/saya/")
    page.get_by_role("button", name="Siapkan berkas").click()
    makers.do(Errand.objects.get().pk, at=timezone.now())
    page.reload()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Unduh dataku.zip").click()
    with zipfile.ZipFile(waiting.value.path()) as found:
        told: dict[str, Any] = json.loads(found.read("data.json"))
    return told


def second_factor(page: Page) -> None:
    page.goto("/saya/langkah-kedua/")
    secret = page.locator("p.num").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(number(secret))
    page.get_by_role("button", name="Nyalakan").click()
    page.get_by_role("link", name="Sudah kusimpan").click()
    page.goto("/saya/langkah-kedua/")
    page.goto("/saya/")
    page.get_by_role("button", name="Keluar").click()
    come_in(page)
    expect(page.get_by_role("heading", name="Langkah kedua")).to_be_visible()
    page.locator("[name=code]").fill(number(secret, later=1))
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Sartika")).to_be_visible()


def test_from_the_first_code_to_nothing_left(new_page: Callable[..., Page]) -> None:
    page = new_page("phone", **PHONE)
    come_in(page)
    page.locator("[name=name]").fill("Sartika")
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("heading", name="Sartika")).to_be_visible()

    row = file_a_report(page)
    page.goto("/laporanku/")
    page.get_by_role("link", name=row.title).click()
    expect(page.get_by_text("Laporan ini ada di akunmu.")).to_be_visible()
    page.get_by_role("link", name="Hapus identitasku").click()

    told = download(page)
    assert told["account"]["name"] == "Sartika"
    assert [one["text"] for one in told["reports"]] == [TEXT]

    second_factor(page)
    page.goto("/saya/pastikan/")
    page.goto("/saya/hapus/")
    page.get_by_label("Ya, hapus semuanya").check()
    page.get_by_role("button", name="Hapus akunku").click()
    expect(page.get_by_text("Akunmu sudah dihapus")).to_be_visible()
    assert not Account.objects.exists()
    assert Contact.objects.get().erased_at
    assert Report.objects.get().text == TEXT
