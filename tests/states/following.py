"""The reporter's own page through the life of a report, and what is reached from it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from tanggap.citizens.models import Dossier
from tanggap.lib import answering
from tanggap.people.access import CLOCK
from tanggap.reports import numbers
from tanggap.reports.models import IdentityShare, Report
from tanggap.reports.workflow import Outcome, State
from tanggap.taxonomy.models import Channel
from tanggap.web.portal.filing import senders
from tests import builders
from tests.builders import Cast, Story, photo
from tests.states.catalogue import States, Visitor, walk
from tests.states.filing import estimate, picture, typed
from tests.web.test_citizen_door import SARI, come_in

DAYS = timedelta(days=2)


def story(cast: Cast | None = None, *, ago: timedelta = DAYS, **columns: Any) -> Story:
    """A report from the web of these days, at a place on the map."""
    web = Channel.objects.get(code="web")
    where = {"lat": -6.17, "lng": 106.82, "address": "Jl. Melati 4"}
    return Story(cast=cast, at=timezone.now() - ago, **{"channel": web, **where, **columns})


def own(row: Report, act: str = "") -> str:
    code = numbers.code_for(row.channel.code, row.external_id)
    return f"/lacak/{row.number}/{code}/{act}"


def nothing_found(cast: Cast) -> Story:
    told = story(cast).to("in_progress")
    shown = [photo("place", at=timezone.now() - timedelta(days=1))]
    told.do("resolve", cast.officer, outcome=Outcome.NOT_FOUND, note="Terang.", photos=shown)
    told.do("validate", cast.validator, visit="Kemarin, terang semua.")
    return told


def again(told: Story) -> None:
    """Opened again and done by a colleague."""
    told.do("reopen", reason="Masih padam.")
    if told.fresh().reopens >= 2:
        told.do("hear", CLOCK)
        told.do("rule", told.cast.dispatcher, to=builders.agency(builders.VILLAGE), reason="Tetap.")
    told.do("accept", told.cast.colleague)
    both = [photo("before"), photo("after")]
    told.do("resolve", told.cast.colleague, outcome=Outcome.FIXED, note="Beres.", photos=both)
    told.validate()


@walk
def in_every_state() -> States:
    estimate()
    cast, somebody = Cast(), Visitor()
    for state in State:
        told = story(cast).to(state)
        yield state, somebody.sees(own(told.report))
    english = Visitor(headers={"accept-language": "en"})
    yield "in English", english.sees(own(told.report))


@walk
def by_every_way() -> States:
    cast, somebody = Cast(), Visitor()
    office = builders.agency(builders.BRANCH)
    for verb, by, needs in (
        ("coordinate", cast.lurah, {"to": office, "reason": "Jalan kota."}),
        ("give_back", cast.lurah, {"reason": "Bukan wilayah kami."}),
        ("progress", cast.officer, {"text": "Bahan sudah dipesan."}),
        ("schedule", cast.lurah, {"programme": "Musrenbang", "month": date(2031, 3, 1),
                                  "reason": "Menunggu anggaran."}),
    ):  # fmt: skip
        told = story(cast).to("in_progress")
        told.do(verb, by, **needs)
        yield verb, somebody.sees(own(told.report))
    told = story(cast)
    told.do("archive", cast.verifier, reason="Percobaan.", remedy="Keberatan.")
    yield "archive", somebody.sees(own(told.report))


@walk
def the_last_word() -> States:
    cast, somebody = Cast(), Visitor()
    told = story(cast).to("resolved")
    here = own(told.report)
    yield "refused without a reason", somebody.sees(f"{here}rate/", {"stars": "1"}, status=422)
    yield "two stars", somebody.sees(f"{here}rate/", {"stars": "2", "reason": "Kurang rapi."})
    yield (
        "opening without a reason",
        somebody.sees(f"{here}reopen/", {"where": "Di sana"}, status=422),
    )
    yield "five stars", somebody.sees(f"{here}rate/", {"stars": "5", "reason": "Rapi."})
    told = story(cast).to("resolved")
    bad = {"reason": "Masih gelap.", "photos": [picture()], "where": "Di balik gardu"}
    yield "opened again", somebody.sees(own(told.report, "reopen/"), bad)
    told = story(cast).to("resolved")
    again(told)
    yield "the last time it can be opened", somebody.sees(own(told.report))
    again(told)
    yield "opened twice", somebody.sees(own(told.report))
    told = story(cast).to("waiting")
    yield "a reply", somebody.sees(own(told.report, "reply/"), {"text": "Di sebelah kiri."})
    yield "an empty reply", somebody.sees(own(told.report, "reply/"), {"text": ""}, status=422)
    yield "taken back", somebody.sees(own(told.report, "withdraw/"), {"reason": "Sudah beres."})
    told = story(cast).to("closed")
    here = own(told.report)
    somebody.post(f"{here}berkas/", {"keep": "1"})
    yield "with a copy of the dossier", somebody.sees(here)
    copy = Dossier.objects.get().pk
    yield "without that copy", somebody.sees(f"{here}berkas/{copy}/hapus/", {})
    told = story(cast, ago=timedelta(days=200)).to("resolved")
    yield "long ago", somebody.sees(own(told.report))


@walk
def is_it_still_there() -> States:
    cast, somebody = Cast(), Visitor()
    told = nothing_found(cast)
    yield "asked on her page", somebody.sees(own(told.report))
    link = f"/jawab/{answering.token(told.report.number)}/"
    yield "asked by a link", somebody.sees(link)
    yield "yes without a word", somebody.sees(link, {"jawaban": "ya"}, status=422)
    yield "yes", somebody.sees(link, {"jawaban": "ya", "reason": "Masih gelap."})
    told = nothing_found(cast)
    yield "no", somebody.sees(own(told.report, "close/"), {})


@walk
def a_refusal_and_the_objection() -> States:
    cast, somebody = Cast(), Visitor()
    words = {"reason": "Ini sengketa.", "remedy": "Keberatan.", "reason_code": "decline-private"}
    told = story(cast)
    told.do("decline", cast.verifier, **words)
    here = own(told.report)
    yield "may be objected to", somebody.sees(here)
    yield "objected without a word", somebody.sees(f"{here}object/", {"reason": ""}, status=422)
    yield "objected", somebody.sees(f"{here}object/", {"reason": "Ini jalan umum."})
    yield "objected twice", somebody.sees(f"{here}object/", {"reason": "Lagi."}, status=422)
    told.at, told.report = timezone.now(), told.fresh()
    told.do("uphold", cast.other_verifier, reason="Tetap sengketa.")
    yield "upheld", somebody.sees(here)
    told = story(cast, ago=timedelta(days=60))
    told.do("decline", cast.verifier, **words)
    yield "too late", somebody.sees(own(told.report))


@walk
def her_identity() -> States:
    cast, somebody = Cast(), Visitor()
    told = story(cast).to("in_progress")
    here, by = own(told.report), cast.lurah
    told.do("ask_identity", by, field="email", reason="Perlu janji bertemu.")
    share = IdentityShare.objects.get(report=told.report)
    yield "asked for", somebody.sees(here)
    yes = {"share": str(share.pk), "answer": "agree", "days": "3"}
    yield "given", somebody.sees(f"{here}share_identity/", yes)
    told.at = timezone.now()
    told.do("read_identity", by, share=share)
    yield "read", somebody.sees(here)
    yield "to be erased, though read", somebody.sees(f"{here}hapus/")
    back = {"share": str(share.pk), "answer": "withdraw"}
    yield "taken back", somebody.sees(f"{here}share_identity/", back)
    told.do("break_glass", cast.dispatcher, reason="Ada ancaman jiwa malam ini.")
    yield "opened in an emergency", somebody.sees(here)
    yield "to be erased", somebody.sees(f"{here}hapus/")
    yield "to be erased, unsure", somebody.sees(f"{here}hapus/", {})
    yield "erased", somebody.sees(f"{here}hapus/", {"sure": "1"})
    no = story(cast).to("in_progress")
    no.do("ask_identity", by, field="email", reason="Perlu janji bertemu.")
    asked = IdentityShare.objects.get(report=no.report)
    told_no = {"share": str(asked.pk), "answer": "refuse"}
    yield "refused", somebody.sees(own(no.report, "share_identity/"), told_no)


@walk
def how_news_comes() -> States:
    cast, somebody = Cast(), Visitor()
    told = story(cast).to("waiting")
    here = own(told.report)
    saved = {"ways": ["email"], "quiet": "1", "language": "en"}
    yield "saved", somebody.sees(f"{here}kabar/", saved)
    nameless = story(cast, contact=None, is_anonymous=True).to("waiting")
    yield "no address", somebody.sees(own(nameless.report))
    silent = story(cast, contact=None).to("waiting")
    yield "no address left", somebody.sees(own(silent.report))


@walk
def her_account() -> States:
    cast, somebody = Cast(), Visitor()
    told = story(cast).to("waiting")
    come_in(somebody)
    yield "not in it yet", somebody.sees(own(told.report))
    yield "added", somebody.sees(own(told.report, "akun/"), {})
    nameless = story(cast, contact=None, is_anonymous=True).to("waiting")
    yield "never added", somebody.sees(own(nameless.report, "akun/"), {})


@walk
def by_its_number() -> States:
    cast, somebody = Cast(), Visitor()
    yield "nothing typed", somebody.sees("/lacak/")
    yield "an unknown number", somebody.sees("/lacak/?number=JK1")
    told = story(cast).to("in_progress")
    number = told.report.number
    yield "a wrong code", somebody.sees(f"/lacak/?number={number}&code=abc")
    yield "a number alone", somebody.sees(f"/lacak/?number={number}")
    yield "opened", somebody.sees(f"/lacak/?number={number}&code={own(told.report).split('/')[3]}")
    yield "a wrong link", somebody.sees(f"/lacak/{number}/salah/", status=404)


@walk
def my_reports() -> States:
    somebody = Visitor()
    yield "none", somebody.sees("/laporanku/")
    somebody.post("/lapor/", typed())
    yield "of this browser", somebody.sees("/laporanku/")
    come_in(somebody)
    yield "none in the account", somebody.sees("/laporanku/")
    with patch.object(senders, "SENT", 100):
        for number in range(22):
            with_name = typed(form_id=f"f{number}", identity="sealed", email=SARI, seen="similar")
            somebody.post("/lapor/", with_name)
    yield "of the account", somebody.sees("/laporanku/")
    yield "forgotten", somebody.sees("/laporanku/lupakan/", {})
