"""The validator's own page: proof beside photograph, the reasons to doubt, and on to the next."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.people.models import User
from tanggap.reports.actions import Photo
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db

PLACE = {"lat": -6.17, "lng": 106.82}


def _login(client: Client, story: Story) -> None:
    client.force_login(User.objects.get(pk=story.cast.validator.user_id))


def _picture(purpose: str = "after", phash: int = 77, **more: Any) -> Photo:
    photo = builders.photo(purpose, at=more.get("at"))
    photo.attachment.phash = phash
    photo.attachment.save(update_fields=["phash"])
    values = {"taken_at": photo.taken_at, "lat": photo.lat, "lng": photo.lng}
    values |= {name: value for name, value in more.items() if name != "at"}
    return Photo(attachment=photo.attachment, purpose=purpose, **values)


def _proven(*photos: Photo, cast: builders.Cast | None = None, **columns: Any) -> Story:
    """A report whose office sent these photographs as proof."""
    story = Story(cast=cast, **{**PLACE, **columns}).to("in_progress")
    story.resolve(photos=list(photos))
    return story


def _page(client: Client, story: Story) -> str:
    answer = client.get(f"/meja/validasi/{story.report.number}/")
    assert answer.status_code == 200
    return answer.content.decode()


def _fields(page: str, action: str) -> dict[str, str]:
    form = re.search(rf'<form[^>]*action="[^"]*/{action}/".*?</form>', page, re.S)
    assert form
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])
    return {name: value.replace("&amp;", "&") for name, value in hidden}


def _good_proof() -> Photo:
    return _picture(at=builders.MONDAY + timedelta(hours=2, minutes=30))


def test_what_fits_is_said_as_well_as_what_does_not(client: Client) -> None:
    story = _proven(_good_proof())
    _login(client, story)
    page = _page(client, story)
    assert "0 m dari titik laporan" in page and "30 menit sebelum dikirim" in page
    assert "Tiap foto bukti membawa waktu dan titik" in page
    assert "Belum pernah terlihat di laporan lain." in page
    assert "Ragu:" not in page and "0 dari 4" in page
    assert story.report.text in page and "Lampu diganti." in page
    assert 'data-other="-6.17,106.82"' in page, "the map shows both points"


@pytest.mark.parametrize(
    ("photo", "doubt"),
    [
        ({"lat": -6.18, "lng": 106.82}, "1,1 km dari titik laporan, batas 100 m."),
        ({"at": builders.MONDAY - timedelta(days=3)}, "sebelum laporan diterima instansi"),
        ({"at": None}, "tanpa waktu dari kamera"),
        ({"lat": None, "lng": None}, "tanpa titik dari kamera"),
    ],
)
def test_each_reason_to_doubt_is_named(client: Client, photo: Any, doubt: str) -> None:
    usual = {"at": builders.MONDAY + timedelta(hours=2, minutes=30)}
    story = _proven(_picture(**{**usual, **photo}))
    _login(client, story)
    page = _page(client, story)
    assert doubt in page and "Ragu:" in page


def test_a_before_that_is_younger_than_its_after_is_doubted(client: Client) -> None:
    early, late = (builders.MONDAY + timedelta(hours=2, minutes=n) for n in (20, 40))
    story = _proven(_picture("before", at=late), _picture("after", 5, at=early))
    _login(client, story)
    assert "lebih tua dari foto “sebelum”" in _page(client, story)


def test_a_photograph_that_was_proof_before_is_found(client: Client) -> None:
    old = _proven(_good_proof())
    used = old.report.photos.get().attachment
    story = _proven(Photo(attachment=used, purpose="after"), cast=old.cast)
    _login(client, story)
    assert f"sama persis dipakai di {old.report.number}" in _page(client, story)
    assert "sama persis" not in _page(client, old), "the first to use it is not to blame"


def test_proof_that_looks_like_a_neighbours_stands_beside_it(client: Client) -> None:
    area = builders.agency(builders.VILLAGE).area
    old = _proven(_picture(phash=2**40 - 1), area=area)
    story = _proven(_picture(phash=2**41 - 1), cast=old.cast, area=area)
    other = _proven(_picture(phash=-1), cast=old.cast, area=area)
    _login(client, story)
    page = _page(client, story)
    assert f"98 % mirip bukti {old.report.number}" in page
    assert old.report.photos.get().attachment.url(960) in page
    assert other.report.number not in page


def test_a_confidential_reports_number_is_not_told(client: Client) -> None:
    old = _proven(_good_proof())
    used = old.report.photos.get().attachment
    Report.objects.filter(pk=old.report.pk).update(is_confidential=True, state="resolved")
    story = _proven(Photo(attachment=used, purpose="after"), cast=old.cast)
    _login(client, story)
    page = _page(client, story)
    assert "dipakai di laporan lain" in page and old.report.number not in page


def test_accepting_leads_to_the_next_and_at_last_to_rest(client: Client) -> None:
    first = _proven(_good_proof())
    second = _proven(_good_proof(), cast=first.cast, at=builders.MONDAY + timedelta(days=1))
    _login(client, first)
    assert client.get("/meja/validasi/")["Location"].endswith(f"/{first.report.number}/")
    page = _page(client, first)
    answer = client.post(
        f"/meja/laporan/{first.report.number}/validate/", _fields(page, "validate"), follow=True
    )
    assert answer.redirect_chain[-1][0].endswith(f"/{second.report.number}/")
    assert "Hasil dinyatakan selesai." in answer.content.decode()
    skipped = client.get(_fields(_page(client, second), "validate")["back"])
    assert skipped["Location"].endswith(f"/{second.report.number}/"), "the only one comes again"
    page = _page(client, second)
    answer = client.post(
        f"/meja/laporan/{second.report.number}/validate/", _fields(page, "validate"), follow=True
    )
    assert "Semua hasil sudah dinilai" in answer.content.decode()
    assert {row.state for row in Report.objects.all()} == {"resolved"}


def test_a_reason_of_the_pack_sends_it_back(client: Client) -> None:
    story = _proven(_good_proof())
    _login(client, story)
    page = _page(client, story)
    assert "Foto diambil di tempat lain." in page
    lead = story.report.assignments.get(agency=builders.agency(builders.VILLAGE))
    form = {**_fields(page, "reject_followup"), "assignments": str(lead.pk)}
    url = f"/meja/laporan/{story.report.number}/reject_followup/"
    bare = client.post(url, {**form, "reason": "", "reason_code": ""})
    assert bare.status_code == 422 and "Pilih alasan dari daftar" in bare.content.decode()
    answer = client.post(url, {**form, "reason": "", "reason_code": "reject-other-place"})
    assert answer.status_code == 302
    event = story.fresh().events.last()
    assert event.note == "Foto diambil di tempat lain."
    assert event.data["reason"] == "reject-other-place" and story.fresh().state == "in_progress"


def test_proof_sent_again_is_weighed_against_what_was_sent_before(client: Client) -> None:
    photo = _good_proof()
    story = _proven(photo)
    story.do("reject_followup", story.cast.validator, reason="Belum beres.")
    story.resolve(photos=[photo])
    _login(client, story)
    page = _page(client, story)
    assert "Foto yang sama persis sudah ada di laporan ini" in page
    assert "pernah ditolak" in page and "kali ini naik ke kepala instansi" in page
    assert "Bukti yang dikembalikan" in page


def test_what_was_drawn_asks_what_was_seen(client: Client) -> None:
    story = Story(**PLACE).to("in_progress")
    shown = _picture("place", at=builders.MONDAY + timedelta(hours=2, minutes=30))
    story.resolve(outcome=Outcome.NOT_FOUND, photos=[shown])
    _login(client, story)
    page = _page(client, story)
    assert "Lihat langsung:" in page
    assert re.search(r"<textarea[^>]*name=.visit.", page), re.findall("<textarea[^>]*>", page)
    url = f"/meja/laporan/{story.report.number}/validate/"
    assert client.post(url, _fields(page, "validate")).status_code == 422
    seen = {**_fields(page, "validate"), "visit": "Sudah saya datangi, memang tidak ada."}
    assert client.post(url, seen).status_code == 302
    assert story.fresh().events.last().data["visit"].startswith("Sudah saya datangi")


def test_who_did_the_work_is_shown_that_somebody_else_decides(client: Client) -> None:
    cast = builders.Cast()
    officer = User.objects.get(pk=cast.officer.user_id)
    biro = builders.agency("biro-pemerintahan")
    builders.people.appoint(user=officer, role="validator", agency=biro, at=builders.HIRED)
    cast.made["officer"] = builders.actor_for(officer, at=timezone.now())
    story = _proven(_good_proof(), cast=cast)
    client.force_login(officer)
    page = _page(client, story)
    assert "Bukan giliranmu menerima hasil ini." in page and 'data-key="enter"' not in page
    assert "Semua hasil sudah dinilai" in client.get("/meja/validasi/").content.decode()


def test_only_validators_open_it_and_only_while_it_waits(client: Client) -> None:
    story = _proven(_good_proof())
    url = f"/meja/validasi/{story.report.number}/"
    client.force_login(User.objects.get(pk=story.cast.dispatcher.user_id))
    assert client.get(url).status_code == 403
    _login(client, story)
    assert client.get("/meja/validasi/JK0/").status_code == 404
    story.validate()
    assert client.get(url)["Location"].endswith(f"/meja/laporan/{story.report.number}/")


@pytest.mark.usefixtures("held_rules")
def test_the_page_has_a_bounded_cost(client: Client, django_assert_max_num_queries: Any) -> None:
    story = _proven(_picture("before", 3), _good_proof())
    _login(client, story)
    _page(client, story)
    with django_assert_max_num_queries(20):
        _page(client, story)
