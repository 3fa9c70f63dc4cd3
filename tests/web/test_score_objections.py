"""Objections on the screen: filed from the card, decided from the queue, shown on the card."""

from __future__ import annotations

import io
import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Objection, Version
from tests import builders
from tests.builders import Cast, Story, agency
from tests.markup import compact

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
DUE = NOVEMBER.end.replace(day=10)
CARD = f"/kinerja/2026-11/{builders.VILLAGE}/"
FORM = f"{CARD}keberatan/"


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """A closed month, looked at two days after; the village has one late report."""
    cast = Cast()
    Story(cast=cast).to("in_progress")
    secret = builders.category("pungutan-liar")
    Story(cast=cast).verify(to=agency("inspektorat"), category=secret)
    actions.close_month(month=NOVEMBER, by=cast.operator, at=DUE)
    set_clock(monkeypatch, DUE + timedelta(days=2))
    return cast


def set_clock(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: at)


def login(client: Client, actor: Actor) -> Client:
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


def read(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, (url, page.status_code)
    return page.content.decode()


def late() -> str:
    return Version.objects.get(agency__code=builders.VILLAGE).facts.get().report.number


def test_from_the_card_to_the_decision_and_back(client: Client, cast: Cast) -> None:
    number = late()
    login(client, cast.lurah)
    assert FORM in read(client, CARD)
    wrong = {"figure": "late", "numbers": "JK0000000000", "reason": "Bukan tugas kami."}
    page = client.post(FORM, wrong).content.decode()
    assert "tidak dihitung dalam angka ini" in page and "Bukan tugas kami." in page
    assert client.post(FORM, wrong | {"numbers": f"{number}\n{number}"}).status_code == 302
    again = client.post(FORM, wrong | {"numbers": number}).content.decode()
    assert "sudah pernah diajukan" in again
    objection = Objection.objects.get()
    page = read(client, f"/kinerja/keberatan/{objection.pk}/")
    assert number in page and "menunggu putusan" in page and "Simpan putusan" not in page
    assert client.get("/kinerja/keberatan/").status_code == 403

    decider = login(Client(), cast.operator)
    assert "menunggu putusan" in read(decider, "/kinerja/?month=2026-11")
    assert f"/kinerja/keberatan/{objection.pk}/" in read(decider, "/kinerja/keberatan/")
    url = f"/kinerja/keberatan/{objection.pk}/"
    assert "Simpan putusan" in read(decider, url)
    page = decider.post(url, {"remedy": "on_time", "reason": ""}).content.decode()
    assert "Belum terkirim" in page and "checked" in page
    assert decider.post(url, {"remedy": "on_time", "reason": "Listrik padam."}).status_code == 302
    page = read(decider, url)
    assert "Yang berubah di versi 2" in page and "Terlambat" in page
    assert "Simpan putusan" not in page
    card = read(client, CARD)
    assert "keberatan diterima" in card and "Listrik padam." in card and "Versi 2" in card
    assert "tidak ada keberatan" in read(decider, "/kinerja/keberatan/").lower()
    assert "keberatan diterima" in read(decider, "/kinerja/keberatan/?state=decided")


def test_whoever_has_a_part_in_it_reads_but_does_not_decide(client: Client, cast: Cast) -> None:
    how: dict[str, Any] = {"month": NOVEMBER, "office": agency(builders.VILLAGE), "reports": []}
    at = DUE + timedelta(days=1)
    made = actions.object_to(figure="late", reason="x", by=cast.camat, at=at, **how)
    url = f"/kinerja/keberatan/{made.pk}/"
    login(client, builders.staff("leader", agency(builders.DISTRICT)))
    page = read(client, url)
    assert "orang lain yang memutuskan" in page and "Simpan putusan" not in page
    refused = client.post(url, {"remedy": "none", "reason": "x"}).content.decode()
    assert "orang lain yang memutuskan" in refused and "keberatan ditolak" not in refused
    other = builders.staff("agency_admin", agency(builders.BRANCH))
    assert login(Client(), other).get(url).status_code == 404
    assert login(Client(), cast.officer).get(url).status_code == 403


def test_after_the_period_the_form_says_so(
    client: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock(monkeypatch, DUE + timedelta(days=30))
    login(client, cast.lurah)
    assert FORM not in read(client, CARD)
    assert "Masa keberatan berakhir" in read(client, FORM)
    page = client.post(FORM, {"figure": "late", "numbers": "", "reason": "x"}).content.decode()
    assert not Objection.objects.exists() and "Masa keberatan" in page
    assert client.get(f"/kinerja/2026-12/{builders.VILLAGE}/keberatan/").status_code == 404


def test_a_secret_cannot_be_named_nor_found_out(client: Client, cast: Cast) -> None:
    version = Version.objects.get(agency__code="inspektorat")
    secret = version.facts.get().report.number
    admin = builders.staff("agency_admin", agency("inspektorat"))
    both = User.objects.get(pk=admin.user_id)
    both.memberships.create(  # she may open the report, and still not name it on a card
        role="case_worker", agency=agency("inspektorat"), starts_at=builders.MONDAY
    )
    url = "/kinerja/2026-11/inspektorat/keberatan/"
    client.force_login(both)
    page = client.post(url, {"figure": "received", "numbers": secret, "reason": "x"})
    assert "tidak dihitung dalam angka ini" in page.content.decode()
    assert not Objection.objects.exists()


def test_what_is_attached_is_seen_by_the_office_and_those_who_decide(
    client: Client, cast: Cast
) -> None:
    login(client, cast.lurah)
    filed = {"figure": "late", "numbers": "", "reason": "Lihat fotonya."}
    fake = SimpleUploadedFile("surat.pdf", b"<html>bukan pdf</html>")
    page = client.post(FORM, filed | {"attached": [fake]}).content.decode()
    assert "surat.pdf" in page and "Lihat fotonya." in page and not Objection.objects.exists()
    many = [SimpleUploadedFile(f"{n}.pdf", pdf(n)) for n in range(6)]
    assert (
        "Paling banyak 5 berkas" in client.post(FORM, filed | {"attached": many}).content.decode()
    )
    sent = [SimpleUploadedFile("bukti.jpg", jpeg()), SimpleUploadedFile("surat.pdf", pdf(1))]
    again = client.post(
        FORM, filed | {"attached": sent, "numbers": "JK0000000000"}
    ).content.decode()
    [kept] = re.findall(r'name="kept" value="([^"]+)"', again)
    assert "bukti.jpg, surat.pdf" in compact(again)  # not chosen a second time
    assert "bukti.jpg" not in client.post(FORM, {"kept": f"{kept}x"}).content.decode()
    assert client.post(FORM, filed | {"kept": kept}).status_code == 302
    objection = Objection.objects.get()
    url = f"/kinerja/keberatan/{objection.pk}/"
    photo, document = (f"{url}berkas/{one.pk}/" for one in objection.files.order_by("pk"))
    for sees in (cast.lurah, cast.camat, cast.operator):
        reader = login(Client(), sees)
        assert "bukti.jpg" in read(reader, url) and photo in read(reader, url)
        small, whole = reader.get(f"{photo}?kecil=1"), reader.get(photo)
        assert {small["Content-Type"], whole["Content-Type"]} == {"image/jpeg"}
        assert len(b"".join(small)) < len(b"".join(whole))
        answer = reader.get(document)
        assert "attachment" in answer["Content-Disposition"]
        assert "private" in answer["Cache-Control"]
    other = login(Client(), cast.validator)  # reads every card, and decides nothing
    assert "bukti.jpg" not in read(other, url) and "Lihat fotonya." in read(other, url)
    assert {other.get(photo).status_code, other.get(document).status_code} == {404}
    assert login(Client(), cast.officer).get(photo).status_code == 403
    sha256 = objection.files.order_by("pk")[0].attachment.sha256
    assert client.get(f"/media/{sha256}/960.jpg").status_code == 404  # by no other way
    with pytest.raises(DatabaseError), transaction.atomic():
        objection.files.all().delete()


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((1200, 900), 60).convert("RGB").save(out, "JPEG")
    return out.getvalue()


def pdf(number: int) -> bytes:
    return b"%PDF-1.7\n% " + str(number).encode() + b"\n%%EOF\n"
