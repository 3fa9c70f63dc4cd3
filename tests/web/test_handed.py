"""What officers handed in is used for its report or let go, by their office's admin, once."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.fieldwork.models import Handed
from tanggap.messaging.models import Notice
from tanggap.people.models import Agency, User
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tests.casework import world
from tests.casework.world import logged_in

pytestmark = pytest.mark.django_db
WORDS = "Sudah ditambal, HP kehabisan baterai."


@pytest.fixture
def desk(admin: User) -> Client:
    return logged_in(admin)


@pytest.fixture
def report(office: Agency, officer: User) -> Report:
    return world.accepted(world.report(channel="email"), office, officer)


@pytest.fixture
def handed(desk: Client, officer: User, report: Report) -> Handed:
    """As the phone gives it: two photographs and a sentence."""
    phone = logged_in(officer)
    photos = []
    for purpose, color in (("before", "red"), ("after", "green")):
        data = world.jpeg(color)
        sha = hashlib.sha256(data).hexdigest()
        phone.put(f"/lapangan/foto/{sha}/", data, "image/jpeg")
        photos.append({"sha256": sha, "purpose": purpose})
    said = {"key": str(uuid4()), "number": report.number, "verb": "hand_in"}
    body = json.dumps({**said, "text": WORDS, "photos": photos})
    for _ in range(2):
        assert phone.post("/lapangan/tindakan/", body, "application/json").status_code == 200
    return Handed.objects.get()


def proof(handed: Handed, report: Report, **more: Any) -> dict[str, Any]:
    photos = [photo.pk for photo in handed.photos.all()]
    seq = Report.objects.get(pk=report.pk).seq
    usual = {"photos": photos, "outcome": "fixed", "note": "Ditambal.", "version": seq}
    return {**usual, **more}


def test_the_admin_is_told_once_and_finds_it(
    desk: Client, admin: User, handed: Handed, report: Report
) -> None:
    notice = Notice.objects.get(user=admin, template="handed")
    assert desk.post(f"/pemberitahuan/{notice.pk}/")["Location"] == f"/serahan/{handed.pk}/"
    assert report.number in desk.get("/serahan/").content.decode()
    page = desk.get(f"/serahan/{handed.pk}/").content.decode()
    assert WORDS in page and "Joko Petugas" in page and page.count("<figure>") == 2
    photo = handed.photos.all()[0]
    assert desk.get(f"/serahan/{handed.pk}/foto/{photo.pk}/").status_code == 200
    assert world.SECRET_NAME not in page and world.SECRET_PHONE not in page


def test_it_becomes_proof(desk: Client, admin: User, handed: Handed, report: Report) -> None:
    url = f"/serahan/{handed.pk}/bukti/"
    before = handed.photos.get(purpose="before")
    wrong = desk.post(url, proof(handed, report, photos=[before.pk], note="Satu foto saja."))
    assert wrong.status_code == 422 and "Satu foto saja." in wrong.content.decode()
    assert Handed.objects.get().settled_at is None
    stale = desk.post(url, proof(handed, report, version=1))
    assert stale.status_code == 422 and "berubah sementara itu" in stale.content.decode()
    assert desk.post(url, proof(handed, report)).status_code == 302
    report.refresh_from_db()
    assert report.state == "awaiting_validation"
    assert sorted(report.photos.values_list("purpose", flat=True)) == ["after", "before"]
    handed.refresh_from_db()
    assert handed.settled_by == admin
    assert f"/serahan/{handed.pk}/" not in desk.get("/serahan/").content.decode()


def test_where_the_report_has_gone_on_it_becomes_a_remark(
    desk: Client, officer: User, handed: Handed, report: Report
) -> None:
    at = timezone.now()
    reports.give_back(report, reason="Bukan kami.", by=world.acting(officer), at=at)
    page = desk.get(f"/serahan/{handed.pk}/").content.decode()
    assert "Pakai sebagai bukti" not in page and "sebagai catatan saja" in page
    refused = desk.post(f"/serahan/{handed.pk}/bukti/", proof(handed, report))
    assert refused.status_code == 422 and Handed.objects.get().settled_at is None
    assert desk.post(f"/serahan/{handed.pk}/catatan/", {"text": WORDS}).status_code == 302
    event = report.events.order_by("-seq")[0]
    assert (event.verb, event.note, event.data["audience"]) == ("note", WORDS, "agencies")
    assert set(report.photos.values_list("purpose", flat=True)) == {"note"}
    assert not report.photos.filter(is_public=True).exists()


def test_it_is_thrown_away_only_with_a_reason_and_only_once(
    desk: Client, handed: Handed, report: Report
) -> None:
    url = f"/serahan/{handed.pk}/buang/"
    assert desk.post(url, {"reason": " "}).status_code == 422
    assert desk.post(url, {"reason": "Fotonya gelap."}).status_code == 302
    assert "Fotonya gelap." in desk.get(f"/serahan/{handed.pk}/").content.decode()
    late = desk.post(f"/serahan/{handed.pk}/bukti/", proof(handed, report), follow=True)
    assert "sudah diurus" in late.content.decode()
    report.refresh_from_db()
    assert report.state == "in_progress" and not report.photos.exists()


def test_it_is_for_the_admin_of_that_office_alone(
    officer: User, handed: Handed, report: Report
) -> None:
    assert logged_in(officer).get("/serahan/").status_code == 403
    other = logged_in(world.staff("agency_admin", world.office("kelurahan")))
    photo = handed.photos.all()[0]
    assert report.number not in other.get("/serahan/").content.decode()
    for path in ("", "bukti/", "catatan/", "buang/", f"foto/{photo.pk}/"):
        url = f"/serahan/{handed.pk}/{path}"
        answer = other.post(url, {"reason": "x"}) if path.endswith("g/") else other.get(url)
        assert answer.status_code in (404, 405), path
    assert other.post(f"/serahan/{handed.pk}/buang/", {"reason": "x"}).status_code == 404


def test_a_report_that_became_confidential_shows_its_number_alone(
    desk: Client, handed: Handed, report: Report
) -> None:
    Report.objects.filter(pk=report.pk).update(is_confidential=True)
    page = desk.get(f"/serahan/{handed.pk}/").content.decode()
    assert report.title not in page and "hanya bisa dibuang" in page
    assert desk.post(f"/serahan/{handed.pk}/catatan/", {"text": "x"}).status_code == 404
