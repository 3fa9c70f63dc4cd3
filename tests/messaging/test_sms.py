"""Short messages: two protocols, what is final and what isn't, and how long a text is."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tanggap.identity import actions as identity
from tanggap.identity.sealing import Person
from tanggap.lib import marks
from tanggap.messaging import actions as messaging
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Delivery
from tanggap.messaging.sms import gateways, gsm
from tanggap.messaging.sms.codes import send_code
from tests.builders import MONDAY
from tests.messaging.simulators import KannelSimulator, MessagesSimulator, Simulator, running

NUMBER = "+6281234567890"


@pytest.fixture
def kannel(settings: Any) -> Iterator[Simulator]:
    with running(KannelSimulator()) as simulator:
        settings.SMS_GATEWAY, settings.SMS_URL = "kannel", f"{simulator.url}/cgi-bin/sendsms"
        settings.SMS_USER, settings.SMS_PASSWORD, settings.SMS_FROM = "kota", "rahasia", "JAKARTA"
        yield simulator


@pytest.fixture
def messages_api(settings: Any) -> Iterator[Simulator]:
    with running(MessagesSimulator()) as simulator:
        settings.SMS_GATEWAY = "messages"
        settings.SMS_URL = f"{simulator.url}/2010-04-01/Accounts/AC1/Messages.json"
        settings.SMS_USER, settings.SMS_PASSWORD, settings.SMS_FROM = "AC1", "rahasia", "+6221500"
        yield simulator


def failure(number: str = NUMBER, text: str = "Halo") -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        gateways.gateway().send(number, text)
    return caught.value


def test_kannel_gets_what_its_manual_asks_for(kannel: Simulator) -> None:
    gateways.gateway().send(NUMBER, "Kode & 50% – ü")
    [asked] = kannel.asked
    assert (asked.method, asked.query) == ("GET", {
        "username": "kota", "password": "rahasia", "from": "JAKARTA", "to": NUMBER,
        "text": "Kode & 50% – ü", "charset": "UTF-8", "coding": "2",
    })  # fmt: skip
    gateways.gateway().send(NUMBER, "Kode saja")
    assert kannel.asked[1].query["coding"] == "0"


@pytest.mark.parametrize(
    ("status", "words", "is_final"),
    [
        (400, "Garbage 'to' field, rejected.", True),
        (403, "Not routable. Do not try again.", True),
        (403, "Authorization failed for sendsms", False),  # ours to mend, and then it is sent
        (503, "Temporal failure, try again later.", False),
        (200, "<html>a proxy says hello</html>", False),
        (302, "", False),
    ],
)
def test_what_kannel_refuses_for_good(
    kannel: Simulator, status: int, words: str, is_final: bool
) -> None:
    kannel.answers = [(status, words)]
    assert failure().permanent is is_final


def test_queued_by_kannel_is_taken(kannel: Simulator) -> None:
    kannel.answers = [(202, "3: Queued for later delivery")]
    gateways.gateway().send(NUMBER, "Halo")


def test_the_messages_api_gets_a_form_and_a_password(messages_api: Simulator) -> None:
    gateways.gateway().send(NUMBER, "Halo Sari")
    [asked] = messages_api.asked
    assert asked.form == {"To": NUMBER, "From": "+6221500", "Body": "Halo Sari"}
    assert asked.method == "POST"


def test_what_the_messages_api_refuses_for_good(messages_api: Simulator, settings: Any) -> None:
    refused = failure("0812-no")
    assert refused.permanent
    assert str(refused) == "gateway 400 21211"  # its number, without its words: they name hers
    for status in (401, 404, 429, 500, 503):
        messages_api.answers = [(status, "{}")]
        assert not failure().permanent, status
    settings.SMS_FROM = "MG77"
    gateways.gateway().send(NUMBER, "Halo")
    assert messages_api.asked[-1].form["MessagingServiceSid"] == "MG77"


def test_a_gateway_that_is_away_is_asked_again_and_names_nobody(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SMS_GATEWAY, settings.SMS_URL = "kannel", "http://127.0.0.1:9/cgi-bin/sendsms"
    settings.SMS_PASSWORD = "rahasia"
    with caplog.at_level(logging.INFO):
        gone = failure(text="Kode 123456")
    assert not gone.permanent
    assert gone.__context__ is None  # a traceback would show the address that was asked
    assert "rahasia" not in caplog.text and NUMBER[1:] not in caplog.text
    assert "rahasia" not in str(gone)


def test_without_a_gateway_it_fails_for_good(settings: Any) -> None:
    settings.SMS_GATEWAY = ""
    assert not gateways.is_on()
    assert failure().permanent


def test_files_stand_beside_the_mails_and_can_be_read(
    client: Client, settings: Any, tmp_path: Path, db: None
) -> None:
    settings.SMS_GATEWAY, settings.EMAIL_FILE_PATH = "files", str(tmp_path / "outbox")
    for text in ("satu", "dua"):
        gateways.gateway().send(NUMBER, text)
    files = sorted((tmp_path / "outbox").iterdir())
    assert [json.loads(file.read_text())["text"] for file in files] == ["satu", "dua"]
    assert client.get("/latihan/surat/").status_code == 404
    settings.DEMO = True
    page = client.get("/latihan/surat/").content.decode()
    assert "satu" in page and "dua" in page and NUMBER in page


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 1),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ж" * 70, 1),
        ("ж" * 71, 2),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_parts_as_an_operator_counts_them(text: str, count: int) -> None:
    assert gsm.parts(text) == count


def test_a_text_is_made_plain_only_where_nothing_is_lost() -> None:
    assert gsm.plain("“Jalan” – rusak… á") == '"Jalan" - rusak... a'
    assert gsm.plain("“Ж”") == "“Ж”"


def test_what_is_cut_keeps_its_end() -> None:
    cut = gsm.fit("kata " * 200, end=" https://kota.id/lacak/", most=2)
    assert gsm.parts(cut) == 2
    assert cut.endswith("... https://kota.id/lacak/")
    assert gsm.fit("pendek", end=" x", most=2) == "pendek x"


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_login_code_is_one_part_bound_to_our_address(
    kannel: Simulator, settings: Any, language: str
) -> None:
    settings.SITE_URL = "https://tanggap.jakarta.go.id"
    send_code(NUMBER, "482913", minutes=10, language=language)
    text = kannel.asked[0].query["text"]
    assert gsm.parts(text) == 1
    assert text.startswith("482913")
    assert text.endswith("\n\n@tanggap.jakarta.go.id #482913")
    assert ("Jangan" in text) == (language == "id")


@pytest.mark.django_db
def test_who_left_a_number_alone_is_told_by_short_message(kannel: Simulator) -> None:
    person = identity.add_contact(Person(phone="0812 3456 7890"), language="id", at=MONDAY)
    assert person is not None
    identity.wish(person.pk, ways="", is_quiet=False, language="id")
    for key in ("a", "a", "b"):
        messaging.notify(
            subject="JK2611230001", contact_id=person.pk, template="held",
            data={"note": "Di tiang nomor berapa lampunya? " * 20}, effect_key=key, at=MONDAY,
        )  # fmt: skip
    kannel.answers = [(503, "Temporal failure, try again later.")]
    while marks.work("messages"):
        pass
    assert sorted(Delivery.objects.values_list("way", "state")) == [
        ("sms", "queued"),
        ("sms", "sent"),
    ]
    sent = kannel.asked[-1].query
    assert sent["to"] == NUMBER
    assert gsm.parts(sent["text"]) == 2
    assert sent["text"].endswith("/lacak/?number=JK2611230001")
