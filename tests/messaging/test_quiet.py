"""What is said at night waits for the morning, by the ways she chose; nothing twice or lost."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity.models import Contact
from tanggap.identity.sealing import Person
from tanggap.intake.actions import receive
from tanggap.intake.inbound import Inbound
from tanggap.lib import codes, marks
from tanggap.messaging import actions as messaging
from tanggap.messaging import jobs, sending
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.ways.choosing import wanted
from tanggap.reports.models import Report
from tests import builders
from tests.builders import MONDAY, contact

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 16, tzinfo=UTC)  # 23.00 in Jakarta
MORNING = datetime(2026, 11, 23, 23, tzinfo=UTC)  # 06.00
CODE = "7K3M-0QXZ-9RTV"


def tell(person: Contact, template: str = "accepted", **more: Any) -> Message:
    return messaging.notify(
        subject="JK2611230001", contact_id=person.pk, template=template, data={},
        effect_key=f"{template}:{person.pk}", at=NIGHT, **more,
    )  # fmt: skip


def due() -> list[tuple[datetime, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT due_at, tries FROM lib_mark WHERE topic = 'messages'")
        return list(cursor.fetchall())


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    now = [NIGHT]
    monkeypatch.setattr(jobs.timezone, "now", lambda: now[0])
    return now


def go() -> None:
    while marks.work("messages"):
        pass


def test_it_waits_for_the_morning_without_a_trace_and_comes_once(clock: list[datetime]) -> None:
    tell(contact())
    go()
    assert (mail.outbox, Delivery.objects.count()) == ([], 0)
    assert due() == [(MORNING, 0)]
    clock[0] = MORNING
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now()")
    go()
    go()
    assert len(mail.outbox) == 1
    assert due() == []


def test_what_waits_can_still_be_called_back(clock: list[datetime]) -> None:
    message = tell(contact())
    go()
    assert messaging.call_back([message.effect_key])
    assert due() == []


def test_what_is_urgent_comes_at_once_and_who_wants_no_quiet_hears_all(
    clock: list[datetime],
) -> None:
    tell(contact(email="a@example.org"), is_urgent=True)
    person = contact(email="c@example.org")
    identity.wish(person.pk, ways="", is_quiet=False, language="id")
    tell(person)
    tell(contact(email="d@example.org"), "held")
    go()
    assert sorted(m.to[0][0] for m in mail.outbox) == ["a", "c"]


def test_a_report_of_danger_says_so_to_its_messages() -> None:
    story = builders.Story(is_emergency=True)
    story.to("in_progress")
    told = Message.objects.filter(subject=story.report.number)
    assert set(told.values_list("is_urgent", flat=True)) == {True}


def test_many_that_sleep_don_t_look_like_a_server_that_is_away(clock: list[datetime]) -> None:
    for number in range(8):
        tell(contact(email=f"w{number}@example.org"))
    tell(contact(email="wake@example.org"), is_urgent=True)
    go()
    assert [m.to[0] for m in mail.outbox] == ["wake@example.org"]
    assert len(due()) == 8


@pytest.mark.parametrize(
    ("person", "ways", "is_sms", "told"),
    [
        (Person(email="a@b.id", phone="081234567890"), "", True, ("email",)),
        (Person(phone="081234567890"), "", True, ("sms",)),
        (Person(phone="081234567890"), "", False, ()),
        (Person(phone="0215000000"), "", True, ()),  # a fixed line gets no short message
        (Person(email="a@b.id", phone="081234567890"), "email,sms", True, ("email", "sms")),
        (Person(email="a@b.id", phone="081234567890"), "sms", True, ("sms",)),
        (Person(email="a@b.id"), "-", True, ()),
    ],
)
def test_ways_are_hers_to_choose(
    settings: Any, person: Person, ways: str, is_sms: bool, told: tuple[str, ...]
) -> None:
    settings.SMS_GATEWAY = "files" if is_sms else ""
    assert wanted(identity.Recipient(person, "id", ways)) == told


def test_a_way_that_she_turned_off_meanwhile_isn_t_used() -> None:
    person = contact()
    message = tell(person)
    Delivery.objects.create(message=message, contact=person, way="email", updated_at=NIGHT)
    identity.wish(person.pk, ways="-", is_quiet=False, language="id")
    assert list(sending.deliver([(message.pk, person.pk)], at=NIGHT)) == [True]
    assert mail.outbox == []
    assert not identities.is_reachable(person.pk)


def test_killed_while_it_is_put_off_it_still_comes_once(clock: list[datetime]) -> None:
    tell(contact())

    def die(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "tries = tries - 1" in sql:
            raise KeyboardInterrupt
        return run(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        go()
    clock[0] = MORNING + timedelta(minutes=5)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now()")
    go()
    assert len(mail.outbox) == 1


def test_she_says_so_on_her_page_and_reads_it_there(client: Client, settings: Any) -> None:
    settings.SMS_GATEWAY = "files"
    person = identity.add_contact(
        Person(email="sari@example.org", phone="081234567890"), language="id", at=MONDAY
    )
    story = builders.Story(contact=person)
    Report.objects.update(code_hash=codes.hashed(CODE))
    url = f"/lacak/{story.report.number}/{CODE}/"
    page = client.get(url).content.decode()
    assert "21.00" in page and "06.00" in page
    assert "sari@" not in page and "081234" not in page
    answer = client.post(f"{url}kabar/", {"ways": ["sms", "fax"], "language": "en"})
    assert answer.status_code == 302
    wishes = identities.wishes(story.report.contact_id)
    assert (wishes.ways, wishes.is_quiet, wishes.language) == ("sms", False, "en")
    client.post(f"{url}kabar/", {"quiet": "1"})
    wishes = identities.wishes(story.report.contact_id)
    assert (wishes.ways, wishes.is_quiet) == ("-", True)
    assert client.post(f"{url.replace('7K3M', '7K3N')}kabar/", {}).status_code == 404


def test_news_that_did_not_arrive_is_said_on_her_page(client: Client) -> None:
    story = builders.Story()
    Report.objects.update(code_hash=codes.hashed(CODE))
    message = Message.objects.get(subject=story.report.number)
    row = Delivery.objects.create(
        message=message, contact_id=story.report.contact_id, way="email",
        state=Delivery.State.SENT, updated_at=MONDAY,
    )  # fmt: skip
    url, words = f"/lacak/{story.report.number}/{CODE}/", "tidak sampai ke alamatmu"
    assert words not in client.get(url).content.decode()
    row.state = Delivery.State.BOUNCED
    row.save()
    assert words in client.get(url).content.decode()


def test_a_number_that_nobody_knows_is_no_form_that_was_not_sent(client: Client) -> None:
    page = client.get("/lacak/?number=JK0000000000").content.decode()
    assert "Laporannya tidak ketemu" in page and "tidak kami kenal" in page
    assert "Belum terkirim" not in page


def test_who_reports_at_night_gets_her_receipt_at_once(clock: list[datetime]) -> None:
    inbound = Inbound(
        channel="open311",
        external_id="malam",
        text="Lampu jalan padam di depan pasar.",
        lat=-6.1822,
        lng=106.8341,
        person=Person(email="ani@example.org"),
    )
    receipt = receive(inbound, at=NIGHT)
    assert receipt.agency_name, "an office holds it already, so the message is no bare receipt"
    go()
    assert len(mail.outbox) == 1 and receipt.number in mail.outbox[0].subject
