"""The main way through a report's life, and its side paths, in the database."""

from __future__ import annotations

import pytest

from tanggap.people.access import CLOCK, PEER, SYSTEM, actor_for
from tanggap.people.actions import appoint
from tanggap.people.models import User
from tanggap.reports import chain
from tanggap.reports.actions import Refused
from tanggap.reports.models import ReportPhoto
from tanggap.reports.workflow import AssignmentState, Code, Outcome, ReportClass, State
from tests import builders
from tests.builders import Story, agency, photo

pytestmark = pytest.mark.django_db


def refused(code: Code):  # type: ignore[no-untyped-def]
    """The action raises Refused with this code."""
    return pytest.raises(Refused, match=f": {code.value}")


def verbs(story: Story) -> list[str]:
    return list(story.report.events.order_by("seq").values_list("verb", flat=True))


def test_whole_life() -> None:
    story = Story().to("closed")
    report = story.fresh()
    assert verbs(story) == ["open", "verify", "accept", "resolve", "validate", "rate"]
    assert (report.stars, report.closing, report.lead) == (5, "work", agency(builders.VILLAGE))
    assert report.closed_at == report.rated_at == story.at
    assert report.seq == 6
    assert report.assignments.get().state == AssignmentState.DONE
    assert set(report.photos.values_list("is_public", flat=True)) == {True}
    assert chain.verify(report.events.order_by("seq"), report_number=report.number) is None
    assert bytes(report.last_hash) == bytes(report.events.get(seq=6).hash)


@pytest.mark.parametrize("state", list(State))
def test_builders_reach_every_state(state: State) -> None:
    assert Story().to(state).fresh().state == state


def test_caller_sees_the_new_row() -> None:
    story = Story()
    story.verify()
    assert story.report.seq == story.fresh().seq == 2
    assert story.report.lead_id == agency(builders.VILLAGE).pk


def test_verify_without_an_office_goes_to_the_desk() -> None:
    story = Story()
    story.do("verify", story.cast.verifier, category=builders.category())
    assert story.report.lead == builders.desk()
    story.do("assign", story.cast.dispatcher, to=agency(builders.VILLAGE), reason="Wilayahnya.")
    rows = list(story.report.assignments.order_by("pk").values_list("state", "came_by"))
    assert rows == [("passed_on", "verify"), ("pending", "assign")]


def test_verify_needs_a_category_except_by_the_pack_rule() -> None:
    story = Story()
    with refused(Code.MISSING):
        story.do("verify", story.cast.verifier)
    story.do("verify", SYSTEM, to=agency(builders.VILLAGE))
    assert story.fresh().state == State.WAITING


def test_hold_and_reply() -> None:
    story = Story().to("on_hold")
    assert story.report.held_from == "submitted"
    story.do("reply", text="Taman Lapangan Banteng.")
    assert (story.report.state, story.report.held_from) == ("submitted", "")


def test_hold_needs_a_way_to_ask() -> None:
    story = Story(contact=None)
    with refused(Code.UNREACHABLE):
        story.do("hold", story.cast.verifier, question="Di mana?")


def test_decline_object_overturn() -> None:
    story = Story().to("declined")
    story.do("object_to", reason="Ini jalan kota.")
    with refused(Code.OWN_DECISION):
        story.do("overturn", story.cast.verifier, reason="Benar.")
    story.do("overturn", story.cast.other_verifier, reason="Benar.")
    assert story.fresh().state == State.SUBMITTED
    with refused(Code.NOT_YOURS):
        story.do("decline", story.cast.lurah, reason="x", remedy="y")


def test_objection_comes_in_time_once() -> None:
    story = Story().to("declined")
    story.tick(days=20)
    with refused(Code.OBJECTION_LATE):
        story.do("object_to", reason="Terlambat.")
    story = Story().to("declined")
    story.do("object_to", reason="Ini jalan kota.")
    story.do("uphold", story.cast.other_verifier, reason="Tetap.")
    with refused(Code.ALREADY_OBJECTED):
        story.do("object_to", reason="Lagi.")


def test_refer_and_the_peer_answers_or_returns() -> None:
    story = Story().to("referred")
    story.do("peer_answer", PEER, text="Sudah ditangani.")
    assert (story.report.state, story.report.closing) == ("resolved", "")
    story.do("reopen", reason="Belum.")
    assert story.report.state == State.REFERRED
    story.do("peer_return", PEER, reason="Bukan kami.", proposal="Kota.")
    assert (story.report.state, story.report.lead) == ("waiting", builders.desk())


def test_resolve_needs_proof_of_the_categorys_kind() -> None:
    story = Story().to("in_progress")
    for photos in ([], [photo("before")], [photo("document")]):
        with refused(Code.MISSING):
            story.resolve(photos=photos)
    story = Story()
    story.verify(category=builders.category("administrasi-kebakaran"))
    story.accept()
    with refused(Code.MISSING):
        story.resolve(photos=[photo("after")])
    story.resolve(photos=[photo("document")])
    story.validate()
    assert not ReportPhoto.objects.get(report=story.report).is_public


def test_finding_nothing_needs_the_place_with_time_and_position() -> None:
    story = Story().to("in_progress")
    nothing = {"outcome": Outcome.NOT_FOUND, "note": "Tidak ditemukan."}
    for photos in ([photo("after", at=story.at)], [photo("place")]):
        with refused(Code.MISSING):
            story.resolve(photos=photos, **nothing)
    story.resolve(photos=[photo("place", at=story.at)], **nothing)
    assert story.report.outcome == "not_found"


def test_who_did_the_work_does_not_validate_it() -> None:
    story = Story().to("in_progress")
    both = builders.staff("validator", agency(builders.VILLAGE))
    user = User.objects.get(pk=both.user_id)
    appoint(user=user, role="officer", agency=agency(builders.VILLAGE), at=builders.HIRED)
    both = actor_for(user, at=story.at)
    story.do("resolve", both, outcome=Outcome.FIXED, note="Selesai.", photos=[photo("after")])
    with refused(Code.OWN_WORK):
        story.do("validate", both)
    story.validate()


def test_rejected_followup_goes_on_and_the_second_time_to_the_head() -> None:
    story = Story().to("awaiting_validation")
    story.do("reject_followup", story.cast.validator, reason="Foto lama.")
    assert story.report.assignments.get().state == AssignmentState.ACCEPTED
    assert story.report.events.last().data["to_head"] is False
    story.resolve()
    story.do("reject_followup", story.cast.validator, reason="Masih foto lama.")
    assert story.report.rejections == 2
    assert story.report.events.last().data["to_head"] is True


def test_answer_settles_questions_only() -> None:
    story = Story().to("in_progress")
    with refused(Code.NOT_ANSWERABLE):
        story.do("answer", story.cast.officer, text="Besok.")
    story = Story(report_class=ReportClass.INFORMATION.value)
    story.do("answer", story.cast.verifier, text="Buka pukul 8.")
    assert (story.report.state, story.report.closing) == ("resolved", "answer")
    story.do("reopen", reason="Bukan itu pertanyaan saya.")
    assert story.report.lead == builders.desk()


def test_answer_by_the_holder_counts_as_its_work() -> None:
    story = Story(report_class=ReportClass.SUGGESTION.value)
    story.verify()
    story.do("answer", story.cast.officer, text="Terima kasih, kami bahas.")
    assert story.report.assignments.get().state == AssignmentState.DONE
    assert story.report.lead == agency(builders.VILLAGE)


def test_low_rating_needs_a_reason_and_stays_open_to_reopening() -> None:
    story = Story().to("resolved")
    with refused(Code.MISSING):
        story.do("rate", stars=1)
    story.do("rate", stars=1, reason="Masih padam.")
    assert story.report.state == State.RESOLVED
    story.do("rate", stars=4)
    assert (story.report.state, story.report.rating_changes) == ("closed", 1)
    with refused(Code.RATED_TWICE):
        story.do("rate", stars=5)


def test_reopened_goes_to_another_person_of_the_same_office() -> None:
    story = Story().to("in_progress")
    story.cast.colleague  # noqa: B018 - somebody else works there
    story.resolve()
    story.validate()
    story.do("reopen", reason="Padam lagi.")
    row = story.report.assignments.get()
    assert (row.state, row.came_by, row.officer_id) == ("pending", "reopen", None)
    assert (story.report.state, story.report.resolved_at, story.report.closing) == (
        "waiting",
        None,
        "",
    )
    with refused(Code.OWN_WORK):
        story.do("accept", story.cast.officer)
    story.do("accept", story.cast.colleague)


def test_an_office_of_one_may_take_its_own_work_up_again() -> None:
    story = Story().to("resolved")
    story.do("reopen", reason="Padam lagi.")
    story.accept()


def test_the_third_time_nobody_reopens_but_a_hearing_is_held() -> None:
    story = Story().to("resolved")
    for _ in range(2):
        story.do("reopen", reason="Masih.")
        if story.report.reopens == 2:
            break
        story.accept()
        story.resolve()
        story.validate()
    story.do("hear", CLOCK)
    story.do("rule", story.cast.dispatcher, to=agency(builders.BRANCH), reason="Sudin.")
    story.do("accept", story.cast.branch)
    story.do(
        "resolve", story.cast.branch, outcome=Outcome.FIXED, note="Ok.", photos=[photo("after")]
    )
    story.validate()
    with refused(Code.REOPEN_LIMIT):
        story.do("reopen", reason="Masih.")
    story.do("reopen", story.cast.dispatcher, reason="Temuan lapangan.")


def test_reopening_ends_with_the_window() -> None:
    story = Story().to("closed")
    story.tick(days=91)
    with refused(Code.WINDOW_OVER):
        story.do("reopen", reason="Rusak lagi.")


def test_withdraw_closes_and_drops() -> None:
    story = Story().to("in_progress")
    story.do("withdraw", reason="Sudah beres.")
    assert (story.report.state, story.report.closing) == ("closed", "withdrawn")
    assert story.report.assignments.get().state == AssignmentState.DROPPED
    with refused(Code.WITHDRAWN):
        story.do("rate", stars=5)


def test_a_hazard_stays_when_its_reporter_leaves() -> None:
    story = Story(is_emergency=True).to("in_progress")
    story.do("withdraw")
    assert (story.fresh().state, story.fresh().contact_id) == ("in_progress", None)


def test_lapse_archives_what_was_never_verified() -> None:
    story = Story().to("on_hold")
    with refused(Code.NOT_YET):
        story.do("lapse", CLOCK)
    story.tick(days=21)
    story.do("lapse", CLOCK)
    assert story.report.state == State.DECLINED


def test_lapse_resumes_work() -> None:
    story = Story().to("in_progress")
    story.do("hold", story.cast.officer, question="Tiang nomor berapa?")
    story.tick(days=21)
    story.do("lapse", CLOCK)
    assert (story.report.state, story.report.held_from) == ("in_progress", "")


def test_close_when_the_reply_window_is_over() -> None:
    story = Story().to("resolved")
    with refused(Code.NOT_YET):
        story.do("close", CLOCK)
    story.tick(days=8)
    story.do("reply", text="Terima kasih, saya cek besok.")
    story.tick(days=8)
    with refused(Code.NOT_YET):
        story.do("close", CLOCK)
    story.tick(days=8)
    story.do("close", CLOCK)
    assert story.report.state == State.CLOSED
