"""The room "Saya": the doors, what the account holds, and how one leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from unittest.mock import patch

from django.core import mail
from django.test import override_settings
from django.utils import timezone

from tanggap.citizens.actions import codes
from tanggap.people.models import User
from tanggap.project import logins
from tanggap.web import simulator
from tanggap.web.errands import makers
from tanggap.workbench.models import Errand
from tests.casework import world
from tests.states.catalogue import States, Visitor, walk
from tests.web.test_citizen_door import SARI, code_in, come_in
from tests.web.test_citizen_factor import first_step, number, turn_on

ROOM, DOOR = "/saya/", "/saya/masuk/"
FACTOR = "/saya/langkah-kedua/"


@contextmanager
def providers(site: str = "/peraga") -> Iterator[None]:
    """Google, Facebook and X, of whom a demonstration's simulator at `site` answers."""
    found = logins.providers({}, is_demo=True, is_training=False)
    with ExitStack() as during:
        settings = {"DEMO": True, "SOCIALACCOUNT_PROVIDERS": found}
        during.enter_context(override_settings(ROOT_URLCONF="tests.web.simulated", **settings))
        for owner, name, value in simulator.endpoints(site, "http://simulator"):
            during.enter_context(patch.object(owner, name, value))
        yield


@walk
def the_door() -> States:
    somebody = Visitor()
    yield "empty", somebody.sees(DOOR)
    yield "no address", somebody.sees(DOOR, {"address": "sari"}, status=422)
    with patch.object(codes, "PER_SENDER", 0):
        yield "too often", somebody.sees(DOOR, {"address": SARI}, status=422)
    yield "led to it", Visitor().sees(ROOM)
    yield "no code waits", Visitor().sees("/saya/masuk/kode/")
    yield "asked for what we never ask", Visitor().sees("/saya/masuk/daftar/")
    yield "check your mail", somebody.sees(DOOR, {"address": SARI, "next": "/laporanku/"})
    wrong = {"code": "000000"}
    yield "a wrong code", somebody.sees("/saya/masuk/kode/", wrong, status=422)
    for _time in range(3):
        somebody.post("/saya/masuk/kode/", wrong)
    yield "too many wrong codes", somebody.sees("/saya/masuk/kode/", wrong)
    with override_settings(SMS_GATEWAY="files"):
        yield "by phone too", Visitor().sees(DOOR)


@walk
def other_doors() -> States:
    with providers():
        somebody = Visitor()
        yield "offered", somebody.sees(DOOR)
        for slug, key in (("google", "google"), ("facebook", "facebook"), ("x", "twitter_oauth2")):
            yield f"at {slug}'s", somebody.sees(f"{DOOR}{slug}/", {})
            yield f"{slug} failed", Visitor().sees(f"{DOOR}{slug}/kembali/?error=server_error")
            assert key in logins.providers({}, is_demo=True, is_training=False)
        yield "cancelled", somebody.sees("/saya/masuk/batal/")
        come_in(somebody)
        yield "to be linked", somebody.sees(ROOM)
        yield "let go", somebody.sees("/saya/sambungan/google/lepas/", {})
    with providers("https://provider.example"):
        yield "over to another host", Visitor().sees(f"{DOOR}google/", {})


@walk
def the_room() -> States:
    sari = Visitor()
    come_in(sari)
    yield "new", sari.sees(ROOM)
    yield "a name that is too long", sari.sees("/saya/nama/", {"name": "x" * 300}, status=422)
    yield "named", sari.sees("/saya/nama/", {"name": "Sartika", "language": "id"})
    yield "in English", sari.sees("/saya/nama/", {"name": "Sartika", "language": "en"})
    sari.post("/saya/nama/", {"name": "Sartika", "language": "id"})
    yield "no address", sari.sees("/saya/alamat/", {"address": "x"}, status=422)
    yield "a code for a new address", sari.sees("/saya/alamat/", {"address": "b@example.org"})
    yield "another address", sari.sees("/saya/masuk/kode/", {"code": code_in(mail.outbox[-1].body)})
    yield "the only address", sari.sees("/saya/alamat/email/hapus/", {})
    yield "left", sari.sees("/saya/keluar/", {})
    boss = Visitor()
    boss.force_login(world.staff("agency_admin", world.office()))
    User.objects.filter(username__startswith="agency_admin").update(password="!x")
    yield "of somebody who works here", boss.sees(ROOM)


@walk
def my_data() -> States:
    sari = Visitor()
    come_in(sari)
    yield "asked for", sari.sees("/saya/data/", {})
    Errand.objects.update(failure="tidak jadi", ended_at=timezone.now())
    yield "failed", sari.sees(ROOM)
    Errand.objects.update(failure="", ended_at=None)
    makers.do(Errand.objects.get().pk, at=timezone.now())
    yield "ready", sari.sees(ROOM)
    yield "before leaving", sari.sees("/saya/hapus/")
    yield "before leaving, unsure", sari.sees("/saya/hapus/", {})
    yield "gone", sari.sees("/saya/hapus/", {"sure": "1"})


@walk
def still_you() -> States:
    sari = Visitor()
    come_in(sari)
    User.objects.update(last_login=timezone.now() - timedelta(hours=1))
    yield "asked", sari.sees("/saya/hapus/")
    yield "no address chosen", sari.sees("/saya/pastikan/", {"next": ROOM}, status=422)
    yield "a code", sari.sees("/saya/pastikan/", {"kind": "email", "next": ROOM})
    boss = Visitor()
    boss.force_login(world.staff("agency_admin", world.office()))
    User.objects.update(last_login=timezone.now() - timedelta(hours=1))
    yield "no address at all", boss.sees("/saya/hapus/")


@walk
def the_second_step() -> States:
    sari = Visitor()
    come_in(sari)
    page = sari.sees(FACTOR)
    yield "offered", page
    sealed = re.search(r'name="sealed" value="(\w+)"', page.content.decode())
    assert sealed
    wrong = {"sealed": sealed[1], "code": "000000"}
    yield "a wrong code", sari.sees(FACTOR, wrong, status=422)
    yield "begun by nobody", sari.sees(FACTOR, {"sealed": "00ff", "code": "1"}, status=422)
    secret, _codes = turn_on(sari)
    yield "on", sari.sees(FACTOR)
    yield "new codes", sari.sees("/saya/langkah-kedua/kode/", {})
    first_step(phone := Visitor())
    yield "at the door", phone.sees("/saya/masuk/langkah-kedua/")
    yield "a wrong code at the door", phone.sees("/saya/masuk/langkah-kedua/", {"code": "000000"})
    phone.post("/saya/masuk/langkah-kedua/", {"code": number(secret, later=1)})
    yield "off", phone.sees("/saya/langkah-kedua/matikan/", {})
