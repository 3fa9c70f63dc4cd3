"""Coming in by a code: one door for everybody, and nothing in the database to read."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tanggap.citizens.actions import codes
from tanggap.citizens.models import Account, OneTimeCode
from tanggap.people.models import User
from tests import english
from tests.casework import world
from tests.reading import everything
from tests.web.test_english import Visitor

pytestmark = pytest.mark.django_db

SARI = "sari.wulandari@example.org"


def ask(client: Client, address: str = SARI, **more: str) -> str:
    """The code that came to `address`."""
    answer = client.post("/saya/masuk/", {"address": address, **more})
    assert answer.status_code == 302, answer.content.decode()
    return code_in(mail.outbox[-1].body)


def code_in(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found
    return found[0]


def come_in(client: Client, address: str = SARI, **more: str) -> None:
    code = ask(client, address, **more)
    assert client.post("/saya/masuk/kode/", {"code": code}).status_code == 302


def test_a_code_makes_an_account_and_opens_it_again_in_another_browser(client: Client) -> None:
    come_in(client)
    assert client.get("/saya/").status_code == 200
    come_in(other := Client(), SARI.upper())
    assert other.get("/saya/").status_code == 200
    assert Account.objects.count() == 1


def test_nothing_readable_stands_in_the_database(client: Client) -> None:
    client.post("/saya/masuk/", {"address": SARI})
    come_in(client)
    client.post("/saya/nama/", {"name": "Sartika Telling-Name", "language": "id"})
    assert "Sartika Telling-Name" in client.get("/saya/").content.decode()
    stored = everything()
    for word in ("sari.wulandari", "Sartika", code_in(mail.outbox[-1].body)):
        assert word not in stored


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    come_in(Client())
    pages = []
    for address in (SARI, "nobody.else@example.org"):
        browser = Client()
        answer = browser.post("/saya/masuk/", {"address": address})
        page = browser.get("/saya/masuk/kode/").content.decode()
        pages.append((answer.status_code, answer.headers["Location"], _plain(page)))
    assert pages[0] == pages[1]
    assert Account.objects.count() == 1, "an address alone makes no account"


def _plain(page: str) -> str:
    page = re.sub(r'(nonce|value)="[^"]*"', "", page)
    return re.sub(r"\w•••@example\.org", "", page)


def test_five_wrong_codes_end_it_and_the_right_one_comes_too_late(client: Client) -> None:
    code = ask(client)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(4):
        assert client.post("/saya/masuk/kode/", {"code": wrong}).status_code == 422
    assert client.post("/saya/masuk/kode/", {"code": wrong}).headers["Location"] == "/saya/masuk/"
    assert client.post("/saya/masuk/kode/", {"code": code}).headers["Location"] == "/saya/masuk/"
    assert client.get("/saya/").status_code == 302


def test_the_code_opens_nothing_in_another_browser(client: Client) -> None:
    code = ask(client)
    ask(other := Client())
    assert other.post("/saya/masuk/kode/", {"code": code}).status_code == 422
    assert OneTimeCode.objects.count() == 2


def test_a_used_code_is_gone(client: Client) -> None:
    code = ask(client)
    client.post("/saya/masuk/kode/", {"code": code})
    assert not OneTimeCode.objects.exists()


def test_an_address_gets_few_codes_an_hour(client: Client) -> None:
    for _time in range(6):
        ask(Client())
    answer = client.post("/saya/masuk/", {"address": SARI})
    assert answer.status_code == 422 and "Terlalu banyak" in answer.content.decode()
    assert len(mail.outbox) == 6


def test_one_sender_asks_for_so_many_codes_an_hour_whatever_the_process(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "PER_SENDER", 5)
    for number in range(5):
        ask(client, f"nomor{number}@example.org")
    answer = client.post("/saya/masuk/", {"address": "satu.lagi@example.org"})
    assert answer.status_code == 422


@pytest.mark.parametrize("typed", ["", "sari", "a@b", "0812", "021-3822255"])
def test_what_is_no_address_gets_no_code(client: Client, typed: str) -> None:
    assert client.post("/saya/masuk/", {"address": typed}).status_code == 422
    assert not mail.outbox


def test_a_number_is_taken_only_where_messages_can_be_sent(client: Client) -> None:
    answer = client.post("/saya/masuk/", {"address": "0812-9876-5432"})
    assert answer.status_code == 422 and "SMS" in answer.content.decode()


def test_the_way_goes_back_to_where_one_was_and_never_out_of_the_site(client: Client) -> None:
    code = ask(client, next="/laporanku/")
    assert client.post("/saya/masuk/kode/", {"code": code}).headers["Location"] == "/laporanku/"
    code = ask(stranger := Client(), next="https://evil.example/")
    assert stranger.post("/saya/masuk/kode/", {"code": code}).headers["Location"] == "/saya/"


def test_an_ended_login_leads_back_to_the_page(client: Client) -> None:
    assert client.get("/saya/").headers["Location"] == "/saya/masuk/?next=/saya/"
    come_in(client)
    Session.objects.all().delete()
    answer = client.post("/saya/nama/", {"name": "Sari", "language": "id"})
    assert answer.headers["Location"] == "/saya/masuk/?next=/saya/"
    come_in(client, next="/saya/")
    page = client.get("/saya/").content.decode()
    assert 'data-autosave="saya"' in page, "what was typed is still on the phone"


def test_a_citizen_reaches_no_page_of_the_staff(client: Client) -> None:
    come_in(client)
    for path in ("/meja/cari/", "/staf/", "/akun/", "/kinerja/", "/lapangan/", "/operator/"):
        answer = client.get(path)
        assert answer.status_code == 302 and "/masuk/?next=" in answer.headers["Location"], path
    assert client.get("/masuk/lanjut/").headers["Location"] == "/saya/"
    assert client.get("/masuk/").status_code == 200


def test_who_works_here_has_no_seat_behind_the_citizens_door(client: Client) -> None:
    boss = world.staff("agency_admin", world.office())
    boss.set_password("kuda baterai staples benar")
    boss.save()
    client.force_login(boss)
    code = ask_to_add(client, SARI)
    client.post("/saya/masuk/kode/", {"code": code})
    assert client.get("/akun/").status_code == 200
    come_in(phone := Client())
    assert phone.get("/saya/").status_code == 200
    assert User.objects.count() == 1
    assert "/masuk/?next=" in phone.get("/akun/").headers["Location"]


def ask_to_add(client: Client, address: str) -> str:
    assert client.post("/saya/alamat/", {"address": address}).status_code == 302
    return code_in(mail.outbox[-1].body)


def test_a_new_address_counts_once_it_is_proved(client: Client) -> None:
    come_in(client)
    code = ask_to_add(client, "baru@example.org")
    assert "b•••@example.org" not in client.get("/saya/").content.decode()
    client.post("/saya/masuk/kode/", {"code": code})
    assert "b•••@example.org" in client.get("/saya/").content.decode()
    come_in(again := Client(), "baru@example.org")
    assert Account.objects.count() == 1 and again.get("/saya/").status_code == 200


def test_an_address_of_another_account_is_not_taken_over(client: Client) -> None:
    come_in(Client(), "lain@example.org")
    come_in(client)
    code = ask_to_add(client, "lain@example.org")
    answer = client.post("/saya/masuk/kode/", {"code": code}, follow=True)
    assert "akun lain" in answer.content.decode()
    assert Account.objects.count() == 2


def test_the_last_way_in_stays(client: Client) -> None:
    come_in(client)
    page = client.post("/saya/alamat/email/hapus/", follow=True).content.decode()
    assert "satu-satunya jalan masukmu" in page
    come_in(Client())
    assert Account.objects.count() == 1


def test_leaving_ends_the_login(client: Client) -> None:
    come_in(client)
    assert client.get("/saya/keluar/").status_code == 405
    client.post("/saya/keluar/")
    assert client.get("/saya/").status_code == 302


def test_the_mail_speaks_the_language_of_the_page(client: Client) -> None:
    client.cookies["django_language"] = "en"
    ask(client)
    assert "Your login code" in mail.outbox[-1].subject


def test_the_form_of_the_room_can_be_sent_as_it_is(client: Client) -> None:
    come_in(client)
    page = client.get("/saya/").content.decode()
    chosen = re.search(
        r'<input[^>]*name="language"[^>]*checked|<input[^>]*checked[^>]*name="language"', page
    )
    assert chosen and 'value="id"' in chosen[0]


def test_every_page_of_the_room_in_english(client: Client) -> None:
    stranger = Visitor()
    stranger.reads("/saya/masuk/")
    stranger.reads("/saya/masuk/", {"address": "x"}, status=422)
    visitor = Visitor()
    come_in(visitor)
    for path in ("", "hapus/", "pastikan/"):
        visitor.reads(f"/saya/{path}")
    page = visitor.get("/saya/langkah-kedua/").content.decode()
    assert not english.leaks(re.sub(r'<p class="num">[A-Z2-7 ]+</p>', "", page))
    visitor.reads("/laporanku/")
    visitor.post("/saya/alamat/", {"address": "other@example.org"})
    visitor.reads("/saya/masuk/kode/")


def test_a_strangers_visit_asks_nothing_of_sessions_or_people(client: Client) -> None:
    for path in ("/", "/laporan/", "/lapor/", "/peta/", "/statistics/"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        asked_of = " ".join(query["sql"] for query in asked)
        for table in ("django_session", "people_user", "citizens_", "socialaccount", "mfa_"):
            assert table not in asked_of, (path, table)
        assert "sessionid" not in client.cookies


def test_the_form_says_what_never_comes_into_the_account(client: Client) -> None:
    assert "tidak dikaitkan ke akun mana pun" not in client.get("/lapor/").content.decode()
    come_in(client)
    assert "tidak dikaitkan ke akun mana pun" in client.get("/lapor/").content.decode()
