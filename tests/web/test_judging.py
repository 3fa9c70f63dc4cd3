"""The reporter's last word, on her page and by the link of a message."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tanggap.lib import answering
from tanggap.messaging import texts
from tanggap.messaging.models import Message
from tanggap.people.access import CLOCK, REPORTER
from tanggap.reports import numbers
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import Code, Outcome, Refused, State, Verb
from tests import builders
from tests.builders import Story, photo
from tests.casework import world
from tests.markup import compact

pytestmark = pytest.mark.django_db

AGO = timedelta(days=2)


def story(state: str = "resolved", **resolve: object) -> Story:
    """A report of these days, led to `state`."""
    found = Story(at=timezone.now() - AGO)
    if resolve:
        found.to("in_progress").resolve(**resolve)
        found.do("validate", found.cast.validator, visit="Kemarin, terang semua.")
    return found if resolve else found.to(state)


def nothing_found() -> Story:
    shown = [photo("place", at=timezone.now() - timedelta(days=1))]
    return story(outcome=Outcome.NOT_FOUND, note="Tidak ada lampu padam.", photos=shown)


def page_of(report: Report) -> str:
    code = numbers.code_for(report.channel.code, report.external_id)
    return f"/lacak/{report.number}/{code}/"


def text(client: Client, address: str) -> str:
    return " ".join(client.get(address).content.decode().split())


def test_stars_with_a_ready_reason_and_one_change(client: Client) -> None:
    here = page_of(story().report)
    assert "Cepat ditangani." in text(client, here)
    client.post(f"{here}rate/", {"stars": "4", "reason_code": "rate-fast", "reason": "Rapi juga."})
    row = Report.objects.get()
    assert (row.stars, row.rating_reason) == (4, "Cepat ditangani. Rapi juga.")
    assert "Kamu boleh mengubahnya satu kali" in text(client, here)
    client.post(f"{here}rate/", {"stars": "5"})
    said = text(client, here)
    assert "Nilaimu 5 dari 5" in said and 'name="stars"' not in said
    sent = client.post(f"{here}rate/", {"stars": "1", "reason": "Berubah pikiran."}, follow=True)
    assert "sudah kamu ubah" in sent.content.decode()
    assert Report.objects.get().stars == 5


def test_few_stars_need_a_reason_and_offer_opening_at_once(client: Client) -> None:
    here = page_of(story().report)
    sent = client.post(f"{here}rate/", {"stars": "1"}, follow=True)
    assert "tulis alasan atau pilih nilai" in sent.content.decode()
    client.post(f"{here}rate/", {"stars": "2", "reason_code": "rate-not-fixed"})
    said = text(client, here)
    assert "Nilaimu rendah. Mau dibuka lagi?" in said
    assert re.search(r'id="reopen" open', said)


def test_what_cannot_be_taken_stays_in_the_page_and_nowhere_else(client: Client) -> None:
    told = story()
    here = page_of(told.report)
    sent = client.post(f"{here}rate/", {"stars": "1", "reason": "", "reason_code": "x"})
    assert sent.status_code == 422 and re.search(
        r'value="1" required checked', compact(sent.content.decode())
    )
    sent = client.post(f"{here}withdraw/", {"reason": "Sudah kubereskan sendiri."})
    said = sent.content.decode()
    assert "belum terkirim" in said and "Sudah kubereskan sendiri." in said
    assert "Sudah kubereskan" not in text(client, here)
    assert "sessionid" not in client.cookies


def test_a_long_answer_arrives_whole(client: Client) -> None:
    told = story("in_progress")
    words = " ".join(["kata"] * 900)
    client.post(f"{page_of(told.report)}reply/", {"text": words})
    assert ReportEvent.objects.get(verb="reply").note == words


def test_a_reason_of_another_step_is_no_reason(client: Client) -> None:
    here = page_of(story().report)
    client.post(f"{here}reopen/", {"reason_code": "decline-private"})
    assert Report.objects.get().state == State.RESOLVED


def test_nothing_found_is_asked_and_no_closes_it_never_as_fixed(client: Client) -> None:
    here = page_of(nothing_found().report)
    said = text(client, here)
    assert "Petugas tidak menemukan apa-apa di tempat. Masih ada?" in said
    assert 'name="stars"' not in said
    client.post(f"{here}close/")
    row = Report.objects.get()
    assert (row.state, row.outcome, row.stars) == (State.CLOSED, "not_found", None)
    assert not Message.objects.filter(template="closed").exists()


def test_still_there_opens_it_with_a_better_place(client: Client) -> None:
    told = nothing_found()
    here = page_of(told.report)
    form = {"reason_code": "reopen-still-there", "where": "Di balik\n gardu listrik"}
    client.post(f"{here}reopen/", form)
    assert Report.objects.get().state == State.WAITING
    event = ReportEvent.objects.get(verb="reopen")
    assert event.note == "Masalah masih ada. Tempatnya: Di balik gardu listrik"
    assert event.data and event.data["reason"] == "reopen-still-there"


@pytest.mark.parametrize("by_link", [False, True])
def test_a_photo_that_cannot_be_taken_costs_neither_words_nor_other_photos(
    client: Client, settings: Any, tmp_path: Path, by_link: bool
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    told = nothing_found()
    here = f"/jawab/{answering.token(told.report.number)}/" if by_link else page_of(told.report)
    there = here if by_link else f"{here}reopen/"
    good, bad = (world.jpeg(), "a.jpg"), (b"bukan foto", "rusak.jpg")
    photos = [SimpleUploadedFile(name, content) for content, name in (good, bad)]
    form = {"jawaban": "ya", "reason": "Masih padam.", "where": "Di balik gardu"}
    back = client.post(there, {**form, "photos": photos})
    said = compact(back.content.decode())
    assert back.status_code == 422 and "rusak.jpg:" in said
    assert ">Masih padam.<" in said and 'value="Di balik gardu"' in said
    assert "1 berkas sudah tersimpan" in said and Report.objects.get().state == State.RESOLVED
    [kept] = re.findall(r'name="kept" value="([^"]+)"', said)
    assert client.post(there, {**form, "kept": kept}).status_code == 302
    row = Report.objects.get()
    assert row.state == State.WAITING and row.photos.filter(purpose="reopen").count() == 1


def test_the_message_has_a_link_that_answers_and_tells_nothing(client: Client) -> None:
    told = nothing_found()
    message = Message.objects.get(template="not_found", subject=told.report.number)
    found = re.search(r"/jawab/[^\s]+", texts.render(message)[1])
    assert found
    said = text(client, found[0])
    assert "Masih ada?" in said and told.report.text not in said and told.report.title not in said
    lost = client.post(found[0], {"jawaban": "ya"})
    assert lost.status_code == 422 and "tulis alasan" in lost.content.decode()
    done = client.post(found[0], {"jawaban": "ya", "reason": "Masih gelap."}, follow=True)
    assert "Pertanyaan ini sudah terjawab" in done.content.decode()
    assert Report.objects.get().state == State.WAITING
    assert client.post(found[0], {"jawaban": "tidak"}).status_code == 422
    assert client.get(f"/jawab/{answering.token('JK0000')}/").status_code == 404
    assert client.get(found[0][:-3] + "x/").status_code == 404
    assert not mail.outbox


def test_somebody_else_must_do_what_was_opened_again() -> None:
    told = story()
    told.do("reopen", reason="Masih padam.")
    before, other = told.cast.officer, told.cast.colleague
    with pytest.raises(Refused) as refused:
        told.do("accept", before)
    assert refused.value.code is Code.OWN_WORK
    told.do("accept", other)
    done = {"outcome": Outcome.FIXED, "note": "Beres.", "photos": [photo("before"), photo("after")]}
    with pytest.raises(Refused):
        told.do("resolve", before, **done)
    told.do("resolve", other, **done)
    told.do("reject_followup", told.cast.validator, reason="Buram.")
    assert told.do("resolve", other, **done).state == State.AWAITING_VALIDATION


def test_who_called_it_done_may_not_take_it_again_either() -> None:
    told = story("in_progress")
    other = told.cast.lurah
    told.do("resolve", told.cast.colleague, outcome=Outcome.FIXED, note="Beres.",
            photos=[photo("before"), photo("after")])  # fmt: skip
    told.validate()
    told.do("reopen", reason="Masih padam.")
    for somebody in (told.cast.officer, told.cast.colleague):
        with pytest.raises(Refused):
            told.do("accept", somebody)
    assert told.do("accept", other).state == State.IN_PROGRESS


def test_the_only_one_of_an_office_does_it_herself() -> None:
    told = story()
    told.do("reopen", reason="Masih padam.")
    assert told.accept().state == State.IN_PROGRESS


def test_twice_by_the_reporter_and_then_a_hearing(client: Client) -> None:
    told = story()
    told.do("reopen", reason="Masih padam.")
    assert Verb.HEAR not in {event.verb for event in told.report.events.all()}
    told.do("accept", told.cast.colleague)
    told.do("resolve", told.cast.colleague, outcome=Outcome.FIXED, note="Beres.",
            photos=[photo("before"), photo("after")])  # fmt: skip
    told.validate()
    assert "semua instansi yang terlibat" in text(client, page_of(told.report))
    told.do("reopen", reason="Masih padam.")
    heard = told.do("hear", CLOCK)
    assert heard.came_by == "hear"
    told.do("rule", told.cast.dispatcher, to=builders.agency(builders.VILLAGE), reason="Tetap.")
    told.do("accept", told.cast.colleague)
    told.do("resolve", told.cast.colleague, outcome=Outcome.FIXED, note="Beres.",
            photos=[photo("before"), photo("after")])  # fmt: skip
    told.validate()
    with pytest.raises(Refused) as refused:
        told.do("reopen", reason="Masih padam.")
    assert refused.value.code is Code.REOPEN_LIMIT
    here = page_of(told.report)
    sent = client.post(f"{here}reopen/", {"reason": "Masih."}, follow=True).content.decode()
    assert "dua kali kamu buka lagi" in sent


def test_one_objection_with_its_day_its_ground_and_its_answer(client: Client) -> None:
    told = Story(at=timezone.now() - AGO)
    told.do("decline", told.cast.verifier, reason="Ini sengketa antarwarga.", remedy="Keberatan.",
            reason_code="decline-private")  # fmt: skip
    here = page_of(told.report)
    said = text(client, here)
    assert "Keberatan sampai" in said and "Dasar:" in said and "Ini sengketa antarwarga." in said
    client.post(f"{here}object/", {"reason": "Ini jalan umum."})
    said = text(client, here)
    assert "sedang diperiksa petugas lain" in said and "Diputus paling lambat" in said
    sent = client.post(f"{here}object/", {"reason": "Sekali lagi."}, follow=True).content.decode()
    assert "Keberatan hanya bisa satu kali" in sent
    row = told.fresh()
    told.at = timezone.now()
    told.report = row
    told.do("uphold", told.cast.other_verifier, reason="Tetap sengketa.")
    said = text(client, here)
    assert "Keputusan tetap" in said and "Tetap sengketa." in said


def test_the_day_for_objecting_passes(client: Client) -> None:
    told = Story(at=timezone.now() - timedelta(days=60))
    told.do("decline", told.cast.verifier, reason="Percobaan.", remedy="Keberatan.")
    said = text(client, page_of(told.report))
    assert "Batas keberatan lewat pada" in said and 'id="object-reason"' not in said


def test_taking_it_back_keeps_why(client: Client) -> None:
    told = story("waiting")
    client.post(f"{page_of(told.report)}withdraw/", {"reason_code": "withdraw-solved"})
    event = ReportEvent.objects.get(verb="withdraw")
    assert event.note == "Masalah sudah selesai." and told.fresh().state == State.CLOSED


def test_only_the_reporter_closes_it_so() -> None:
    told = story()
    with pytest.raises(Refused):
        told.do("close", told.cast.officer)
    assert told.do("close", REPORTER).state == State.CLOSED
