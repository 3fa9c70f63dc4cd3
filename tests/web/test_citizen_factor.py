"""The second factor, for citizens and for staff: optional, sealed, and never skipped."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tanggap.citizens.models import Account
from tanggap.people.models import User
from tests import reading
from tests.casework import world
from tests.web.test_citizen_door import ask, code_in, come_in

pytestmark = pytest.mark.django_db

PASSWORD = "kuda baterai staples benar"


def number(secret: str, *, later: int = 0) -> str:
    """What the app shows, `later` steps of half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def turn_on(client: Client) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    page = client.get("/saya/langkah-kedua/").content.decode()
    sealed = re.search(r'name="sealed" value="(\w+)"', page)
    shown = re.search(r'<p class="num">([A-Z2-7 ]+)</p>', page)
    assert sealed and shown and "<svg" in page
    secret = shown[1].replace(" ", "")
    given = {"sealed": sealed[1], "code": number(secret)}
    answer = client.post("/saya/langkah-kedua/", given)
    assert answer.status_code == 200
    return secret, re.findall(r"<li>(\d{8})</li>", answer.content.decode())


def type_code(client: Client, code: str) -> Any:
    return client.post("/saya/masuk/langkah-kedua/", {"code": code})


def first_step(client: Client) -> None:
    """The mail's code, after which the second proof is asked for."""
    code = ask(client)
    answer = client.post("/saya/masuk/kode/", {"code": code})
    assert answer.headers["Location"] == "/saya/masuk/langkah-kedua/"
    assert client.get("/saya/").status_code == 302, "not in yet"


def test_with_it_the_mails_code_alone_opens_nothing(client: Client) -> None:
    come_in(client)
    secret, codes = turn_on(client)
    assert len(codes) == 10
    first_step(phone := Client())
    assert phone.get("/saya/masuk/langkah-kedua/").status_code == 200
    assert type_code(phone, "000000").status_code == 200
    assert phone.get("/saya/").status_code == 302
    assert type_code(phone, number(secret, later=1)).headers["Location"] == "/saya/"
    assert phone.get("/saya/").status_code == 200


def test_a_code_of_the_app_counts_once(client: Client) -> None:
    come_in(client)
    secret, _codes = turn_on(client)
    code = number(secret, later=1)
    first_step(phone := Client())
    type_code(phone, code)
    first_step(thief := Client())
    cache.clear()  # another process
    assert "sudah dipakai" in type_code(thief, code).content.decode()


def test_a_recovery_code_counts_once(client: Client) -> None:
    come_in(client)
    _secret, codes = turn_on(client)
    first_step(phone := Client())
    assert type_code(phone, codes[0]).headers["Location"] == "/saya/"
    assert "Tinggal 9" in phone.get("/saya/langkah-kedua/").content.decode()
    first_step(thief := Client())
    assert type_code(thief, codes[0]).status_code == 200


def test_ten_tries_an_hour(client: Client) -> None:
    come_in(client)
    secret, _codes = turn_on(client)
    first_step(phone := Client())
    for _try in range(10):
        type_code(phone, "000000")
    assert "Terlalu sering" in type_code(phone, number(secret, later=1)).content.decode()


def test_its_secrets_are_sealed(client: Client) -> None:
    come_in(client)
    secret, codes = turn_on(client)
    stored = reading.everything()
    assert secret not in stored and not any(code in stored for code in codes)


def test_a_wrong_first_code_turns_nothing_on_and_keeps_the_picture(client: Client) -> None:
    come_in(client)
    page = client.get("/saya/langkah-kedua/").content.decode()
    sealed = re.search(r'name="sealed" value="(\w+)"', page)
    shown = re.search(r'<p class="num">([A-Z2-7 ]+)</p>', page)
    assert sealed and shown
    answer = client.post("/saya/langkah-kedua/", {"sealed": sealed[1], "code": "000000"})
    assert answer.status_code == 422 and shown[1] in answer.content.decode()
    assert client.post("/saya/langkah-kedua/", {"sealed": "00ff", "code": "1"}).status_code == 422
    assert not Authenticator.objects.exists()


def test_off_again_and_new_recovery_codes(client: Client) -> None:
    come_in(client)
    _secret, codes = turn_on(client)
    page = client.post("/saya/langkah-kedua/kode/").content.decode()
    assert codes[0] not in page
    client.post("/saya/langkah-kedua/matikan/")
    assert not Authenticator.objects.exists()
    come_in(Client())


def test_an_old_login_changes_nothing_of_it(client: Client) -> None:
    come_in(client)
    turn_on(client)
    User.objects.update(last_login=timezone.now() - timedelta(hours=1))
    for path in ("", "kode/", "matikan/"):
        answer = client.post(f"/saya/langkah-kedua/{path}")
        assert answer.status_code == 302, path
    assert Authenticator.objects.count() == 2


def staff() -> User:
    boss = world.staff("agency_admin", world.office())
    boss.set_password(PASSWORD)
    boss.last_login = timezone.now()
    boss.save()
    return boss


def test_staff_come_to_their_desk_after_both_proofs(client: Client) -> None:
    boss = staff()
    secret, _codes = turn_on(world.logged_in(boss))
    answer = client.post("/masuk/", {"username": boss.username, "password": PASSWORD})
    assert answer.headers["Location"] == "/saya/masuk/langkah-kedua/"
    assert client.get("/akun/").status_code == 302
    assert type_code(client, number(secret, later=1)).headers["Location"] == "/masuk/lanjut/"
    assert client.get("/akun/").status_code == 200


def test_a_password_begun_at_the_desks_door_gives_nobody_else_a_seat(client: Client) -> None:
    boss, other = staff(), staff()
    turn_on(world.logged_in(boss))
    browser = world.logged_in(other)
    browser.post("/saya/alamat/", {"address": "lain@example.org"})
    from django.core import mail

    browser.post("/saya/masuk/kode/", {"code": code_in(mail.outbox[-1].body)})
    assert Account.objects.filter(user=other).exists()
    client.post("/masuk/", {"username": boss.username, "password": PASSWORD})
    come_in(client, "lain@example.org")
    assert client.get("/saya/").status_code == 200
    assert "/masuk/?next=" in client.get("/akun/").headers["Location"]


@pytest.fixture
def sent(settings: Any, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What went out as short messages: number and text."""
    found: list[tuple[str, str]] = []

    class Gateway:
        def send(self, number: str, text: str, *, receipt: str = "") -> None:
            found.append((number, text))

    settings.SMS_GATEWAY = "files"
    monkeypatch.setattr("tanggap.messaging.sms.gateways.gateway", Gateway)
    return found


@pytest.mark.parametrize(("language", "word"), [("id", "kode masuk"), ("en", "login code")])
def test_in_by_a_code_to_the_phone(
    client: Client, sent: list[tuple[str, str]], language: str, word: str
) -> None:
    client.cookies["django_language"] = language
    assert "nomor HP" in client.get("/saya/masuk/").content.decode() or language == "en"
    client.post("/saya/masuk/", {"address": "0812-9876-5432"})
    number_, text = sent[-1]
    assert number_ == "+6281298765432" and word in text.lower()
    assert client.get("/saya/masuk/kode/").content.decode().count("432") == 1
    client.post("/saya/masuk/kode/", {"code": code_in(text)})
    assert client.get("/saya/").status_code == 200
    assert "81298765432" not in reading.everything()
    client.post("/saya/masuk/", {"address": "+62 812 9876 5432"})
    assert Account.objects.count() == 1
