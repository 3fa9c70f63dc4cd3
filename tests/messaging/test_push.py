"""Push messages: real encryption to a service that opens them, and no way into our own network."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from django.utils import timezone

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.identity.actions import Browser
from tanggap.identity.models import Contact, PushAddress
from tanggap.lib import codes, marks
from tanggap.messaging import actions as messaging
from tanggap.messaging import calling, texts
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Delivery, Notice
from tanggap.messaging.push import endpoints, keys, sending, subscriptions
from tanggap.people.models import User
from tanggap.reports.models import Report
from tests import builders
from tests.builders import MONDAY, contact
from tests.messaging.push_service import PushService, push_service
from tests.messaging.simulators import KannelSimulator, running

SAID = {"title": "JK2611230001", "body": "Laporanmu selesai.", "tag": "m1", "url": "/"}


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    with push_service(monkeypatch) as found:
        yield found


def browser(service: PushService, name: str) -> Browser:
    said = service.subscribe(name)
    return Browser(0, said["endpoint"], **said["keys"])


def go() -> None:
    while marks.work("messages"):
        pass


def tell(person: Contact, template: str = "resolved", key: str = "a") -> None:
    messaging.notify(
        subject="JK2611230001", contact_id=person.pk, template=template,
        data={"note": "Lampu di rumah Bu Ani sudah menyala."}, effect_key=key, at=MONDAY,
    )  # fmt: skip


def awake(person: Contact) -> None:
    identity.wish(person.pk, ways="-", is_quiet=False, language="id")


def test_only_the_browser_can_open_it_and_the_service_knows_who_sent(service: PushService) -> None:
    sending.send(browser(service, "sari"), SAID, topic="m1", is_urgent=True)
    assert service.browsers["sari"].got == [SAID]
    [asked] = service.asked
    assert b"JK26" not in asked.body
    assert (asked.headers["Urgency"], asked.headers["Topic"]) == ("high", "m1")
    assert keys.public_key() in asked.headers["Authorization"]


def test_the_key_is_a_point_and_always_the_same(settings: Any) -> None:
    first = keys.public_key()
    point = subscriptions.endpoints._bytes(first)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    assert keys.public_key() == first
    settings.PUSH_KEY = "another"
    assert keys.public_key() != first


@pytest.mark.parametrize(
    ("status", "is_final"),
    [(404, True), (410, True), (400, True), (413, True), (429, False), (500, False), (301, False)],
)
def test_what_a_service_means(service: PushService, status: int, is_final: bool) -> None:
    to = browser(service, "sari")
    service.answers = [(status, "")]
    with pytest.raises(SendFailed) as caught:
        sending.send(to, SAID, topic="m1", is_urgent=False)
    assert caught.value.permanent is is_final
    assert isinstance(caught.value, sending.Gone) is (status in (404, 410))


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/push",
        "https://127.0.0.1/push",
        "https://localhost/push",
        "https://10.1.2.3/push",
        "https://[::1]/push",
        "https://[::ffff:10.0.0.1]/push",
        "https://169.254.169.254/latest/meta-data/",
        "https://192.168.1.1:8443/",
        "https://user@1.1.1.1/push",
        "https://2130706433/",
        "ftp://1.1.1.1/",
        "https:///push",
        "https://1.1.1.1/" + "a" * 1000,
        "",
    ],
)
def test_no_stranger_makes_us_knock_inside(service: PushService, address: str) -> None:
    said = service.subscribe("sari")["keys"]
    pytest.MonkeyPatch().undo()
    with pytest.MonkeyPatch.context() as real:
        real.setattr(endpoints, "SCHEME", "https")
        real.setattr(endpoints, "is_public", REAL_IS_PUBLIC)
        with pytest.raises(endpoints.BadEndpoint):
            endpoints.check(address, **said)
        endpoints.check("https://1.1.1.1/push", **said)


REAL_IS_PUBLIC = endpoints.is_public


def test_a_name_that_points_inside_by_then_is_left_before_the_first_byte() -> None:
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            line, _ = server.accept()
            heard.append(line.recv(100))

        listener = threading.Thread(target=listen)
        listener.start()
        url = f"https://localhost:{server.getsockname()[1]}/push"
        with endpoints.session() as line, pytest.raises(requests.ConnectionError):
            line.post(url, data=b"x", timeout=5)
        listener.join(5)
    assert heard == [b""]


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b"nonsense", b'{"endpoint": 3, "on": true}', b"[" * 5000,
     b'{"endpoint": "https://1.1.1.1/", "keys": {"p256dh": "AAAA", "auth": "AA"}, "on": true}'],
)  # fmt: skip
def test_what_no_browser_says_is_refused(body: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        assert not subscriptions.read(body).is_on
        raise ValueError("off")


@pytest.mark.django_db
def test_addresses_of_browsers_are_sealed_and_few(service: PushService) -> None:
    person = contact()
    for number in range(7):
        identity.add_browser(browser(service, f"b{number}"), contact_id=person.pk, at=MONDAY)
    identity.add_browser(browser(service, "b6"), contact_id=person.pk, at=MONDAY)
    rows = list(PushAddress.objects.values_list("sealed", "endpoint_index"))
    assert len(rows) == 5
    assert not any(b"127.0.0.1" in bytes(part) for row in rows for part in row)
    opened = identity.open_for_delivery([person.pk])[person.pk].browsers
    assert {one.endpoint.rsplit("/", 1)[1] for one in opened} == {"b2", "b3", "b4", "b5", "b6"}
    assert "127.0.0.1" not in repr(opened)
    identity.erase(person, at=MONDAY)
    assert not PushAddress.objects.exists()


@pytest.mark.django_db
def test_news_comes_once_without_anybody_s_words(service: PushService) -> None:
    person = contact()
    identity.add_browser(browser(service, "sari"), contact_id=person.pk, at=MONDAY)
    awake(person)
    tell(person)
    tell(person)
    go()
    go()
    [got] = service.browsers["sari"].got
    assert got["title"] == "JK2611230001"
    assert "Bu Ani" not in json.dumps(got)
    assert got["body"] == "Laporanmu selesai. Cocok dengan yang kamu lihat?"
    assert list(Delivery.objects.values_list("way", "state")) == [("push", "sent")]


@pytest.mark.django_db
def test_one_browser_that_is_gone_is_forgotten_and_the_other_is_told(service: PushService) -> None:
    person = contact()
    for name in ("old", "new"):
        identity.add_browser(browser(service, name), contact_id=person.pk, at=MONDAY)
    service.gone = {"old"}
    awake(person)
    tell(person)
    go()
    assert len(service.browsers["new"].got) == 1
    assert PushAddress.objects.count() == 1
    service.gone = {"old", "new"}
    tell(person, key="b")
    go()
    assert not PushAddress.objects.exists()
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["failed", "sent"]


@pytest.mark.django_db
def test_a_reporter_subscribes_on_her_page_and_ends_it(
    client: Client, service: PushService
) -> None:
    story = builders.Story(contact=None)
    Report.objects.update(code_hash=codes.hashed("7K3M-0QXZ-9RTV"))
    url = f"/lacak/{story.report.number}/7K3M-0QXZ-9RTV/peramban/"
    page = client.get(url.replace("peramban/", "")).content.decode()
    assert "data-push=" in page and keys.public_key() in page
    assert not Contact.objects.exists()  # nothing is kept of who only looks
    said = service.subscribe("sari")
    assert _post(client, url, {**said, "on": True}).status_code == 204
    assert _post(client, url, {**said, "on": True}).status_code == 204
    story.report.refresh_from_db()
    assert identities.wishes(story.report.contact_id).browsers == 1
    assert not identities.is_reachable(story.report.contact_id)
    answer = _post(client, url, {"endpoint": "https://10.0.0.1/", "on": True})
    assert answer.status_code == 422
    assert _post(client, url, {"endpoint": said["endpoint"], "on": False}).status_code == 204
    assert not PushAddress.objects.exists()
    assert _post(client, url.replace("7K3M", "7K3N"), said).status_code == 404
    assert client.get(url).status_code == 405


def _post(client: Client, url: str, said: dict[str, Any]) -> Any:
    return client.post(url, json.dumps(said), content_type="application/json")


@pytest.mark.django_db
def test_danger_calls_the_duty_person_s_screen_and_telephone(
    client: Client, service: PushService, settings: Any
) -> None:
    user, at = User.objects.get(pk=builders.Cast().lurah.user_id), timezone.now()
    user.phone = "+6281234567890"
    user.save(update_fields=["phone"])
    client.force_login(user)
    assert "data-push=" in client.get("/akun/").content.decode()
    assert (
        _post(client, "/akun/kabar/", {**service.subscribe("lurah"), "on": True}).status_code == 204
    )
    data = {"office": "Kelurahan Gambir", "since_at": at.isoformat(), "path": "/siaga/7/"}
    for template in ("alarm", "overdue"):
        facts = data if template == "alarm" else {}
        messaging.notify_staff(
            user_ids=[user.pk], template=template, data=facts, subject="JK2611230001",
            effect_key=template, at=at, urgent=True,
        )  # fmt: skip
    with running(KannelSimulator()) as kannel:
        settings.SMS_GATEWAY, settings.SMS_URL = "kannel", f"{kannel.url}/cgi-bin/sendsms"
        settings.SMS_USER, settings.SMS_PASSWORD = "kota", "rahasia"
        calling.call_out(user_id=user.pk, at=at)
        calling.call_out(user_id=user.pk, at=at)
        [asked] = kannel.asked
    assert asked.query["text"].endswith("/siaga/7/")
    assert [one["url"] for one in service.browsers["lurah"].got] == [
        "/siaga/7/",
        "/meja/laporan/JK2611230001/",
    ]
    assert not Notice.objects.filter(called_at=None).exists()


@pytest.mark.django_db
def test_a_call_that_nobody_took_is_tried_again(service: PushService) -> None:
    user = User.objects.get(pk=builders.Cast().lurah.user_id)
    at = datetime(2026, 11, 23, 20, tzinfo=UTC)
    identity.add_browser(browser(service, "lurah"), user_id=user.pk, at=at)
    messaging.notify_staff(
        user_ids=[user.pk], template="alarm", data={"office": "x", "since_at": at.isoformat()},
        subject="JK2611230001", effect_key="a", at=at, urgent=True,
    )  # fmt: skip
    service.answers = [(503, "")]
    with pytest.raises(SendFailed):
        calling.call_out(user_id=user.pk, at=at)
    calling.call_out(user_id=user.pk, at=at)
    assert len(service.browsers["lurah"].got) == 1


def test_every_message_has_a_plain_step() -> None:
    assert set(texts.STEPS) == set(texts.TEXTS)
    assert not any("%" in str(step) for step in texts.STEPS.values())
