"""Work by link: a crew without an account sees its order and nothing of anybody."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.fieldwork.models import OrderEntry, OrderPhoto, WorkOrder
from tanggap.media import actions as media
from tanggap.people.models import Agency, User
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.workflow import Privacy
from tests.casework import world
from tests.casework.world import logged_in

pytestmark = pytest.mark.django_db
ORDER = "Angkat dahan yang patah, tutup lubangnya."
TEXT = "Nama saya Ratna Dewi, rumah saya gelap, telepon 081234567890."


@pytest.fixture
def report(office: Agency, officer: User) -> Report:
    row = world.report(TEXT, channel="email", lat=-6.17, lng=106.82)
    return world.accepted(row, office, officer)


@pytest.fixture
def desk(officer: User) -> Client:
    return logged_in(officer)


def picture(color: str = "gray") -> SimpleUploadedFile:
    return SimpleUploadedFile("a.jpg", world.jpeg(color), "image/jpeg")


def linked(desk: Client, report: Report, **more: Any) -> str:
    """A link for a crew; its path."""
    until = timezone.localdate() + timedelta(days=3)
    form = {"crew": "Regu Melati", "instruction": ORDER, "until": f"{until:%Y-%m-%d}", **more}
    answer = desk.post(f"/regu/{report.number}/baru/", form)
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    found = re.search(r"http://testserver(/kerja/[\w-]+/)", answer.content.decode())
    assert found is not None
    return found[1]


def send(path: str, **more: Any) -> Any:
    return Client().post(path, {"key": str(uuid4()), "note": "", **more})


def test_the_crew_sees_what_where_and_the_order_and_nothing_of_anybody(
    desk: Client, report: Report
) -> None:
    path = linked(desk, report)
    answer = Client().get(path)
    page = answer.content.decode()
    assert answer.status_code == 200 and ORDER in page and "Regu Melati" in page
    assert "geo:-6.170000,106.820000" in page and report.category.local_name in page
    for secret in (world.SECRET_NAME, world.SECRET_PHONE, "Ratna", "081234567890", "rumah saya"):
        assert secret not in page, secret
    assert report.number not in page and "Joko Petugas" not in page
    assert answer["X-Robots-Tag"].startswith("noindex") and answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "same-origin"
    token = path.split("/")[2]
    assert WorkOrder.objects.get().token_hash != token
    assert token not in str(WorkOrder.objects.values().get())


IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15"
ANDROID = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/126.0 Mobile"


@pytest.mark.parametrize(
    ("agent", "wanted"),
    [(IPHONE, "maps://?daddr=-6.170000,106.820000"), (ANDROID, "geo:-6.170000,106.820000?q=")],
)
def test_the_way_opens_the_maps_of_the_device(
    desk: Client, report: Report, agent: str, wanted: str
) -> None:
    pages = [(Client(), linked(desk, report)), (desk, f"/lapangan/{report.number}/")]
    for client, path in pages:
        page = client.get(path, headers={"User-Agent": agent}).content.decode()
        assert f'href="{wanted}' in page and "maps.apple.com" not in page, path


def said(*photos: Any) -> str:
    return json.dumps(photos)


def test_what_the_browser_says_of_a_photograph_fills_what_its_file_leaves_out(
    desk: Client, report: Report
) -> None:
    path, before = linked(desk, report), timezone.now()
    place = {"ago": 60, "lat": -6.17, "lng": 106.82}
    send(path, after=[picture("red"), picture("green")], after_taken=said(place, None))
    first, second = OrderPhoto.objects.order_by("pk")
    assert (first.lat, first.lng, second.lat, second.taken_at) == (-6.17, 106.82, None, None)
    assert first.taken_at is not None
    assert timedelta(0) <= first.taken_at - (before - timedelta(seconds=60)) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "words",
    [
        "{", "[[[", "7", said(), said({}, {}), said({"lat": "x", "lng": 1, "ago": "y"}),
        said({"lat": 500, "lng": 106.8, "ago": -5}), said({"lat": None, "ago": 10**9}), said(True),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_left_aside_and_the_photograph_kept(
    desk: Client, report: Report, words: str
) -> None:
    assert send(linked(desk, report), after=picture(), after_taken=words).status_code == 302
    kept = OrderPhoto.objects.get()
    assert (kept.lat, kept.lng, kept.taken_at) == (None, None, None)


def test_a_crews_photograph_proves_that_nothing_was_there_only_with_time_and_place(
    desk: Client, report: Report
) -> None:
    path = linked(desk, report)
    send(path, after=picture("red"))
    place = {"ago": 60, "lat": -6.17, "lng": 106.82}
    send(path, after=picture("green"), after_taken=said(place))
    bare, placed = OrderPhoto.objects.order_by("pk")
    url, seq = f"/regu/{report.number}/selesai/", Report.objects.get(pk=report.pk).seq
    form = {"outcome": "not_found", "note": "Sudah dicari, tidak ada.", "version": seq}
    assert desk.post(url, {**form, "photos": [bare.pk]}).status_code == 422
    assert desk.post(url, {**form, "photos": [placed.pk]}).status_code == 302


def test_who_made_the_link_and_who_took_it_back_stands_in_the_history(
    desk: Client, report: Report, officer: User
) -> None:
    path = linked(desk, report)
    row = WorkOrder.objects.get()
    assert desk.post(f"/regu/{report.number}/{row.pk}/cabut/").status_code == 302
    notes = list(report.events.filter(verb="note").order_by("seq"))
    assert [note.actor for note in notes] == [officer, officer]
    assert "Regu Melati" in notes[0].note and "dicabut" in notes[1].note
    assert Client().get(path).status_code == 410
    assert send(path, note="Halo").status_code == 410 and not OrderEntry.objects.exists()


def test_news_arrives_once_in_the_crews_name_and_moves_nothing(
    desk: Client, report: Report
) -> None:
    path, key = linked(desk, report), str(uuid4())
    assert send(path, kind="on_way").status_code == 302
    assert send(path, kind="started").status_code == 302
    form = {"key": key, "note": "Dahan sudah diangkat."}
    for _ in range(2):
        Client().post(path, {**form, "before": picture("red"), "after": picture("green")})
    report.refresh_from_db()
    assert report.state == "in_progress"
    assert OrderEntry.objects.count() == 3 and OrderPhoto.objects.count() == 2
    assert report.events.filter(verb="progress").count() == 0
    said = [event.note for event in report.events.filter(verb="note").order_by("seq")][1:]
    assert said == ["Sedang di jalan.", "Mulai bekerja.", "Dahan sudah diangkat. 2 foto."]
    page = desk.get(f"/lapangan/{report.number}/").content.decode()
    assert "regu Regu Melati dari" in page
    assert "Dahan sudah diangkat." in Client().get(path).content.decode()
    assert not report.photos.exists()  # nothing outside the office shows them


def test_what_a_crew_says_is_kept_in_indonesian_and_read_in_the_readers_language(
    desk: Client, report: Report
) -> None:
    english = {"headers": {"Accept-Language": "en"}}
    path, crew = linked(desk, report), Client(**english)
    for form in ({"kind": "on_way"}, {"note": "Dahan 100% sudah diangkat.", "after": picture()}):
        assert crew.post(path, {"key": str(uuid4()), "note": "", **form}).status_code == 302
    kept = list(report.events.filter(verb="note").order_by("seq").values_list("note", flat=True))
    assert kept[0].startswith("Tautan kerja dibuat untuk Regu Melati, berlaku sampai ")
    assert kept[1:] == ["Sedang di jalan.", "Dahan 100% sudah diangkat. 1 foto."]
    pages = {"id": desk, "en": Client(**english)}
    pages["en"].cookies = desk.cookies
    for url in (f"/meja/laporan/{report.number}/", f"/lapangan/{report.number}/"):
        seen = {name: client.get(url).content.decode() for name, client in pages.items()}
        assert all(text in seen["id"] for text in kept), url
        assert "On the way." in seen["en"] and "Sedang di jalan" not in seen["en"], url
        assert "Dahan 100% sudah diangkat. 1 photograph." in seen["en"], url


def test_the_office_resolves_with_the_crews_photographs(desk: Client, report: Report) -> None:
    path = linked(desk, report)
    send(path, before=picture("red"), after=picture("green"))
    page = desk.get(f"/regu/{report.number}/").content.decode()
    photos = {photo.purpose: photo for photo in OrderPhoto.objects.all()}
    assert f"/regu/{report.number}/foto/{photos['after'].pk}/" in page
    assert desk.get(f"/regu/{report.number}/foto/{photos['after'].pk}/").status_code == 200
    url, seq = f"/regu/{report.number}/selesai/", Report.objects.get(pk=report.pk).seq
    form = {"outcome": "fixed", "note": "Dahan diangkat.", "version": seq}
    wrong = desk.post(url, {**form, "photos": [photos["before"].pk]})
    assert wrong.status_code == 422 and "Dahan diangkat." in wrong.content.decode()
    assert desk.post(url, {**form, "photos": [p.pk for p in photos.values()]}).status_code == 302
    report.refresh_from_db()
    assert report.state == "awaiting_validation"
    assert sorted(report.photos.values_list("purpose", flat=True)) == ["after", "before"]
    assert OrderPhoto.objects.filter(used_at=None).count() == 0
    assert Client().get(path).status_code == 410


def test_a_stale_screen_resolves_nothing(desk: Client, report: Report, officer: User) -> None:
    path = linked(desk, report)
    send(path, after=picture())
    seq = Report.objects.get(pk=report.pk).seq
    at = timezone.now()
    reports.progress(report, text="Alat dipesan.", by=world.acting(officer), at=at)
    form = {"outcome": "fixed", "note": "Beres.", "version": seq}
    said = desk.post(
        f"/regu/{report.number}/selesai/", {**form, "photos": [OrderPhoto.objects.get().pk]}
    )
    assert said.status_code == 422 and "berubah sementara itu" in said.content.decode()
    assert OrderPhoto.objects.get().used_at is None


def test_only_released_photographs_and_its_own_are_shown(
    desk: Client, report: Report, officer: User
) -> None:
    at = timezone.now()
    kept = [media.store(world.jpeg(c), filename="", at=at)[0] for c in ("red", "blue")]
    shown, hidden = (
        report.photos.create(attachment=one, purpose="before", created_at=at) for one in kept
    )
    path = linked(desk, report, photos=[shown.pk])
    assert Client().get(f"{path}foto/{kept[0].sha256}/").status_code == 200
    assert Client().get(f"{path}foto/{kept[1].sha256}/").status_code == 404
    assert hidden.attachment.sha256 not in Client().get(path).content.decode()
    send(path, after=picture("yellow"))
    own = OrderPhoto.objects.get().attachment.sha256
    answer = Client().get(f"{path}foto/{own}/")
    assert answer.status_code == 200 and answer["Cache-Control"] == "no-store"
    WorkOrder.objects.update(revoked_at=timezone.now())
    assert Client().get(f"{path}foto/{own}/").status_code == 404


def test_a_broken_photograph_loses_no_word(desk: Client, report: Report) -> None:
    path = linked(desk, report)
    broken = SimpleUploadedFile("a.jpg", b"\xff\xd8\xff not a picture", "image/jpeg")
    answer = send(path, note="Sudah ditambal.", after=broken)
    assert answer.status_code == 422 and "Sudah ditambal." in answer.content.decode()
    empty = send(path)
    assert empty.status_code == 422 and "Tulis satu kalimat" in empty.content.decode()
    assert not OrderEntry.objects.exists()


def test_a_spent_link_shows_nothing_of_the_report(
    desk: Client, report: Report, office: Agency
) -> None:
    path = linked(desk, report)
    assert Client().get("/kerja/tidak-ada/").status_code == 404
    verifier = world.acting(world.staff("verifier", world.desk()))
    reports.correct(report, is_confidential=True, by=verifier, at=timezone.now())
    answer = Client().get(path)
    assert answer.status_code == 410 and ORDER not in answer.content.decode()
    Report.objects.filter(pk=report.pk).update(is_confidential=False)
    assert Client().get(path).status_code == 200
    WorkOrder.objects.update(expires_at=timezone.now())
    assert Client().get(path).status_code == 410


def test_the_link_dies_when_the_report_leaves_the_office(
    desk: Client, report: Report, officer: User
) -> None:
    path = linked(desk, report)
    reports.give_back(report, reason="Bukan kami.", by=world.acting(officer), at=timezone.now())
    assert Client().get(path).status_code == 410


def test_confidential_and_foreign_reports_get_no_link(desk: Client, report: Report) -> None:
    stranger = Client()
    stranger.force_login(world.staff("officer", world.office("kelurahan")))
    assert stranger.get(f"/regu/{report.number}/").status_code == 404
    assert stranger.post(f"/regu/{report.number}/baru/").status_code == 404
    inspectorate = Agency.objects.get(code="inspektorat")
    worker = Client()
    worker.force_login(world.staff("case_worker", inspectorate))
    secret = world.report(privacy=Privacy.CONFIDENTIAL)
    assert worker.post(f"/regu/{secret.number}/baru/").status_code in (403, 404)
    assert not WorkOrder.objects.exists()


def test_a_link_ends_with_the_packs_limit_whatever_was_asked(desk: Client, report: Report) -> None:
    late = timezone.localdate() + timedelta(days=400)
    linked(desk, report, until=f"{late:%Y-%m-%d}")
    assert WorkOrder.objects.get().expires_at <= timezone.now() + timedelta(days=14)
    past = desk.post(
        f"/regu/{report.number}/baru/",
        {"crew": "Regu Dua", "instruction": ORDER, "until": "2020-01-01"},
    )
    assert past.status_code == 422 and "Regu Dua" in past.content.decode()


def test_too_many_messages_are_kept_away(
    desk: Client, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tanggap.fieldwork.actions import crews

    monkeypatch.setattr(crews, "MOST_AN_HOUR", 2)
    path = linked(desk, report)
    said = [send(path, note=f"Kabar {n}").status_code for n in range(4)]
    assert said == [302, 302, 429, 429]
    assert OrderEntry.objects.count() == 2
    monkeypatch.setattr(crews, "MOST_AN_HOUR", 30)
    monkeypatch.setattr(crews, "MOST_PHOTOS", 0)
    assert send(path, after=picture()).status_code == 429
