"""The officer's app in a real browser: a shift without a line, and a line that breaks."""

from __future__ import annotations

import base64
import hashlib
import random
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.fieldwork.models import PhoneAction, Upload
from tanggap.media import paths, pictures
from tanggap.reports import actions
from tanggap.reports.models import Report, ReportEvent
from tanggap.web import display
from tests.casework import world
from tests.journeys.officers import PASSWORD, arrived, log_in, officer, photo, placed, verbs
from tests.line import Line, plan

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]


def test_a_shift_without_a_line_and_with_a_closed_browser(
    phone: Callable[[], Page], line: Line, look: Callable[[Page], None]
) -> None:
    office = world.office()
    user = officer(office, "Joko Lapangan")
    lamp, tree, pipe = (
        placed(text, office)
        for text in (
            "Lampu jalan padam di gang kami, gelap sekali.",
            "Pohon tumbang menutup separuh jalan masuk.",
            "Pipa bocor di depan pasar, air terbuang.",
        )
    )
    page = phone()
    log_in(page, user)
    look(page)

    line.down()
    page.goto("/lapangan/")
    expect(page.locator(".stop")).to_have_count(3)
    expect(page.locator(".stop").first).to_contain_text(_by(lamp))

    take(page, lamp, look)
    page.goto(f"/lapangan/{lamp.number}/kabar/")
    look(page)
    page.locator("[name=text]").fill("Lampunya dipesan dulu.")
    page.get_by_role("button", name="Kirim").click()
    page.wait_for_url(f"**/lapangan/{lamp.number}/")
    prove(page, lamp, look)

    take(page, tree, look)
    page.goto(f"/lapangan/{tree.number}/bukti/")
    page.locator("label.choice", has_text="Tidak ditemukan").click()
    page.locator("[name=note]").fill("Sudah dicari di seluruh gang.")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert")).to_contain_text("foto tempat")
    page.locator("input[name=after]").set_input_files([photo("olive")])
    expect(page.locator(".photos .said")).to_have_text("waktu, tempat")
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("[data-app] h1")).to_contain_text("Hari ini")

    page.goto(f"/lapangan/{pipe.number}/kembalikan/")
    page.locator("[name=text]").fill("Pipa milik PAM.")
    page.get_by_role("button", name="Kembalikan").click()
    expect(page.locator("[data-waiting]")).to_have_text("6")
    assert not PhoneAction.objects.exists()

    page.context.close()
    boss = world.acting(world.staff("agency_admin", office, name="Kepala Seksi"))
    actions.accept(pipe, by=boss, at=timezone.now())

    page = phone()
    page.goto("/lapangan/")
    expect(page.locator("[data-line]")).to_contain_text("6 kiriman menunggu sinyal")
    page.goto("/lapangan/kiriman/")
    expect(page.locator(".item-sent")).to_have_count(6)
    look(page)

    line.up()
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".is-done")).to_have_count(5, timeout=20_000)
    assert verbs(lamp)[-3:] == ["accept", "progress", "resolve"]
    assert verbs(tree)[-2:] == ["accept", "resolve"]
    place = tree.photos.get(purpose="place")
    assert place.taken_at is not None and (place.lat, place.lng) == (-6.17, 106.82)
    assert sorted(lamp.photos.values_list("purpose", flat=True)) == ["after", "before"]

    stuck = page.locator(".is-stuck")
    expect(stuck).to_contain_text("Kepala Seksi")
    look(page)
    stuck.get_by_role("button", name="Kirim sebagai catatan").click()
    arrived(page)
    assert verbs(pipe)[-2:] == ["accept", "note"]
    assert pipe.events.get(verb="note").note == "Pipa milik PAM."
    for screen in ("saya", "peta"):
        page.goto(f"/lapangan/{screen}/")
        page.wait_for_timeout(300)
        look(page)


def test_a_map_that_was_opened_first_is_drawn_when_the_places_come(
    phone: Callable[[], Page],
) -> None:
    office = world.office()
    user = officer(office)
    placed("Lampu jalan padam di gang kami.", office)
    page = phone()
    page.goto("/masuk/?next=/lapangan/peta/")
    page.locator("[name=username]").fill(user.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form .btn-primary, form .btn-accent").first.click()
    expect(page.locator(".pin-no")).to_have_text("1")


def _by(report: Report) -> str:
    """The city's time of day by which it must be done."""
    report.refresh_from_db()
    assert report.due_at is not None
    return display.time_of_day(report.due_at)


def take(page: Page, report: Report, look: Callable[[Page], None]) -> None:
    page.goto(f"/lapangan/{report.number}/")
    look(page)
    page.get_by_role("button", name="Terima dan kerjakan").click()
    expect(page.get_by_role("link", name="Kirim bukti")).to_be_visible()


def prove(page: Page, report: Report, look: Callable[[Page], None]) -> None:
    """Before by a file, after by our camera over the ghost of it."""
    page.goto(f"/lapangan/{report.number}/bukti/")
    page.locator("input[name=before]").set_input_files([photo("navy")])
    expect(page.locator(".photos img")).to_have_count(1)
    page.get_by_role("button", name="Kamera").nth(1).click()
    expect(page.locator(".cam .ghost")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.cam video').videoWidth > 0")
    look(page)
    page.get_by_role("button", name="Ambil foto").click()
    expect(page.locator(".photos img")).to_have_count(2)
    page.locator("[name=note]").fill("Lampu diganti dengan yang baru.")
    look(page)
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("[data-app] h1")).to_contain_text("Hari ini")


def test_fifty_actions_with_photographs_through_a_line_that_breaks_ten_times(
    phone: Callable[[], Page], line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The line is on trial, not the decoder: a picture is taken as it is.
    monkeypatch.setattr(pictures, "clean", _as_it_is)
    office = world.office()
    user = officer(office)
    reports = [placed(f"Lubang ke-{n} di jalan lingkungan.", office) for n in range(10)]
    for report in reports:
        actions.accept(report, by=world.acting(user), at=timezone.now())
    page = phone()
    log_in(page, user)
    line.down()
    queued, photos = _shift(reports)
    page.evaluate(_QUEUE, {"items": queued, "photos": photos})
    page.reload()
    expect(page.locator("[data-waiting]")).to_have_text("50")

    sizes = sum(len(base64.b64decode(data)) for data in photos.values())
    line.break_by(plan(seed=11, cuts=10, within=sizes))
    line.up()
    for _ in range(200):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
        if page.locator("[data-waiting]").is_hidden():
            break
    expect(page.locator("[data-waiting]")).to_be_hidden()

    assert line.broken == 10
    done = list(PhoneAction.objects.order_by("pk"))
    assert [str(row.key) for row in done] == [item["action"]["key"] for item in queued]
    assert {row.status for row in done} == {"done"}
    for report in reports:
        assert verbs(report)[-5:] == ["progress", "progress", "progress", "progress", "resolve"]
        assert report.photos.count() == 5
    assert Upload.objects.count() == len(photos) == 50
    assert ReportEvent.objects.filter(actor=user).exclude(verb="accept").count() == 50


def _as_it_is(data: bytes) -> pictures.Picture:
    files = {size: data + bytes([place]) for place, size in enumerate(paths.SIZES)}
    return pictures.Picture(files, data, 64, 48, None, pictures.NO_FACTS)


def _shift(reports: list[Report]) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """Fifty actions, their reports mixed, each with a photograph of its own; and those."""
    chance = random.Random(5)
    steps = ["progress", "progress", "progress", "progress", "resolve"]
    turns = [report for report in reports for _ in steps]
    chance.shuffle(turns)
    left = {report.number: list(steps) for report in reports}
    items, photos = [], {}
    for report in turns:
        verb = left[report.number].pop(0)
        data = b"\xff\xd8\xff" + chance.randbytes(20_000)
        sha = hashlib.sha256(data).hexdigest()
        photos[sha] = base64.b64encode(data).decode()
        items.append(_item(chance, report, verb, sha))
    return items, photos


def _item(chance: random.Random, report: Report, verb: str, sha: str) -> dict[str, Any]:
    shot = {"sha256": sha, "purpose": "after", "taken_at": timezone.now().isoformat()}
    action = {
        "key": str(UUID(int=chance.getrandbits(128), version=4)),
        "number": report.number,
        "verb": verb,
        "version": report.seq,
        "made_at": timezone.now().isoformat(),
        "text": "Sedang dikerjakan.",
        "outcome": "fixed" if verb == "resolve" else "",
        "asset": "",
        "photos": [shot],
    }
    return {"action": action, "title": report.title, "state": "waiting", "tries": 0, "at": 0}


# Puts a queue into the phone's store as the app does.
_QUEUE = """async ({ items, photos }) => {
  const open = (name) => new Promise((done) => {
    const asked = indexedDB.open(name);
    asked.onsuccess = () => done(asked.result);
  });
  const who = await new Promise(async (done) => {
    const asked = (await open("tanggap-phone")).transaction("who").objectStore("who").get("now");
    asked.onsuccess = () => done(asked.result);
  });
  const db = await open(`tanggap-phone-${who.key}`);
  const tx = db.transaction(["outbox", "files"], "readwrite");
  for (const [sha256, text] of Object.entries(photos)) {
    const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const blob = new Blob([bytes], { type: "image/jpeg" });
    tx.objectStore("files").put({ sha256, blob, arrived: false, at: Date.now() });
  }
  for (const item of items) tx.objectStore("outbox").add(item);
  await new Promise((done) => { tx.oncomplete = done; });
  db.close();
}"""
