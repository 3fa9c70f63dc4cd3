"""The reporter at 360 px: who holds it, how long it takes, how she is told. axe on each state."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity.models import PushAddress
from tanggap.identity.sealing import Person
from tanggap.people.models import User
from tanggap.publication.models import Estimate
from tanggap.reports import numbers
from tanggap.reports.models import Report
from tests.browsing import OpenPage
from tests.builders import CITY, Story, agency, category
from tests.casework import world
from tests.messaging.push_service import Listener

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(databases=["default", "public"], transaction=True),
]
SMALL = {"viewport": {"width": 360, "height": 740}}
Look = Callable[[Page], None]
# A headless browser knows no push service: this one says what a real one would.
PUSH = """
Notification.requestPermission = async () => %(answer)s;
const given = { toJSON: () => (%(said)s), endpoint: %(said)s.endpoint };
PushManager.prototype.subscribe = async function () {
  localStorage.setItem("given", "1");
  return given;
};
PushManager.prototype.getSubscription = async () => localStorage.getItem("given") ? given : null;
"""


def with_push(page: Page, answer: str = "granted") -> None:
    # An address of the internet, so that the server's own check lets it pass; nobody writes to it.
    said = {"endpoint": "https://1.1.1.1/push/sari", "keys": Listener().keys()}
    page.add_init_script(PUSH % {"answer": json.dumps(answer), "said": json.dumps(said)})


def waiting() -> Report:
    """A report that was passed on and waits, of somebody who left both addresses."""
    at = timezone.now() - timedelta(days=2)
    person = Person(name="Sari Wulandari", email="sari@example.org", phone="+6281298765432")
    told = Story(at=at, contact=identity.add_contact(person, language="id", at=at))
    told.verify()
    told.do("coordinate", told.cast.lurah, to=agency(CITY), reason="Tiangnya milik kota.")
    Estimate.objects.create(
        category=category(), level=3, reports=40, low_days=2, half_days=3, high_days=6,
        computed_at=at,
    )  # fmt: skip
    return told.report


def link(report: Report) -> str:
    return f"/lacak/{report.number}/{numbers.code_for(report.channel.code, report.external_id)}/"


def test_she_sees_who_holds_it_and_chooses_how_she_is_told(
    new_page: OpenPage, look: Look, settings: Any
) -> None:
    settings.SMS_GATEWAY = "files"
    report = waiting()
    page = new_page("phone", **SMALL)
    with_push(page)
    page.goto("/lacak/?number=JK0000000000")
    expect(page.get_by_text("Laporannya tidak ketemu.")).to_be_visible()
    look(page)

    page.get_by_label("Nomor laporan").fill(report.number)
    page.get_by_label("Kode pelacakan").fill(link(report).split("/")[3])
    page.get_by_role("button", name="Lihat laporan").click()
    holder = agency(CITY).name
    expect(page.get_by_role("heading", name=f"Dipegang {holder}")).to_be_visible()
    expect(page.get_by_text(f"Diteruskan ke {holder}")).to_be_visible()
    expect(page.get_by_text("selesai dalam 2 sampai 6 hari")).to_be_visible()
    look(page)

    choose(page, look, report)
    in_this_browser(page, look)


def choose(page: Page, look: Look, report: Report) -> None:
    page.get_by_text("Kabar untukmu").click()
    look(page)
    page.get_by_label("E-mail yang kamu tinggalkan").uncheck()
    page.get_by_label("SMS ke nomormu").check()
    page.get_by_label("Jangan kabari antara").check()
    page.locator("#kabar").get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Begitu kami mengabarimu mulai sekarang.")).to_be_visible()
    page.get_by_text("Kabar untukmu").click()
    expect(page.get_by_label("SMS ke nomormu")).to_be_checked()
    expect(page.get_by_label("E-mail yang kamu tinggalkan")).not_to_be_checked()
    look(page)
    wishes = identities.wishes(report.contact_id)
    assert (wishes.ways, wishes.is_quiet) == ("sms", True)


def in_this_browser(page: Page, look: Look) -> None:
    begin = page.get_by_role("button", name="Kabari di peramban ini", exact=True)
    end = page.get_by_role("button", name="Jangan kabari di peramban ini")
    begin.click()
    expect(page.get_by_text("Peramban ini akan dikabari.")).to_be_visible()
    look(page)
    assert PushAddress.objects.count() == 1
    page.reload()
    page.get_by_text("Kabar untukmu").click()
    expect(begin).to_be_hidden()
    end.click()
    expect(page.get_by_text("Peramban ini tidak dikabari lagi.")).to_be_visible()
    expect(begin).to_be_visible()
    look(page)
    assert not PushAddress.objects.exists()


def test_a_browser_that_forbids_it_says_so(new_page: OpenPage, look: Look) -> None:
    page = new_page("phone", **SMALL)
    with_push(page, answer="denied")
    page.goto(link(waiting()))
    page.get_by_text("Kabar untukmu").click()
    page.get_by_role("button", name="Kabari di peramban ini").click()
    expect(page.get_by_text("Peramban ini melarang pemberitahuan.")).to_be_visible()
    look(page)
    assert not PushAddress.objects.exists()


def test_somebody_on_duty_is_called_on_her_screen(new_page: OpenPage, look: Look) -> None:
    user: User = world.staff("verifier", world.desk())
    page = new_page("phone", user=user, **SMALL)
    with_push(page)
    page.goto("/akun/")
    look(page)
    page.get_by_role("button", name="Kabari di peramban ini").click()
    expect(page.get_by_text("Peramban ini akan dikabari.")).to_be_visible()
    look(page)
    assert PushAddress.objects.get().user_id == user.pk
