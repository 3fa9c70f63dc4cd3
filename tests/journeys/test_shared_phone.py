"""Two people on one phone: it says how to change over, and shows nothing of whoever left."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.people import actions as people
from tanggap.people.models import Agency, Change, User
from tanggap.reports.models import ReportPhoto
from tanggap.web.staff import proof
from tests.casework import world
from tests.journeys.officers import placed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PIN = "482917"
# What the browser's own cache answers, without asking anybody.
KEPT = """url => fetch(url, {cache: "only-if-cached", mode: "same-origin"})
    .then(answer => answer.ok ? answer.status : "gone", () => "gone")"""


def pictured(office: Agency, officer: User) -> str:
    """A report at work with a photograph inside; the photograph's address."""
    row = placed("Lampu jalan padam di gang kami.", office)
    by = world.acting(officer)
    world.actions.accept(row, by=by, at=row.updated_at)
    at = timezone.now()
    file = SimpleUploadedFile("a.jpg", world.jpeg("green"), "image/jpeg")
    shots = proof.stored([file], outcome=None, at=at)
    world.actions.note(row, text="Tiang dilihat.", photos=shots, by=by, at=at)
    photo = ReportPhoto.objects.select_related("attachment").get(report=row)
    return photo.attachment.url(960)


def test_whoever_takes_over_sees_nothing_of_who_left(
    phone: Callable[[], Page], look: Callable[[Page], None]
) -> None:
    office = world.office()
    admin = world.acting(world.staff("agency_admin", office))
    joko = world.staff("officer", office, "Joko Lapangan")
    people.set_pin(joko, PIN, at=timezone.now())
    device, code = people.add_device(office, name="Piket", by=admin, at=timezone.now())
    url = pictured(office, joko)
    page = phone()
    page.goto("/perangkat/daftar/")
    page.get_by_label("Kode perangkat").fill(code)
    page.get_by_role("button", name="Daftarkan").click()
    page.get_by_label("Joko Lapangan").check()
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Mulai kerja").click()
    page.wait_for_url("**/lapangan/")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    seen = page.goto(url)
    assert seen is not None and seen.status == 200
    for screen in ("/lapangan/?biasa", "/lapangan/saya/"):
        page.goto(screen)
        expect(page.get_by_role("button", name="Ganti orang")).to_be_visible()
    look(page)
    before = page.context.cookies()
    assert page.evaluate(KEPT, url) == 200
    page.get_by_role("button", name="Ganti orang").click()
    page.wait_for_url("**/perangkat/")
    # Answers vary with the cookie: with the old ones the browser finds what it still has.
    page.context.clear_cookies()
    for one in before:
        page.context.add_cookies([one])
    assert page.evaluate(KEPT, url) == "gone"
    gone = page.goto(url)
    assert gone is not None and gone.status == 404
    entered = Change.objects.get(kind="device", verb="enter")
    assert (entered.by, entered.person, entered.subject) == (joko, joko, device.name)
