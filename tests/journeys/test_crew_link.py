"""A crew on a cheap phone: opens the link without a login and without a script, and reports."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.fieldwork import actions as fieldwork
from tanggap.fieldwork.models import OrderPhoto
from tests.browsing import OpenPage
from tests.casework import world
from tests.journeys.officers import photo, placed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS")
SMALL = {"width": 360, "height": 740}


def test_from_the_office_to_the_crew_and_back(
    new_page: OpenPage, look: Callable[..., None]
) -> None:
    office = world.office()
    officer = world.staff("officer", office, "Joko Petugas")
    row = placed("Dahan patah menutup jalan kampung kami.", office)
    world.actions.accept(row, by=world.acting(officer), at=row.updated_at)
    desk = new_page("phone", user=officer, viewport=SMALL)
    desk.goto(f"/regu/{row.number}/baru/")
    look(desk)
    desk.get_by_label("Nama regu").fill("Regu Melati")
    desk.get_by_label("Perintah").fill("Angkat dahannya, sapu sisanya.")
    desk.get_by_role("button", name="Buat tautan").click()
    link = desk.locator("code").inner_text()
    look(desk)
    path = re.sub(r"^https?://[^/]+", "", link)

    crew = new_page("phone", viewport=SMALL, java_script_enabled=False)
    crew.goto(path)
    crew.get_by_role("button", name="Sedang di jalan").click()
    expect(crew.get_by_text("Terkirim ke kantor.")).to_be_visible()
    crew.get_by_label("Foto sesudah").set_input_files([photo("green")])
    crew.get_by_label("Apa yang dikerjakan").fill("Dahan sudah diangkat.")
    crew.get_by_role("button", name="Kirim ke kantor").click()
    expect(crew.get_by_text("Dahan sudah diangkat.")).to_be_visible()

    looker = new_page("phone", viewport=SMALL)
    looker.goto(path)
    look(looker)
    for one, url in ((desk, f"/regu/{row.number}/"), (desk, f"/regu/{row.number}/selesai/")):
        one.goto(url)
        look(one)
        shoot(one, url.strip("/").replace("/", "-"))
    shoot(looker, "kerja")
    desk.get_by_label("Sesudah").check()
    desk.get_by_label("Apa yang dikerjakan").fill("Dahan diangkat regu.")
    desk.get_by_role("button", name="Kirim untuk divalidasi").click()
    expect(desk.get_by_text("terkirim untuk divalidasi")).to_be_visible()
    assert OrderPhoto.objects.get().used_at is not None
    looker.problems.clear()
    looker.goto(path)
    expect(looker.get_by_text("Tautan sudah tidak berlaku").last).to_be_visible()
    looker.problems.clear()


HERE = {"latitude": -6.1701, "longitude": 106.8201, "accuracy": 5}


@pytest.mark.parametrize("allowed", [True, False], ids=["allowed", "refused"])
def test_a_photograph_just_taken_brings_its_time_and_the_place_where_that_is_allowed(
    new_page: OpenPage, look: Callable[..., None], allowed: bool
) -> None:
    office = world.office()
    officer = world.acting(world.staff("officer", office, "Joko Petugas"))
    row = placed("Dahan patah menutup jalan kampung kami.", office)
    world.actions.accept(row, by=officer, at=row.updated_at)
    until = timezone.now() + timedelta(days=2)
    planned = fieldwork.Planned(crew="Regu Melati", instruction="Angkat.", expires_at=until)
    _order, token = fieldwork.order(row, planned, by=officer, at=timezone.now())
    options = {"permissions": ["geolocation"], "geolocation": HERE} if allowed else {}
    crew = new_page("phone", viewport=SMALL, **options)
    crew.goto(f"/kerja/{token}/")
    expect(crew.get_by_text("peramban bertanya")).to_be_visible()
    crew.get_by_label("Foto sesudah").set_input_files([photo("green"), photo("red")])
    told = "ikut terkirim bersama foto" if allowed else "Tempat tidak diketahui"
    expect(crew.get_by_text(told)).to_be_visible()
    look(crew)
    shoot(crew, f"kerja-foto-{allowed}")
    crew.get_by_role("button", name="Kirim ke kantor").click()
    expect(crew.get_by_text("Terkirim ke kantor.")).to_be_visible()
    for kept in OrderPhoto.objects.all():
        assert kept.taken_at is not None
        assert timezone.now() - kept.taken_at < timedelta(minutes=2)
        assert (kept.lat, kept.lng) == ((-6.1701, 106.8201) if allowed else (None, None))
    assert OrderPhoto.objects.count() == 2


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
