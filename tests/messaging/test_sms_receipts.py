"""What became of a short message, as Kannel and the Messages API say it."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tanggap.identity import actions as identity
from tanggap.identity.sealing import Person
from tanggap.lib import marks
from tanggap.messaging import actions as messaging
from tanggap.messaging import queries
from tanggap.messaging.models import Delivery
from tanggap.messaging.sms import receipts
from tests.builders import MONDAY
from tests.messaging.simulators import Call, KannelSimulator, MessagesSimulator, Simulator
from tests.messaging.test_sms import kannel, messages_api  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db
NUMBER = "JK2611230001"


def sent() -> Delivery:
    person = identity.add_contact(Person(phone="0812 3456 7890"), language="id", at=MONDAY)
    assert person is not None
    identity.wish(person.pk, ways="", is_quiet=False, language="id")
    messaging.notify(
        subject=NUMBER, contact_id=person.pk, template="closed", data={}, effect_key="a", at=MONDAY
    )
    marks.work("messages")
    return Delivery.objects.get(way="sms")


def call(said: Call) -> int:
    parts = urlsplit(said.url)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    client = Client(enforce_csrf_checks=True)
    if said.method == "GET":
        answer = client.get(path)
    else:
        answer = client.post(path, said.form, headers=said.headers)
    assert answer.content == b"" or answer.status_code != 204
    return int(answer.status_code)


def state() -> str:
    return Delivery.objects.get(way="sms").state


def test_kannel_says_that_it_did_not_arrive_and_then_that_it_did(kannel: Simulator) -> None:  # noqa: F811
    sent()
    [asked] = kannel.asked
    for _time in range(2):
        assert call(KannelSimulator.receipt(asked, 2)) == 204
        assert state() == "bounced" and queries.is_lost(NUMBER)
    assert call(KannelSimulator.receipt(asked, 1)) == 204
    assert state() == "sent" and not queries.is_lost(NUMBER)


def test_the_messages_api_signs_what_it_says(messages_api: Simulator) -> None:  # noqa: F811
    sent()
    [asked] = messages_api.asked
    assert call(MessagesSimulator.receipt(asked, "undelivered", token="falsch")) == 404
    assert call(MessagesSimulator.receipt(asked, "sent")) == 204
    assert state() == "sent"
    assert call(MessagesSimulator.receipt(asked, "undelivered")) == 204
    assert state() == "bounced"


def test_an_address_that_we_gave_nobody_says_nothing_and_stands_in_no_log(
    kannel: Simulator,  # noqa: F811
    caplog: pytest.LogCaptureFixture,
) -> None:
    row = sent()
    right = urlsplit(receipts.url(row.pk)).path
    token = right.strip("/").split("/")[-1]
    other = receipts.url(row.pk + 1).strip("/").split("/")[-1]
    with caplog.at_level(logging.WARNING):
        for wrong in ("x", "a" * 24, token[:8] + other[8:]):
            assert Client().get(f"/sms/kabar/{wrong}/?state=2").status_code == 404
    assert state() == "sent"
    assert Client().get(f"{right}?state=99").status_code == 204 and state() == "sent"


def test_news_that_it_failed_may_be_faster_than_our_own_note(
    kannel: Simulator,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tanggap.messaging.sms.gateways._ask", lambda *a, **k: _asked(k))
    sent()
    assert state() == "bounced"


def _asked(said: dict[str, Any]) -> tuple[int, str]:
    Delivery.objects.update(state="bounced")
    return 202, "0: Accepted for delivery"


def test_the_signature_is_that_of_the_books() -> None:
    form = {
        "Body": "Pothole – High St", "From": "+4915112345678", "MessageSid": "SM0123",
        "NumMedia": "0", "To": "+4915199999999",
    }  # fmt: skip
    signed = receipts.signature("https://city.example/hooks/twilio?k=1", form, secret="token123")
    assert signed == "fEEemVqbPFrbabuIU91uT6H6ev0="
