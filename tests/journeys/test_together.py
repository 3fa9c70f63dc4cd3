"""A neighbour at 360 px: she supports, follows, comments and passes it on; staff read it first.

The same without a script. axe on every page of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.publishing import actions as publishing
from tanggap.reports import actions as reports
from tanggap.together import actions, tokens
from tanggap.together.models import Comment, Subscription
from tests.casework import world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
Look = Callable[[Page], None]
SMALL = {"viewport": {"width": 360, "height": 740}, "has_touch": True}


def published() -> Any:
    report = world.report()
    verifier = world.acting(world.staff("verifier", world.desk()))
    reports.publish(report, by=verifier, at=timezone.now())
    publishing.refresh(report_ids=[report.pk])
    return report


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_neighbour_takes_part_without_a_name(new_page: Any, look: Look, script: bool) -> None:
    report = published()
    page = new_page("desktop", java_script_enabled=script, **SMALL)
    page.goto(f"/laporan/{report.number}/")
    if script:
        look(page)
        expect(page.locator("[data-share-copy]")).to_be_visible()
    page.get_by_role("button", name="Aku juga").click()
    expect(page.get_by_text("Dukunganmu tercatat")).to_be_visible()
    publishing.refresh(report_ids=[report.pk])

    if script:
        look(page)
    page.get_by_role("link", name="Semua yang kamu dukung").click()
    expect(page.get_by_role("heading", name="Yang kamu dukung dan ikuti")).to_be_visible()
    if script:
        look(page)
    page.get_by_role("button", name="Tarik dukungan").click()
    expect(page.get_by_text("Dukunganmu ditarik")).to_be_visible()
    publishing.refresh(report_ids=[report.pk])
    page.goto(f"/laporan/{report.number}/")
    expect(page.get_by_text("Belum ada yang mendukung")).to_be_visible()
    page.get_by_role("button", name="Aku juga").click()
    publishing.refresh(report_ids=[report.pk])

    page.get_by_text("Tulis komentar").click()
    page.get_by_label("Komentarmu").fill("Sama, kata Pak Suryono juga.")
    page.get_by_role("button", name="Kirim komentar").click()
    expect(page.get_by_text("Komentarmu tampil setelah dibaca petugas")).to_be_visible()
    expect(page.get_by_text("1 warga mendukung")).to_be_visible()

    page.get_by_role("link", name=re.compile("^Ikuti")).click()
    page.get_by_label("E-mailmu").fill("warga@contoh.id")
    if script:
        look(page)
    page.get_by_role("button", name="Minta kabar").click()
    expect(page.get_by_role("heading", name="Cek e-mailmu")).to_be_visible()
    row = Subscription.objects.get()
    actions.send_question(row.pk, at=timezone.now())
    assert f"/langganan/ya/{tokens.to_confirm(row.pk)}"[:20] in mail.outbox[-1].body
    page.goto(f"/langganan/ya/{tokens.to_confirm(row.pk)}/")
    page.get_by_role("button", name="Ya, kirimi aku").click()
    expect(page.get_by_role("heading", name="Siap")).to_be_visible()
    if script:
        look(page)
    page.goto(f"/langganan/berhenti/{tokens.to_end(row.pk)}/")
    page.get_by_role("button", name="Ya, berhenti").click()
    expect(page.get_by_role("heading", name="Sudah berhenti")).to_be_visible()
    assert not Subscription.objects.exists()


KEEP = """() => new Promise((done, fail) => {
  localStorage.setItem("draft:report", "{}");
  const asked = indexedDB.open("tanggap-warga");
  asked.onerror = fail;
  asked.onsuccess = () => {
    const tx = asked.result.transaction(["receipts", "draft"], "readwrite");
    const kept = { number: "JK26-1", code: "x", url: "/", title: "Lubang", at: 1 };
    tx.objectStore("receipts").put({ ...kept, is_new: false, is_secret: false });
    tx.objectStore("draft").put({ at: Date.now(), shots: [] }, "now");
    tx.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
COUNT = """() => new Promise((done) => {
  const asked = indexedDB.open("tanggap-warga");
  asked.onsuccess = () => {
    const tx = asked.result.transaction(["receipts", "draft"]);
    const counts = ["receipts", "draft"].map((name) => tx.objectStore(name).count());
    tx.oncomplete = () => {
      asked.result.close();
      done([...counts.map(({ result }) => result), localStorage.getItem("draft:report")]);
    };
  };
})"""


def test_one_button_forgets_what_cookies_and_scripts_keep(new_page: Any, look: Look) -> None:
    page = new_page("desktop", **SMALL)
    page.goto("/laporanku/")
    expect(page.get_by_text("Belum ada laporan dari HP ini")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate(KEEP)
    page.reload()
    expect(page.get_by_text("Lubang")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Lupakan di peramban ini").click()
    expect(page.get_by_text("Peramban ini sudah lupa")).to_be_visible()
    assert page.evaluate(COUNT) == [0, 0, None]


def test_staff_read_comments_and_choose_what_is_masked(new_page: Any, look: Look) -> None:
    report = published()
    actions.say(
        report.number, text="Kata Pak Suryono sama.", who="x", address="y", at=timezone.now()
    )
    page = new_page("desktop", user=world.staff("verifier", world.desk()), **SMALL)
    page.goto("/meja/komentar/")
    look(page)
    expect(page.get_by_text("Kata Pak [nama disamarkan] sama.")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Tampilkan yang dicentang").click()
    expect(page.get_by_text("1 komentar ditampilkan.")).to_be_visible()
    assert Comment.objects.get().state == "shown"

    page.goto(f"/meja/laporan/{report.number}/mask/")
    look(page)
    word = report.text.split()[0]
    page.locator("[name=more-text]").fill(word)
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.get_by_text("Belum disimpan.")).to_be_visible()
    expect(page.locator("mark.masked", has_text=word).first).to_be_visible()
    page.get_by_label("Alasan").fill("Mudah dikenali.")
    look(page)
    page.get_by_role("button", name="Simpan untuk umum").click()
    expect(page.get_by_text("teks untuk umum diganti.").first).to_be_visible()
