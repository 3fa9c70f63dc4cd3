"""A shared phone from its code to the next person; one's own account."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.people import actions
from tanggap.people.models import Agency, Change, Device, Membership, Pin, StandIn, User
from tanggap.web import phone_session
from tanggap.web.field.guard import person_key
from tests import builders, english
from tests.casework import world

pytestmark = pytest.mark.django_db

PIN = "482917"


def office(code: str = builders.VILLAGE) -> Agency:
    return Agency.objects.get(code=code)


def officer(name: str) -> User:
    user = world.staff("officer", office(), name=name)
    own = Client()
    own.force_login(user)
    assert own.post("/akun/pin/", {"pin": PIN, "again": PIN}).status_code == 302
    return user


@pytest.fixture
def lurah(client: Client) -> User:
    user = world.staff("agency_admin", office(), name="Bu Lurah")
    client.force_login(user)
    return user


@pytest.fixture
def phone(client: Client, lurah: User) -> Client:
    page = client.post("/staf/perangkat/", {"name": "Piket", "office": builders.VILLAGE})
    code = re.search(r"<code>(\w{4}-\w{4})</code>", page.content.decode())[1]  # type: ignore[index]
    assert page["Cache-Control"] == "no-store"
    assert code not in client.get("/staf/perangkat/").content.decode()
    handset = Client()
    assert handset.get("/perangkat/")["Location"] == "/perangkat/daftar/"
    assert handset.post("/perangkat/daftar/", {"code": "AAAA-AAAA"}).status_code == 422
    answer = handset.post("/perangkat/daftar/", {"code": code})
    cookie = answer.cookies[phone_session.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    return handset


def enter(phone: Client, user: User, pin: str = PIN) -> Any:
    return phone.post("/perangkat/", {"person": str(user.pk), "pin": pin})


def test_people_take_turns_and_each_is_herself(phone: Client, lurah: User) -> None:
    joko, tini = officer("Joko"), officer("Tini")
    assert phone.get("/masuk/")["Location"] == "/perangkat/"
    page = phone.get("/perangkat/").content.decode()
    assert "Joko" in page and "Tini" in page and "Bu Lurah" not in page
    assert enter(phone, joko, "111222").status_code == 422
    assert enter(phone, lurah).status_code == 422
    first = enter(phone, joko)
    assert first["Location"] == "/lapangan/"
    session = phone.session
    assert session["_auth_user_id"] == str(joko.pk) and session.get_expiry_age() == 1800
    key = person_key(world.acting(joko))
    assert "Ganti orang" in phone.get("/lapangan/?biasa").content.decode()
    assert phone.get("/lapangan/data/").json()["is_shared"] is True
    assert enter(phone, tini).headers["Clear-Site-Data"] == '"cache"'
    assert phone.session["_auth_user_id"] == str(tini.pk)
    late = phone.post("/lapangan/tindakan/", b"{}", content_type="application/json",
                      headers={"X-Tanggap-Person": key})  # fmt: skip
    assert late.status_code == 409  # what Joko left there isn't sent as Tini's
    assert phone.post("/keluar/").headers["Clear-Site-Data"] == '"cache"'
    lines = Change.objects.filter(kind="device", verb="enter").order_by("pk")
    assert [(one.by, one.subject) for one in lines] == [(joko, "Piket"), (tini, "Piket")]
    assert phone.get("/masuk/")["Location"] == "/perangkat/"
    assert phone.get("/masuk/?sandi=1").status_code == 200


def test_a_pin_opens_field_work_at_this_office_and_nothing_else(phone: Client) -> None:
    joko = officer("Joko")
    now = timezone.now()
    for role, place in (("operator", "up-jsc"), ("agency_admin", builders.VILLAGE)):
        Membership.objects.create(
            user=joko, role=role, agency=office(place), starts_at=now - timedelta(days=1)
        )
    enter(phone, joko)
    assert phone.get("/lapangan/").status_code == 200
    for path in ("/operator/", "/staf/", "/staf/perangkat/", "/akun/"):
        assert phone.get(path).status_code == 403, path
    assert phone.post("/akun/pin/", {"pin": "917482", "again": "917482"}).status_code == 403
    full = Client()
    full.force_login(joko)
    assert full.get("/operator/").status_code == 200


@pytest.mark.parametrize("what", ["device", "pin", "cookie", "seat", "account", "new_pin"])
def test_what_is_taken_back_is_out_at_once(phone: Client, client: Client, what: str) -> None:
    joko = officer("Joko")
    enter(phone, joko)
    assert phone.get("/lapangan/data/").status_code == 200
    if what == "device":
        client.post(f"/staf/perangkat/{Device.objects.get().pk}/cabut/")
    elif what == "pin":
        client.post(f"/staf/orang/{joko.username}/pin/cabut/")
    elif what == "cookie":
        del phone.cookies[phone_session.COOKIE]
    elif what == "seat":
        Membership.objects.filter(user=joko).update(ends_at=timezone.now())
    elif what == "account":
        client.post(f"/staf/orang/{joko.username}/akun/", {"reason": "Pindah."})
    else:
        actions.set_pin(joko, "917482", at=timezone.now())
    assert phone.get("/lapangan/data/").status_code == 403


def test_strangers_forge_nothing(phone: Client, client: Client) -> None:
    joko = officer("Joko")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies[phone_session.COOKIE] = phone.cookies[phone_session.COOKIE].value
    assert strict.post("/perangkat/", {"person": joko.pk, "pin": PIN}).status_code == 403
    assert Client().post("/perangkat/", {"person": joko.pk, "pin": PIN}).status_code == 302
    other = Client()
    other.force_login(world.staff("agency_admin", office("kel-cideng")))
    assert other.post(f"/staf/perangkat/{Device.objects.get().pk}/cabut/").status_code == 404
    assert other.post(f"/staf/orang/{joko.username}/pin/cabut/").status_code == 404
    assert "Piket" not in other.get("/staf/perangkat/").content.decode()
    for _guess in range(4):
        page = enter(phone, joko, "000001")
    assert "Tunggu" in page.content.decode()
    assert Pin.objects.get(user=joko).failures == 3


def test_one_names_her_own_stand_in(client: Client) -> None:
    joko, tini = (world.staff("officer", office(), name=name) for name in ("Joko", "Tini"))
    far = world.staff("officer", office("kel-cideng"), name="Jauh")
    client.force_login(joko)
    sent = {"person": tini.username, "since": "2026-11-01", "until": "2027-01-05"}
    for wrong in (
        {"person": "tidakada"}, {"person": joko.username}, {"person": far.username},
        {"until": "2028-01-01"}, {"until": "2026-10-01"},
    ):  # fmt: skip
        page = client.post("/akun/pengganti/", {**sent, **wrong})
        assert page.status_code == 422 and 'value="2026-11-01"' in page.content.decode()
    assert client.post("/akun/pengganti/", sent).status_code == 302
    row = StandIn.objects.get()
    assert (row.absent, row.person, row.created_by) == (joko, tini, joko)
    assert "Tini untuk Joko" in client.get("/akun/").content.decode()
    stranger = Client()
    stranger.force_login(far)
    assert stranger.post(f"/akun/pengganti/{row.pk}/akhiri/").status_code == 404
    client.post(f"/akun/pengganti/{row.pk}/akhiri/")
    verbs = Change.objects.filter(kind="stand_in", by=joko).order_by("pk")
    assert [one.verb for one in verbs] == ["begin", "end"]


def test_it_speaks_english(phone: Client, client: Client, lurah: User) -> None:
    joko = officer("Joko")
    own = Client()
    own.force_login(joko)
    typed = ("Joko", "Piket", "Bu Lurah", joko.username)
    words = {"headers": {"accept-language": "en"}}
    pages = (
        (phone, "/perangkat/"), (Client(), "/perangkat/daftar/"),
        (own, "/akun/"), (client, "/staf/perangkat/"),
    )  # fmt: skip
    for who, path in pages:
        assert english.leaks(who.get(path, **words).content.decode(), typed=typed) == [], path
