"""The signed pages of one report: what stands there, what doesn't, and whether they are ours."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.citizens import actions as citizens
from tanggap.citizens import queries
from tanggap.citizens.models import Dossier
from tanggap.intake import photos as intake_photos
from tanggap.media import pictures
from tanggap.places.models import Area
from tanggap.reports import actions, numbers
from tanggap.reports.models import Report
from tanggap.web.portal.following.dossier import contents, views
from tests.builders import Cast, Story
from tests.casework import world

pytestmark = pytest.mark.django_db(databases=["default", "public"])

clean = cache(pictures.clean)
FINAL = ("resolved", "closed", "declined", "referred")


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "clean", clean)
    settings.MEDIA_ROOT = tmp_path / "media"


def story(state: str) -> Story:
    return Story(at=timezone.now() - timedelta(days=2), cast=Cast()).to(state)


def page_of(report: Report) -> str:
    code = numbers.code_for(report.channel.code, report.external_id)
    return f"/lacak/{report.number}/{code}/"


def answered(client: Client, content: bytes) -> str:
    given = SimpleUploadedFile("berkas.pdf", content, "application/pdf")
    return " ".join(client.post("/verify/", {"file": given}).content.decode().split())


@pytest.mark.parametrize("state", FINAL)
def test_every_end_says_where_else_to_turn(client: Client, state: str) -> None:
    said = client.get(page_of(story(state).report)).content.decode()
    assert "Belum puas?" in said and "Ombudsman" in said and "DPRD Provinsi DKI Jakarta" in said
    assert "belum diperiksa" in said


def test_while_the_city_is_at_it_nobody_is_sent_away(client: Client) -> None:
    assert "Ombudsman" not in client.get(page_of(story("in_progress").report)).content.decode()


def test_the_council_is_that_of_the_place(client: Client) -> None:
    gambir = Area.objects.get(code="31.71.01.1001")
    row = Story(at=timezone.now() - timedelta(days=2), area=gambir).to("declined").report
    said = client.get(page_of(row)).content.decode()
    assert "Daerah pemilihan DKI Jakarta 1<" in said
    assert "Daerah pemilihan DKI Jakarta II<" in said


def test_the_pages_are_ours_byte_by_byte_and_nobody_else_can_make_them(client: Client) -> None:
    told = story("resolved")
    sent = client.post(f"{page_of(told.report)}berkas/")
    assert sent.headers["Content-Type"] == "application/pdf"
    assert sent.headers["Cache-Control"] == "no-store"
    assert told.report.number in sent.headers["Content-Disposition"]
    said = answered(client, sent.content)
    assert "Berkas laporan asli dari kami." in said and told.report.number in said
    broken = sent.content.replace(b"/Producer", b"/Produzer", 1)
    assert broken != sent.content and "Berkas ini diubah." in answered(client, broken)
    forged = sent.content.replace(told.report.number.lower().encode(), b"jk0000000000")
    assert "Berkas laporan asli" not in answered(client, forged)


def test_it_holds_her_story_and_no_name() -> None:
    told = story("resolved")
    told.do("note", told.cast.officer, text="Hanya untuk kantor.", scope="internal")
    told.do("note", told.cast.officer, text="Hubungi Pak Budi Santoso.", scope="public")
    content = gathered(told.report, name="")
    whole = repr(content)
    assert told.report.text in whole and "Lampu diganti." in whole
    assert "Hasil diperiksa dan dinyatakan selesai" in whole
    assert {word for word, _lines in content.clocks} == {
        "Batas penyelesaian", "Jam warga, dari laporan masuk sampai selesai",
    }  # fmt: skip
    assert all(lines for _word, lines in content.clocks) and content.messages
    for person in told.cast.made:
        assert not re.search(rf"\b{person}\b", whole)
    assert "Hubungi" in whole and "Budi" not in whole
    assert "Hanya untuk kantor." not in whole and "Sari Wulandari" not in whole
    assert "example.org" not in whole
    assert "Dewi" in gathered(told.report, name="Dewi").name


def gathered(report: Report, *, name: str) -> Any:
    row = Report.objects.select_related("channel", "category", "area", "lead").get(pk=report.pk)
    return contents.gather(row, name=name, at=timezone.now())


def test_her_name_only_if_she_ticks_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    here, given = f"{page_of(story('closed').report)}berkas/", []
    gather = views.contents.gather

    def noting(row: Report, *, name: str, at: Any) -> Any:
        given.append(name)
        return gather(row, name=name, at=at)

    monkeypatch.setattr(views.contents, "gather", noting)
    for form in ({"name": "Dewi"}, {"name": " Dewi \n Lestari", "with_name": "1"}):
        assert client.post(here, form).status_code == 200
    assert given == ["", "Dewi Lestari"]


def test_a_copy_is_found_again_byte_by_byte_until_she_deletes_it(client: Client) -> None:
    here = page_of(story("closed").report)
    assert "Berkas yang pernah" not in client.get(here).content.decode()
    client.post(f"{here}berkas/", {"with_name": "1", "name": "Dewi", "keep": "1"})
    client.post(f"{here}berkas/")
    assert not Dossier.objects.exists(), "neither one with a name nor unasked"
    sent = client.post(f"{here}berkas/", {"keep": "1"})
    row = Dossier.objects.get()
    assert sent.content not in bytes(row.sealed)
    link = f"{here}berkas/{row.pk}/"
    assert link in Client().get(here).content.decode()
    assert Client().get(link).content == sent.content
    assert Client().get(link.replace(here, page_of(story("closed").report))).status_code == 404
    client.post(f"{link}hapus/")
    assert client.get(link).status_code == 404


def test_five_copies_are_kept_for_ninety_days_and_go_with_her(client: Client) -> None:
    told = story("closed")
    for n in range(7):
        made = {"content": b"%PDF", "file_name": f"{n}.pdf", "at": told.at}
        citizens.keep_dossier(told.report, **made)
    assert [row.file_name for row in queries.dossiers_of(told.report)] == [
        "6.pdf", "5.pdf", "4.pdf", "3.pdf", "2.pdf",
    ]  # fmt: skip
    assert citizens.forget_dossiers(at=told.at + timedelta(days=89)) == 0
    citizens.erase_report(told.report, at=told.at)
    assert not Dossier.objects.exists()
    citizens.keep_dossier(told.report, content=b"%PDF", file_name="8.pdf", at=told.at)
    assert citizens.forget_dossiers(at=told.at + timedelta(days=91)) == 1


def test_a_stranger_gets_nothing_and_looking_makes_nothing(client: Client) -> None:
    told = story("closed")
    assert client.post(f"/lacak/{told.report.number}/0000-0000-0000/berkas/").status_code == 404
    assert client.get(f"{page_of(told.report)}berkas/").status_code == 405


def test_with_photographs_and_a_long_story_it_is_made_while_she_waits(client: Client) -> None:
    files = [
        SimpleUploadedFile(f"{c}.jpg", world.jpeg(c), "image/jpeg")
        for c in ("navy", "white", "red", "green", "gray", "black")
    ]
    mine, _refused = intake_photos.prepare(files, timezone.now())
    row = world.report(photos=mine, text="Lubang besar sekali di depan pasar. " * 100)
    office = world.office()
    by = world.acting(world.staff("agency_admin", office))
    world.accepted(row, office, world.staff("agency_admin", office))
    for number in range(60):
        actions.progress(row, text=f"Hari ke-{number}: masih menunggu aspal.", by=by,
                         at=timezone.now())  # fmt: skip
    times = []
    for _try in range(3):
        began = perf_counter()
        sent = client.post(f"{page_of(row)}berkas/")
        times.append(perf_counter() - began)
        assert sent.status_code == 200 and sent.content.count(b"/Subtype /Image") == 6
    print(f"dossier: {sorted(times)[1]:.2f} s, {len(sent.content) // 1000} kB")
    assert len(sent.content) < 5 * 1024 * 1024
