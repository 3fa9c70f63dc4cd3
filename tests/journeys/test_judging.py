"""The reporter's last word on a small phone: still there, somebody else, stars, the dossier."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.lib import answering
from tanggap.reports import numbers
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome, State
from tanggap.web.staff import proof
from tests.browsing import OpenPage
from tests.builders import Cast, Story, photo
from tests.media.samples import encoded, scene

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
SMALL = {"viewport": {"width": 360, "height": 740}}


def nothing_found(cast: Cast) -> Story:
    at = timezone.now()
    told = Story(at=at - timedelta(days=2), cast=cast).to("in_progress")
    shown = [photo("place", at=at - timedelta(days=1))]
    told.resolve(outcome=Outcome.NOT_FOUND, note="Tidak ada lampu padam.", photos=shown)
    told.do("validate", cast.validator, visit="Kemarin malam, terang semua.")
    told.report.photos.all().delete()  # nothing lies on the disk for it
    return told


def repaired(told: Story) -> None:
    """By a colleague, with pictures that can be looked at."""
    at = timezone.now()
    told.report.refresh_from_db()
    told.do("accept", told.cast.colleague)
    files = [SimpleUploadedFile(f"{n}.jpg", encoded(scene(), "JPEG"), "image/jpeg") for n in "ab"]
    before, after = (proof.stored([file], outcome=Outcome.FIXED, at=at)[0] for file in files)
    both = [photo_of(before, "before"), photo_of(after, "after")]
    told.do("resolve", told.cast.colleague, outcome=Outcome.FIXED, note="Diganti.", photos=both)
    told.validate()


def photo_of(stored: Any, purpose: str) -> Any:
    return replace(stored, purpose=purpose)


def link(report: Report) -> str:
    return f"/lacak/{report.number}/{numbers.code_for(report.channel.code, report.external_id)}/"


def test_still_there_somebody_else_and_the_last_word(
    new_page: OpenPage, tmp_path: Path, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    told = nothing_found(Cast())
    citizen = new_page("phone", **SMALL)
    citizen.goto(link(told.report))
    expect(citizen.get_by_role("heading", name="Masih ada?")).to_be_visible()

    citizen.get_by_role("link", name="Ya, masih ada").click()
    citizen.locator("label.chip", has_text="Masalah masih ada.").click()
    lamp = {"name": "lampu.jpg", "mimeType": "image/jpeg", "buffer": encoded(scene(), "JPEG")}
    citizen.locator("#reopen input[type=file]").set_input_files([lamp])
    citizen.get_by_label("Tempat yang lebih tepat").fill("Di balik gardu listrik")
    citizen.get_by_role("button", name="Buka lagi").click()
    expect(citizen.locator("body")).to_contain_text("Orang yang berbeda akan mengerjakannya")
    expect(citizen.locator("body")).to_contain_text("Tempatnya: Di balik gardu listrik")
    told.report.refresh_from_db()
    assert told.report.state == State.WAITING and told.report.photos.count() == 1

    told.at = timezone.now()
    repaired(told)
    citizen.goto(link(told.report))
    slider = citizen.locator("[data-ba] input[type=range]")
    slider.focus()
    slider.press("ArrowRight")
    assert citizen.locator("[data-ba]").evaluate("e => e.style.getPropertyValue('--pos')") == "51%"
    rate(citizen, 2, "Hasilnya kurang rapi.")
    expect(citizen.get_by_text("Nilaimu rendah. Mau dibuka lagi?")).to_be_visible()
    expect(citizen.get_by_role("button", name="Buka lagi")).to_be_visible()
    rate(citizen, 5, "Cepat ditangani.")
    expect(citizen.get_by_role("heading", name="Nilaimu 5 dari 5")).to_be_visible()

    citizen.get_by_label("Cantumkan namaku").check()
    citizen.get_by_label("Nama yang dicantumkan").fill("Dewi Lestari")
    with citizen.expect_download() as started:
        citizen.get_by_role("button", name="Unduh berkas (PDF)").click()
    file = tmp_path / started.value.suggested_filename
    started.value.save_as(file)
    citizen.goto("/verify/")
    citizen.locator("#v-file").set_input_files(file)
    citizen.get_by_role("button", name="Periksa berkas").click()
    expect(citizen.locator("body")).to_contain_text("Berkas laporan asli dari kami.")
    expect(citizen.locator("body")).to_contain_text(told.report.number)


def rate(page: Page, stars: int, why: str) -> None:
    page.locator(".stars label").nth(stars - 1).click()
    page.locator("#nilai label.chip", has_text=why).click()
    page.locator("#nilai button").click()


def test_a_refused_report_and_the_question_of_a_message(new_page: OpenPage) -> None:
    told = Story(at=timezone.now() - timedelta(days=1))
    told.do("decline", told.cast.verifier, reason="Ini sengketa antarwarga.", remedy="Keberatan.",
            reason_code="decline-private")  # fmt: skip
    citizen = new_page("phone", **SMALL)
    citizen.goto(link(told.report))
    citizen.get_by_text("Keberatan?").click()
    why = citizen.get_by_label("Kenapa keputusan ini keliru?")
    why.fill("Ini jalan umum.")
    citizen.wait_for_function("() => Object.keys(localStorage).some((key) => key.includes('own:'))")
    citizen.goto("/laporan/")
    citizen.goto(link(told.report))
    expect(why).to_have_value("Ini jalan umum.")
    citizen.get_by_role("button", name="Ajukan keberatan").click()
    expect(citizen.locator("body")).to_contain_text("sedang diperiksa petugas lain")
    kept = "Object.keys(localStorage).filter((key) => key.includes('own:'))"
    assert citizen.evaluate(kept) == [] and not citizen.evaluate("location.search")

    asked = nothing_found(Cast())
    citizen.goto(f"/jawab/{answering.token(asked.report.number)}/")
    citizen.get_by_role("button", name="Tidak, sudah baik").click()
    expect(citizen.locator("body")).to_contain_text("Pertanyaan ini sudah terjawab")
    asked.report.refresh_from_db()
    assert (asked.report.state, asked.report.outcome) == (State.CLOSED, "not_found")
