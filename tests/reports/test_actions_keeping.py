"""Verbs that keep the state: corrections, time, duplicates, privacy, and other citizens."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.identity.models import IdentityAccess
from tanggap.messaging.models import Message
from tanggap.people.access import CLOCK, REPORTER
from tanggap.reports import access, actions, chain
from tanggap.reports.actions import Refused
from tanggap.reports.models import Extension, IdentityShare, Relation
from tanggap.reports.workflow import Code, Outcome, State, Verb, Visibility
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db


def refused(code: Code):  # type: ignore[no-untyped-def]
    return pytest.raises(Refused, match=f": {code.value}")


def told(story: Story) -> list[str]:
    rows = Message.objects.filter(subject=story.report.number).order_by("created_at", "pk")
    return [row.template for row in rows if row.template]


def test_correct_computes_the_clocks_anew() -> None:
    story = Story().to("in_progress")
    before = story.report.due_at
    story.do("correct", story.cast.verifier, category=builders.category("jalan"), kind="oversight")
    assert story.report.category == builders.category("jalan")
    changes = story.report.events.last().data["changes"]
    assert changes["kind"] == ["simple", "oversight"]
    assert before is not None
    with refused(Code.MISSING):
        story.do("correct", story.cast.verifier)
    with refused(Code.NOT_YOURS):
        story.do("correct", story.cast.officer, kind="simple")


def test_an_office_proposes_only() -> None:
    story = Story().to("in_progress")
    story.do("propose", story.cast.lurah, verb=Verb.DECLINE, reason="Tanah pribadi.")
    assert story.fresh().state == State.IN_PROGRESS


def test_notes_are_read_by_those_they_are_for() -> None:
    story = Story().to("in_progress")
    story.do("note", story.cast.officer, text="Kunci di pos.", scope="internal")
    story.do("note", story.cast.officer, text="Mohon bantuan.", scope="agencies")
    story.do("note", story.cast.officer, text="Mulai besok.", scope="public")
    events = list(story.report.events.filter(verb="note"))

    def read(actor):  # type: ignore[no-untyped-def]
        return [event.note for event in access.notes_for(events, actor)]

    assert len(read(story.cast.colleague)) == 3
    assert read(story.cast.branch) == ["Mohon bantuan.", "Mulai besok."]
    assert read(REPORTER) == ["Mulai besok."]
    with pytest.raises(ValueError, match="scope"):
        story.do("note", story.cast.officer, text="x", scope="secret")


def test_progress_is_told() -> None:
    story = Story().to("in_progress")
    story.do("progress", story.cast.officer, text="Bahan sudah datang.")
    assert told(story)[-1] == "progress"


def test_scheduled_work_stops_the_holders_clock() -> None:
    story = Story().to("in_progress")
    story.do(
        "schedule",
        story.cast.lurah,
        programme="Peningkatan penerangan",
        month=date(2027, 3, 1),
        reason="Butuh tiang baru.",
    )
    assert story.report.is_scheduled
    assert story.report.events.last().data["until"] == "2027-04-01T00:00:00+07:00"
    with refused(Code.NOT_YOURS):
        story.do("schedule", story.cast.officer, programme="x", month=date(2027, 3, 1), reason="y")
    story.resolve()
    assert not story.fresh().is_scheduled


def test_more_time_is_asked_of_the_superior() -> None:
    story = Story().to("in_progress")
    before = story.report.promised_at
    story.do("extend", story.cast.officer, days=5, reason="Hujan.")
    with refused(Code.EXTENSION_OPEN):
        story.do("extend", story.cast.officer, days=5, reason="Lagi.")
    with refused(Code.NOT_YOURS):
        story.do("grant", story.cast.lurah)
    story.do("grant", story.cast.camat)
    assert story.report.promised_at == before + timedelta(days=5)
    story.do("extend", story.cast.officer, days=3, reason="Hujan lagi.")
    with refused(Code.EXTENSION_NOT_EXPIRED):
        story.do("refuse", CLOCK)
    story.tick(days=5)
    story.do("refuse", CLOCK)
    assert list(Extension.objects.order_by("pk").values_list("state", flat=True)) == [
        "granted",
        "refused",
    ]
    with refused(Code.EXTENSION_LIMIT):
        story.do("extend", story.cast.officer, days=3, reason="Ketiga.")


def test_merge_freezes_and_unmerge_undoes_exactly() -> None:
    cast = builders.Cast()
    root = Story(cast=cast).to("in_progress")
    story, child = Story(cast=cast).to("waiting"), Story(cast=cast)
    child.do("merge", cast.dispatcher, into=story.report)
    before = story.fresh()
    story.do("merge", cast.dispatcher, into=root.report)
    merged = story.fresh()
    assert (merged.state, merged.merged_into_id, merged.due_at) == ("waiting", root.report.pk, None)
    assert child.fresh().merged_into_id == root.report.pk
    assert root.fresh().supporters == 2
    with refused(Code.MERGED):
        story.do("hold", cast.verifier, question="Di mana?")
    story.do("unmerge", cast.dispatcher, reason="Lampu yang lain.")
    again = story.fresh()
    assert (again.state, again.merged_into_id, again.supporters) == ("waiting", None, 1)
    assert child.fresh().merged_into_id == story.report.pk
    assert root.fresh().supporters == 0
    assert again.due_at is not None and before.due_at is not None
    assert again.due_at >= before.due_at
    assert chain.verify(again.events.order_by("seq"), report_number=again.number) is None


def test_merge_never_in_a_circle_nor_from_confidential_to_public() -> None:
    cast = builders.Cast()
    one, two = Story(cast=cast), Story(cast=cast)
    with refused(Code.MERGED):
        one.do("merge", cast.dispatcher, into=one.report)
    one.do("merge", cast.dispatcher, into=two.report)
    with refused(Code.MERGED):
        two.do("merge", cast.dispatcher, into=one.report)
    secret = Story(cast=cast, is_confidential=True)
    with refused(Code.WOULD_LEAK):
        secret.do("merge", cast.dispatcher, into=two.report)


def test_reporter_of_a_duplicate_rates_and_reopens_the_other() -> None:
    cast = builders.Cast()
    root, story = Story(cast=cast).to("in_progress"), Story(cast=cast)
    story.do("merge", cast.verifier, into=root.report)
    root.resolve()
    root.validate()
    assert told(story)[-2:] == ["followed_up", "resolved"]
    story.at = root.at
    story.do("rate", stars=2, reason="Masih gelap di ujung.")
    assert (story.fresh().state, story.fresh().stars) == ("submitted", 2)
    story.do("reopen", reason="Masih gelap.")
    assert root.fresh().state == State.WAITING
    assert story.fresh().state == State.SUBMITTED


def test_split_makes_a_second_report_with_the_same_code() -> None:
    story = Story()
    parts = [actions.Part(text="Dan got mampet.")]
    [new] = actions.split(story.report, parts=parts, by=story.cast.verifier, at=story.tick())
    assert new.number != story.report.number
    assert (new.state, new.contact_id) == ("submitted", story.report.contact_id)
    assert bytes(new.code_hash) == bytes(story.report.code_hash)
    assert Relation.objects.get(report=story.report, other=new).kind == "split"
    assert new.received_at == story.report.received_at


def test_relate() -> None:
    cast = builders.Cast()
    one, two = Story(cast=cast), Story(cast=cast)
    for _ in range(2):
        one.do("relate", cast.verifier, to=two.report, kind=Relation.Kind.RECURRENCE)
    assert Relation.objects.get(report=one.report).other_id == two.report.pk


def test_publish_and_hide() -> None:
    story = Story()
    story.do("publish", story.cast.verifier)
    assert story.fresh().visibility == Visibility.PUBLIC
    story.do("hide", story.cast.validator, reason="Menyebut nama.")
    assert story.fresh().visibility == Visibility.HIDDEN
    secret = Story(cast=story.cast, is_confidential=True)
    with refused(Code.CONFIDENTIAL):
        secret.do("publish", story.cast.verifier)


def test_identity_is_shared_field_by_field_for_a_time() -> None:
    story = Story().to("in_progress")
    story.do("ask_identity", story.cast.officer, field="phone", reason="Perlu janji temu.")
    assert told(story)[-1] == "identity_asked"
    share = IdentityShare.objects.get(report=story.report)
    assert not access.shared_fields(story.report, story.cast.officer, at=story.at)
    until = story.at + timedelta(days=3)
    story.do("agree_identity", share=share, until=until)
    seen = access.shared_fields(story.report, story.cast.officer, at=story.at)
    assert seen == {"phone"}
    assert not access.shared_fields(story.report, story.cast.branch, at=story.at)
    assert not access.shared_fields(story.report, story.cast.officer, at=until)
    with refused(Code.WRONG_STATE):
        story.do("refuse_identity", share=share)


def test_breaking_the_glass_is_logged_and_told() -> None:
    story = Story()
    with refused(Code.NOT_YOURS):
        story.do("break_glass", story.cast.verifier, reason="Ancaman.")
    opened = actions.break_glass(
        story.report, reason="Ancaman bunuh diri.", by=story.cast.dispatcher, at=story.tick()
    )
    assert opened.person.name == "Sari Wulandari"
    row = IdentityAccess.objects.get()
    assert (row.report_number, row.reason) == (story.report.number, "Ancaman bunuh diri.")
    assert told(story)[-1] == "identity_opened"
    assert "Sari" not in repr(opened)


def test_support_counts_once_each() -> None:
    story = Story(visibility="public")
    for key in (b"a", b"a", b"b"):
        story.do("support", key_hash=key * 32)
    assert story.fresh().supporters == 2
    assert story.fresh().seq == 3
    story.do("follow", key_hash=b"a" * 32)
    story.do("comment", text="Di gang saya juga.")
    with refused(Code.NOT_PUBLIC):
        Story(cast=story.cast).do("support", key_hash=b"a" * 32)


def test_a_reminder_is_sent_once() -> None:
    story = Story().to("on_hold")
    event = story.report.events.last()
    for _ in range(2):
        actions.remind(story.report, question=event.note, seq=event.seq, at=story.tick())
    assert told(story).count("hold_reminder") == 1


@pytest.mark.usefixtures("held_rules")
def test_main_verbs_stay_within_their_queries() -> None:
    story = Story()
    cast = story.cast
    people = [cast.verifier, cast.lurah, cast.officer, cast.validator, cast.department]
    there, photos = agency(builders.DEPARTMENT), [builders.photo("after")]
    assert all(people)
    category, village = builders.category(), agency(builders.VILLAGE)
    steps = [
        ("verify", cast.verifier, {"category": category, "to": village}),
        ("coordinate", cast.lurah, {"to": there, "reason": "Jalan dinas."}),
        ("give_back", cast.department, {"reason": "Bukan."}),
        ("assign", cast.dispatcher, {"to": village, "reason": "Wilayah."}),
        ("accept", cast.officer, {}),
        ("hold", cast.officer, {"question": "Di mana?"}),
        ("reply", REPORTER, {"text": "Di taman."}),
        ("resolve", cast.officer, {"outcome": Outcome.FIXED, "note": "Ok", "photos": photos}),
        ("reject_followup", cast.validator, {"reason": "Foto lama."}),
        ("resolve", cast.officer, {"outcome": Outcome.FIXED, "note": "Ok", "photos": photos}),
        ("validate", cast.validator, {}),
        ("rate", REPORTER, {"stars": 5}),
    ]
    counts = {}
    for verb, by, needs in steps:
        with CaptureQueriesContext(connection) as seen:
            story.do(verb, by, **needs)
        counts[verb] = len([q for q in seen if "SAVEPOINT" not in q["sql"]])
    assert max(counts.values()) <= 12, counts
