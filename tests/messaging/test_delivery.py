"""Messages go out many at a time; each reaches its reader once, and one that fails comes again."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.identity import actions as identity
from tanggap.identity.models import Contact
from tanggap.identity.sealing import Person
from tanggap.lib import marks
from tanggap.messaging import actions as messaging
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.quiet import quiet_hours
from tanggap.messaging.sending import MAX_TRIES
from tests.builders import MONDAY, contact

pytestmark = pytest.mark.django_db
SERVER = "tests.messaging.test_delivery.Server"


class Server(EmailBackend):
    """A mail server in memory that may refuse, break off, or be away."""

    refusals: dict[str, BaseException] = {}
    opened = closed = 0

    def open(self) -> bool:
        Server.opened += 1
        return True

    def close(self) -> None:
        Server.closed += 1

    def send_messages(self, messages: Any) -> int:
        [message] = messages = list(messages)
        if error := Server.refusals.get(message.to[0]):
            raise error
        return int(super().send_messages(messages))


@pytest.fixture(autouse=True)
def server(settings: Any) -> None:
    settings.EMAIL_BACKEND = SERVER
    Server.refusals, Server.opened, Server.closed = {}, 0, 0


def refused(address: str, code: int) -> BaseException:
    return smtplib.SMTPRecipientsRefused({address: (code, b"no")})


def tell(count: int, *, language: str = "id") -> list[Contact]:
    people = [contact(email=f"warga{n}@example.org") for n in range(count)]
    for number, person in enumerate(people):
        messaging.notify(
            subject=f"JK261123{number:04d}",
            contact_id=person.pk,
            template="received",
            data={},
            effect_key=f"{number}:open",
            at=MONDAY,
            is_urgent=True,  # whatever the hour in which the tests run
        )
    return people


def go() -> None:
    while marks.work("messages"):
        pass


def again() -> None:
    """As when the wait is over."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now()")
    go()


def states() -> list[tuple[str, int]]:
    return list(Delivery.objects.order_by("message").values_list("state", "tries"))


def waiting() -> int:
    return len(marks.keys("messages"))


def test_many_go_over_one_connection_each_once() -> None:
    tell(12)
    go()
    again()
    assert sorted(m.to[0] for m in mail.outbox) == sorted(
        f"warga{n}@example.org" for n in range(12)
    )
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 12
    assert states() == [("sent", 1)] * 12
    assert waiting() == 0
    assert Server.closed == 1


def test_one_mail_costs_one_statement() -> None:
    quiet_hours()  # read once, and kept
    tell(1)
    with CaptureQueriesContext(connection) as one:
        go()
    Message.objects.all().delete()
    tell(11)
    with CaptureQueriesContext(connection) as many:
        go()
    assert len(many) - len(one) == 10


def test_each_is_written_in_the_reader_s_language() -> None:
    person = identity.add_contact(Person(email="ann@example.org"), language="en", at=MONDAY)
    assert person is not None
    tell(1)
    messaging.notify(
        subject="JK2611239999", contact_id=person.pk, template="received", data={},
        effect_key="x", at=MONDAY, is_urgent=True,
    )  # fmt: skip
    go()
    subjects = {m.to[0]: m.subject for m in mail.outbox}
    assert subjects["warga0@example.org"].startswith("Laporan")
    assert subjects["ann@example.org"].startswith("Report")


def test_a_refusal_for_good_ends_it_and_a_passing_one_does_not() -> None:
    tell(3)
    Server.refusals = {
        "warga0@example.org": refused("warga0@example.org", 550),
        "warga1@example.org": refused("warga1@example.org", 451),
    }
    go()
    assert states() == [("failed", 1), ("queued", 1), ("sent", 1)]
    assert waiting() == 1
    assert "warga1" not in str(Delivery.objects.values_list("error", flat=True))
    Server.refusals = {}
    again()
    assert states() == [("failed", 1), ("sent", 2), ("sent", 1)]
    assert waiting() == 0


def test_a_server_that_is_away_is_asked_three_times_a_round() -> None:
    people = tell(9)
    Server.refusals = {f"warga{n}@example.org": ConnectionRefusedError() for n in range(9)}
    go()
    assert states().count(("queued", 1)) == 3
    assert waiting() == len(people)
    Server.refusals = {}
    again()
    assert [state for state, _ in states()] == ["sent"] * 9
    assert len(mail.outbox) == 9


def test_after_many_tries_it_is_given_up() -> None:
    tell(1)
    Server.refusals = {"warga0@example.org": TimeoutError()}
    for _ in range(MAX_TRIES):
        again()
    assert states() == [("failed", MAX_TRIES)]
    assert waiting() == 0


def test_killed_between_sending_and_noting_it_is_the_same_mail_again() -> None:
    tell(2)

    def die(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith("UPDATE messaging_delivery"):
            raise KeyboardInterrupt
        return run(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        go()
    assert len(mail.outbox) == 1
    again()
    ids = [m.extra_headers["Message-ID"] for m in mail.outbox]
    assert (len(ids), len(set(ids))) == (3, 2)
    assert states() == [("sent", 1)] * 2


def test_one_seal_that_cannot_be_opened_keeps_nobody_waiting() -> None:
    people = tell(3)
    Contact.objects.filter(pk=people[1].pk).update(sealed=b"broken" * 10)
    go()
    assert len(mail.outbox) == 2
    assert waiting() == 1


def test_who_was_forgotten_gets_nothing_and_nothing_waits() -> None:
    [person] = tell(1)
    identity.erase(person, at=MONDAY + timedelta(hours=1))
    go()
    assert (mail.outbox, states(), waiting()) == ([], [], 0)
