"""What can go wrong on an officer's phone, and that nothing is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.fieldwork.models import PhoneAction
from tanggap.people import actions as people
from tests.casework import world
from tests.journeys.officers import PASSWORD, arrived, log_in, officer, photo, placed, verbs
from tests.line import Line
from tests.media import samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
Phone = Callable[[], Page]


def test_a_lost_login_keeps_the_queue_for_its_person_alone(phone: Phone, line: Line) -> None:
    office = world.office()
    joko, siti = officer(office, "Joko Lapangan"), officer(office, "Siti Lapangan")
    report = placed("Lampu jalan padam di gang kami.", office)
    page = phone()
    log_in(page, joko)
    line.down()
    page.goto(f"/lapangan/{report.number}/")
    page.get_by_role("button", name="Terima dan kerjakan").click()
    expect(page.locator("[data-waiting]")).to_have_text("1")

    Session.objects.all().delete()
    line.up()
    page.goto("/lapangan/")
    expect(page.locator(".notice", has_text="Masuk lagi.")).to_be_visible()
    assert not PhoneAction.objects.exists()

    log_in(page, siti)
    expect(page.locator(".notice", has_text="1 kiriman orang lain")).to_be_visible()
    expect(page.locator("[data-waiting]")).to_be_hidden()
    page.wait_for_timeout(300)
    assert not PhoneAction.objects.exists()
    assert page.evaluate(_COUNT, "reports") == {"1": 1}  # only hers; his are forgotten

    page.goto("/lapangan/saya/")
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/**")
    assert page.evaluate(_COUNT, "reports") == {}
    assert page.evaluate(_COUNT, "outbox") == {"1": 1}

    log_in(page, joko)
    arrived(page)
    assert PhoneAction.objects.get().user == joko and verbs(report)[-1] == "accept"


def test_a_logout_at_the_desk_takes_what_was_fetched_and_says_what_waits(
    phone: Phone, line: Line
) -> None:
    office = world.office()
    joko, clerk = officer(office, "Joko Lapangan"), officer(office, "Rina Loket")
    people.dismiss(user=clerk, role="officer", agency=office, at=timezone.now())
    people.appoint(user=clerk, role="verifier", agency=world.desk(), at=timezone.now())
    report = placed("Lampu jalan padam di gang kami.", office)
    page = phone()
    log_in(page, joko)
    line.down()
    page.goto(f"/lapangan/{report.number}/")
    page.get_by_role("button", name="Terima dan kerjakan").click()
    expect(page.locator("[data-waiting]")).to_have_text("1")
    Session.objects.all().delete()
    line.up()

    page.goto("/masuk/?next=/meja/cari/")
    page.locator("[name=username]").fill(clerk.username)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form .btn-accent").first.click()
    page.wait_for_url("**/meja/cari/")
    # Whoever has no seat in the field loses nothing of another's.
    page.goto("/lapangan/saya/")
    page.goto("/meja/cari/")
    assert page.evaluate(_COUNT, "outbox") == {"1": 1}
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/")
    expect(page.get_by_text("Kiriman yang belum sampai tetap di sini")).to_be_visible()
    assert page.evaluate(_COUNT, "reports") == {}
    assert page.evaluate(_COUNT, "outbox") == {"1": 1}

    log_in(page, joko)
    arrived(page)
    assert PhoneAction.objects.get().user == joko and verbs(report)[-1] == "accept"


def test_a_lost_seat_empties_the_phone(phone: Phone) -> None:
    office = world.office()
    user = officer(office)
    placed("Lampu jalan padam di gang kami.", office)
    page = phone()
    log_in(page, user)
    expect(page.locator(".stop")).to_have_count(1)
    people.dismiss(user=user, role="officer", agency=office, at=timezone.now())
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".stop")).to_have_count(0)
    assert page.evaluate("async () => (await indexedDB.databases()).map(one => one.name)") == [
        "tanggap-phone"
    ]


def test_a_huge_photograph_a_full_phone_and_a_refused_one_lose_nothing(
    phone: Phone, tmp_path: Any
) -> None:
    office = world.office()
    user = officer(office)
    report = world.accepted(world.report(), office, user)
    page = phone()
    log_in(page, user)
    page.goto(f"/lapangan/{report.number}/bukti/")
    page.locator("[name=note]").fill("Lampu diganti.")

    huge = tmp_path / "besar.jpg"  # 60 MB that this phone can draw is made smaller
    huge.write_bytes(samples.with_secrets("JPEG") + bytes(60_000_000))
    page.locator("input[name=after]").set_input_files(huge)
    expect(page.locator(".photos img")).to_have_count(1)

    odd = tmp_path / "aneh.heic"  # and 60 MB that it can't
    odd.write_bytes(b"\0\0\0\x18ftypheic" + bytes(60_000_000))
    page.locator("input[name=after]").set_input_files(odd)
    expect(page.get_by_role("alert")).to_contain_text("aneh.heic terlalu besar (60 MB)")
    expect(page.locator(".photos img")).to_have_count(1)
    expect(page.locator("[name=note]")).to_have_value("Lampu diganti.")

    page.evaluate(_FULL)
    page.locator("input[name=before]").set_input_files([photo("navy")])
    expect(page.get_by_role("alert")).to_contain_text("Memori HP penuh")
    expect(page.get_by_role("link", name="Simpan di HP")).to_be_visible()
    page.evaluate("room()")

    broken = {"name": "rusak.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff broken"}
    page.locator("input[name=before]").set_input_files([broken])
    expect(page.locator(".photos img")).to_have_count(2)
    page.get_by_role("button", name="Kirim").click()
    expect(page.locator("[data-app] h1")).to_contain_text("Hari ini")
    page.goto("/lapangan/kiriman/")
    stuck = page.locator(".is-stuck")
    expect(stuck).to_contain_text("Foto ini ditolak")
    stuck.get_by_role("button", name="Kirim tanpa foto ini").click()
    arrived(page)
    report.refresh_from_db()
    assert report.state == "awaiting_validation"
    after = report.photos.get()
    assert after.purpose == "after" and after.lat == pytest.approx(samples.LAT, abs=1e-4)
    assert after.taken_at is not None and after.taken_at.isoformat().startswith("2026-11-23T03:00")


# A phone that has no room for photographs, until room() is called. (The browser's own switch for it
# is asked only after a while.)
_FULL = """() => {
  const put = IDBObjectStore.prototype.put;
  window.room = () => { IDBObjectStore.prototype.put = put; };
  IDBObjectStore.prototype.put = function (...values) {
    if (this.name === "files") throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, values);
  };
}"""

# How many rows of a store each person's database on this phone holds.
_COUNT = """async (store) => {
  const counts = {};
  let place = 0;
  for (const { name } of await indexedDB.databases()) {
    if (name === "tanggap-phone") continue;
    const db = await new Promise((done) => {
      const asked = indexedDB.open(name);
      asked.onsuccess = () => done(asked.result);
    });
    const rows = await new Promise((done) => {
      const asked = db.transaction(store).objectStore(store).count();
      asked.onsuccess = () => done(asked.result);
    });
    db.close();
    if (rows) counts[String(++place)] = rows;
  }
  return counts;
}"""
