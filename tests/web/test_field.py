"""The officer's phone: the list, taking a report on, and the proof."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.people.models import Agency, User
from tanggap.reports import actions
from tests.casework import world

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Agency:
    return world.office()


@pytest.fixture
def officer(client: Client, office: Agency) -> User:
    user = world.staff("officer", office)
    client.force_login(user)
    return user


def _photo(color: str = "gray") -> SimpleUploadedFile:
    return SimpleUploadedFile("bukti.jpg", world.jpeg(color), "image/jpeg")


def test_the_list_holds_the_offices_reports_and_no_others(
    client: Client, officer: User, office: Agency
) -> None:
    mine = world.verified(world.report("Kabel menjuntai di gang."), to=office)
    other = world.verified(world.report("Taman rusak."))
    page = client.get("/lapangan/").content.decode()
    assert mine.number in page and other.number not in page
    assert client.get(f"/lapangan/{other.number}/").status_code == 404


def test_an_officer_takes_a_report_on(client: Client, officer: User, office: Agency) -> None:
    row = world.verified(world.report(), to=office)
    page = client.get(f"/lapangan/{row.number}/").content.decode()
    assert "Terima dan kerjakan" in page
    assert world.SECRET_NAME not in page and world.SECRET_PHONE not in page
    client.post(f"/lapangan/{row.number}/", {"version": str(row.seq)})
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_proof_in_two_photos_and_a_sentence(client: Client, officer: User, office: Agency) -> None:
    row = world.accepted(world.report(), office, officer)
    form = {
        "version": str(row.seq),
        "outcome": "fixed",
        "note": "Lampu diganti.",
        "before": _photo("navy"),
        "after": _photo("white"),
    }
    answer = client.post(f"/lapangan/{row.number}/bukti/", form)
    assert answer.status_code == 302
    row.refresh_from_db()
    assert row.state == "awaiting_validation"
    assert sorted(row.photos.values_list("purpose", flat=True)) == ["after", "before"]


def test_the_validator_sees_before_and_after_and_accepts(
    client: Client, officer: User, office: Agency
) -> None:
    row = world.accepted(world.report(), office, officer)
    form = {"version": str(row.seq), "outcome": "fixed", "note": "Beres.", "after": _photo()}
    client.post(f"/lapangan/{row.number}/bukti/", {**form, "before": _photo("navy")})
    row.refresh_from_db()
    client.force_login(world.staff("validator", world.desk()))
    page = client.get("/meja/antrean/validate/", {"report": row.number}).content.decode()
    assert page.count("<figure>") == 2 and "Terima hasilnya" in page
    assert "Catatan petugas" in page and "tanpa waktu dari kamera" in page
    client.post(f"/meja/laporan/{row.number}/validate/", {"version": str(row.seq)})
    row.refresh_from_db()
    assert row.state == "resolved"


def test_without_a_photo_it_is_not_done(client: Client, officer: User, office: Agency) -> None:
    row = world.accepted(world.report(), office, officer)
    form = {"version": str(row.seq), "outcome": "fixed", "note": "Sudah dikerjakan semua."}
    answer = client.post(f"/lapangan/{row.number}/bukti/", form)
    page = answer.content.decode()
    assert answer.status_code == 422 and "perlu bukti" in page
    assert "Sudah dikerjakan semua." in page
    row.refresh_from_db()
    assert row.state == "in_progress"


def test_a_broken_photo_is_said_and_the_note_is_kept(
    client: Client, officer: User, office: Agency
) -> None:
    row = world.accepted(world.report(), office, officer)
    broken = SimpleUploadedFile("x.jpg", b"\xff\xd8\xff not a photo", "image/jpeg")
    form = {"version": str(row.seq), "outcome": "fixed", "note": "Dicat ulang.", "after": broken}
    answer = client.post(f"/lapangan/{row.number}/bukti/", form)
    assert answer.status_code == 422
    assert "x.jpg" in answer.content.decode() and "Dicat ulang." in answer.content.decode()


def test_somebody_else_was_faster(client: Client, officer: User, office: Agency) -> None:
    row = world.accepted(world.report(), office, officer)
    stale = row.seq
    boss = world.staff("agency_admin", office, name="Kepala Seksi")
    actions.progress(row, text="Alat di jalan.", by=world.acting(boss), at=timezone.now())
    form = {"version": str(stale), "outcome": "fixed", "note": "Selesai.", "after": _photo()}
    answer = client.post(f"/lapangan/{row.number}/bukti/", form)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Kepala Seksi" in page and "Selesai." in page
