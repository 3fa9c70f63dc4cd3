"""Who sees the reporter's photograph of a private report: sharp, blurred, or not at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.intake import photos as intake_photos
from tanggap.media import paths, pictures
from tanggap.people import actions as people
from tanggap.people.models import Agency, Role, User
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome, Privacy
from tanggap.web.staff import proof
from tests.casework import world

pytestmark = pytest.mark.django_db

SHARP = {Role.VERIFIER, Role.DISPATCHER, Role.CASE_WORKER}


clean = cache(pictures.clean)


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own; the same picture is decoded once for all tests."""
    monkeypatch.setattr(pictures, "clean", clean)
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def office() -> Agency:
    return world.office()


def waiting_for_validation(office: Agency, **more: Any) -> tuple[Report, str]:
    """A report with the reporter's photograph and a proof; and the hash of the former."""
    now = timezone.now()
    mine, _refused = intake_photos.prepare(
        [SimpleUploadedFile("a.jpg", world.jpeg("navy"), "image/jpeg")], now
    )
    boss = world.staff("agency_admin", office)
    row = world.accepted(world.report(photos=mine, **more), office, boss)
    after = SimpleUploadedFile("b.jpg", world.jpeg("white"), "image/jpeg")
    shown = proof.stored([after], outcome=Outcome.FIXED, at=now)
    by = world.acting(boss)
    actions.resolve(row, outcome=Outcome.FIXED, note="Beres.", photos=shown, by=by, at=now)
    return row, mine[0].sha256


def sharp_urls(sha256: str) -> Iterator[str]:
    for size in paths.SIZES:
        yield paths.photo_url(sha256, size=size)


def somebody(role: str, office: Agency) -> User:
    return world.staff(role, office if role in ("officer", "agency_admin") else world.desk())


@pytest.mark.parametrize("role", [*Role.values, "nobody", "stranger"])
def test_the_sharp_one_is_for_those_whose_work_needs_it(
    client: Client, role: str, office: Agency
) -> None:
    _row, sha256 = waiting_for_validation(office)
    if role != "stranger":
        user = somebody("clerk" if role == "nobody" else role, office)
        user.memberships.filter(role="clerk").update(ends_at=timezone.now())
        client.force_login(user)
    entitled = role in SHARP - {Role.CASE_WORKER}  # a case worker sees her own office's alone
    for url in sharp_urls(sha256):
        assert client.get(url).status_code == (200 if entitled else 404), url
    blurred = client.get(paths.blurred_url(sha256))
    assert blurred.status_code == (200 if entitled or role == Role.VALIDATOR else 404)


def test_what_a_browser_has_is_shown_only_while_the_right_lasts(
    client: Client, office: Agency
) -> None:
    _row, sha256 = waiting_for_validation(office)
    url = next(sharp_urls(sha256))
    client.force_login(world.staff("verifier", world.desk()))
    first = client.get(url)
    assert first.headers["Cache-Control"] == "private, no-cache"
    known = {"headers": {"If-None-Match": first.headers["ETag"]}}
    again = client.get(url, **known)
    assert again.status_code == 304 and again.headers["Cache-Control"] == "private, no-cache"
    client.post("/keluar/")
    assert client.get(url, **known).status_code == 404


@pytest.mark.parametrize("privacy", [Privacy.PRIVATE, Privacy.CONFIDENTIAL])
def test_a_validator_weighs_it_blurred_and_no_page_gives_her_more(
    client: Client, office: Agency, privacy: Privacy
) -> None:
    Agency.objects.filter(pk=office.pk).update(handles_confidential=True)
    office.refresh_from_db()
    row, sha256 = (
        _confidential(office)
        if privacy == "confidential"
        else (waiting_for_validation(office, privacy=privacy))
    )
    client.force_login(world.staff("validator", world.desk()))
    pages = [
        client.get(url).content.decode()
        for url in (
            f"/meja/laporan/{row.number}/",
            f"/meja/antrean/validate/?report={row.number}",
            f"/meja/laporan/{row.number}/validate/",
            f"/meja/laporan/{row.number}/reject_followup/",
            f"/meja/validasi/{row.number}/",
            f"/meja/cari/?q={row.number}",
        )
    ]
    assert sum(paths.blurred_url(sha256) in page for page in pages) >= 2
    found = {url for page in pages for url in re.findall(r'/media/[^"\s]+', page)}
    assert {url for url in found if sha256 in url} == {paths.blurred_url(sha256)}
    assert all(client.get(url).status_code == 200 for url in found)
    assert all(client.get(url).status_code == 404 for url in sharp_urls(sha256))


def _confidential(office: Agency) -> tuple[Report, str]:
    """The same through a case worker, who alone may work on it."""
    now = timezone.now()
    mine, _refused = intake_photos.prepare(
        [SimpleUploadedFile("a.jpg", world.jpeg("navy"), "image/jpeg")], now
    )
    report = world.report(photos=mine, privacy=Privacy.CONFIDENTIAL, category="pungutan-liar")
    lead = report.lead
    assert lead is not None
    by = world.acting(world.staff("case_worker", lead))
    actions.accept(report, by=by, at=now)
    shown = proof.stored(
        [SimpleUploadedFile("b.jpg", world.jpeg("white"), "image/jpeg")], outcome=None, at=now
    )
    actions.resolve(report, outcome=Outcome.FIXED, note="Beres.", photos=shown, by=by, at=now)
    return report, mine[0].sha256


def test_a_case_worker_elsewhere_has_no_more_right_here(client: Client, office: Agency) -> None:
    """Her seat at one office opens no photograph of another office, where she only leads."""
    row, sha256 = waiting_for_validation(office)
    other = Agency.objects.exclude(pk=office.pk).filter(kind=office.kind)[0]
    user = world.staff("agency_admin", office)
    people.appoint(user=user, role=Role.CASE_WORKER, agency=other, at=timezone.now())
    client.force_login(user)
    assert sha256 not in client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert all(client.get(url).status_code == 404 for url in sharp_urls(sha256))
    assert client.get(paths.blurred_url(sha256)).status_code == 404
    people.appoint(user=user, role=Role.CASE_WORKER, agency=office, at=timezone.now())
    assert sha256 in client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert all(client.get(url).status_code == 200 for url in sharp_urls(sha256))


def test_an_officers_pages_hold_no_address_of_it(client: Client, office: Agency) -> None:
    row, sha256 = waiting_for_validation(office)
    client.force_login(world.staff("officer", office))
    for url in (
        f"/lapangan/{row.number}/",
        f"/lapangan/{row.number}/bukti/",
        f"/meja/laporan/{row.number}/",
    ):
        page = client.get(url).content.decode()
        assert sha256 not in page, url
    assert client.get(paths.blurred_url(sha256)).status_code == 404


def test_a_public_report_is_shown_sharp_to_the_validator(client: Client, office: Agency) -> None:
    row, sha256 = waiting_for_validation(office, privacy=Privacy.OPEN)
    client.force_login(world.staff("validator", world.desk()))
    assert (
        paths.photo_url(sha256, size=960)
        in client.get(f"/meja/laporan/{row.number}/").content.decode()
    )
    assert client.get(paths.photo_url(sha256, size=960)).status_code == 200


@pytest.mark.parametrize("sha256", ["0" * 64, "x" * 64, "A" * 64])
def test_blurred_addresses_of_nothing_are_nothing(client: Client, sha256: str) -> None:
    client.force_login(world.staff("validator", world.desk()))
    assert client.get(f"/media/{sha256}/samar.jpg").status_code == 404


def test_nobody_comes_to_see_them_sharp_by_publishing(client: Client, office: Agency) -> None:
    """A private report that staff let everybody read shows what was approved, and no more."""
    row, sha256 = waiting_for_validation(office)
    validator, officer = world.staff("validator", world.desk()), world.staff("officer", office)
    actions.publish(row, by=world.acting(validator), at=timezone.now())
    client.force_login(validator)
    assert client.get(paths.blurred_url(sha256)).status_code == 200
    page = client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert paths.blurred_url(sha256) in page
    for user in (validator, officer):
        client.force_login(user)
        assert all(client.get(url).status_code == 404 for url in sharp_urls(sha256))
    _hide_and_publish(row, validator)
    assert all(client.get(url).status_code == 404 for url in sharp_urls(sha256))
    dispatcher = world.acting(world.staff("dispatcher", world.desk()))
    shown = list(row.photos.filter(purpose="report").values_list("pk", flat=True))
    actions.show_photos(row, photos=shown, by=dispatcher, at=timezone.now())
    client.force_login(officer)
    page = client.get(f"/meja/laporan/{row.number}/").content.decode()
    assert any(url in page for url in sharp_urls(sha256))


def _hide_and_publish(row: Report, user: User) -> None:
    by = world.acting(user)
    actions.hide(row, reason="Keliru.", by=by, at=timezone.now())
    actions.publish(row, by=by, at=timezone.now())


def test_an_open_report_stays_open_when_it_was_hidden_for_a_while(
    client: Client, office: Agency
) -> None:
    row, sha256 = waiting_for_validation(office, privacy=Privacy.OPEN)
    validator = world.staff("validator", world.desk())
    _hide_and_publish(row, validator)
    client.force_login(validator)
    assert all(client.get(url).status_code == 200 for url in sharp_urls(sha256))
