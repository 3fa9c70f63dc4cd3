"""Between offices, and what holds for every verb: conflicts, refusals, history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tanggap.people.access import CLOCK, REPORTER
from tanggap.reports import actions
from tanggap.reports.actions import Conflict, Refused
from tanggap.reports.models import Assignment, Precedent, Report, ReportEvent, ReportPhoto
from tanggap.reports.workflow import Code, Outcome, State
from tests import builders
from tests.builders import Story, agency, photo

pytestmark = pytest.mark.django_db


def refused(code: Code):  # type: ignore[no-untyped-def]
    """The action raises Refused with this code."""
    return pytest.raises(Refused, match=f": {code.value}")


def test_coordinate_sideways_and_dispose_down() -> None:
    story = Story()
    story.verify(to=agency(builders.VILLAGE))
    story.do("coordinate", story.cast.lurah, to=agency(builders.DEPARTMENT), reason="Jalan dinas.")
    with refused(Code.NOT_BELOW):
        story.do("dispose", story.cast.department, to=agency(builders.VILLAGE), instruction="x")
    story.do("dispose", story.cast.department, to=agency(builders.BRANCH), instruction="Cek.")
    assert story.report.came_by == "dispose"
    assert story.report.lead == agency(builders.BRANCH)
    with refused(Code.NOT_YOURS):
        story.do("accept", story.cast.officer)


def test_give_back_goes_up_after_a_disposition_else_to_the_desk() -> None:
    story = Story()
    story.verify(to=agency(builders.DEPARTMENT))
    story.do("dispose", story.cast.department, to=agency(builders.BRANCH), instruction="Cek.")
    story.do("give_back", story.cast.branch, reason="Bukan aset kami.")
    assert story.report.lead == agency(builders.DEPARTMENT)
    story.do("give_back", story.cast.department, reason="Bukan tupoksi.")
    assert (story.report.lead, story.report.returns) == (builders.desk(), 2)


def test_two_returns_lead_to_a_hearing_and_a_precedent() -> None:
    story = Story()
    story.verify(to=agency(builders.VILLAGE))
    with refused(Code.HEARING_NOT_DUE):
        story.do("hear", CLOCK)
    story.do("give_back", story.cast.lurah, reason="Bukan.")
    story.do("assign", story.cast.dispatcher, to=agency(builders.DEPARTMENT), reason="Coba.")
    story.do("give_back", story.cast.department, reason="Bukan.")
    story.do("hear", CLOCK)
    with refused(Code.IN_HEARING):
        story.do("assign", story.cast.dispatcher, to=agency(builders.VILLAGE), reason="x")
    story.do("rule", story.cast.dispatcher, to=agency(builders.BRANCH), reason="Aset sudin.")
    assert (story.report.returns, story.report.lead) == (0, agency(builders.BRANCH))
    precedent = Precedent.objects.get(report=story.report)
    assert (precedent.agency, precedent.category) == (agency(builders.BRANCH), builders.category())


def test_recall_before_it_is_accepted() -> None:
    story = Story()
    story.verify(to=agency(builders.VILLAGE))
    story.do("coordinate", story.cast.lurah, to=agency(builders.DEPARTMENT), reason="Salah.")
    story.do("recall", story.cast.lurah, reason="Ternyata milik kami.")
    assert story.report.lead == agency(builders.VILLAGE)
    assert [row.state for row in story.report.assignments.order_by("pk")] == [
        "passed_on",
        "dropped",
        "pending",
    ]
    story.accept()
    with refused(Code.WRONG_STATE):
        story.do("recall", story.cast.dispatcher, reason="x")


def test_supporting_offices_finish_first() -> None:
    story = Story().to("in_progress")
    story.do("add_support", story.cast.lurah, to=agency(builders.BRANCH), instruction="Alat berat.")
    with refused(Code.SUPPORT_OPEN):
        story.resolve()
    story.do("accept", story.cast.branch)
    assert story.report.state == State.IN_PROGRESS
    story.do("done", story.cast.branch, note="Alat sudah dipakai.")
    story.resolve()
    assert story.report.state == State.AWAITING_VALIDATION


def test_support_can_be_given_back_or_dropped() -> None:
    story = Story().to("in_progress")
    branch = agency(builders.BRANCH)
    story.do("add_support", story.cast.lurah, to=branch, instruction="Bantu.")
    with refused(Code.SAME_AGENCY):
        story.do("add_support", story.cast.lurah, to=branch, instruction="Lagi.")
    story.do("give_back", story.cast.branch, reason="Tidak ada alat.")
    assert story.report.state == State.IN_PROGRESS
    story.do("add_support", story.cast.lurah, to=branch, instruction="Tolong.")
    story.do("drop_support", story.cast.lurah, of=branch, reason="Tidak perlu lagi.")
    with refused(Code.NOT_SUPPORTING):
        story.do("drop_support", story.cast.lurah, of=branch, reason="Lagi.")
    story.resolve()


def test_rejecting_a_supporting_share() -> None:
    story = Story().to("in_progress")
    story.do("add_support", story.cast.lurah, to=agency(builders.BRANCH), instruction="Bantu.")
    story.do("accept", story.cast.branch)
    story.do("done", story.cast.branch, note="Selesai.")
    story.resolve()
    row = story.report.assignments.get(role=Assignment.Role.SUPPORTING)
    story.do("reject_followup", story.cast.validator, reason="Kurang.", assignments=[row])
    assert {a.state for a in story.report.assignments.all()} == {"accepted"}


def test_stale_version_is_a_conflict_that_tells_who_was_first() -> None:
    story = Story()
    shown = story.report.seq
    story.verify()
    mine = Report.objects.get(pk=story.report.pk)
    with pytest.raises(Conflict) as caught:
        actions.decline(
            mine,
            by=story.cast.other_verifier,
            at=story.tick(),
            version=shown,
            reason="x",
            remedy="y",
        )
    assert caught.value.event.verb == "verify"
    assert caught.value.actor_name == "verifier"
    assert story.fresh().seq == 2


def test_a_supporter_makes_nobodys_work_stale() -> None:
    story = Story(visibility="public")
    shown = story.report.seq
    story.do("support", key_hash=b"k" * 32)
    story.verify(version=shown)
    assert story.fresh().state == State.WAITING


def test_events_can_not_be_changed() -> None:
    from django.db import DatabaseError, connection, transaction

    story = Story()
    for statement in (
        "UPDATE reports_reportevent SET note = 'x'",
        "DELETE FROM reports_reportevent",
        "TRUNCATE reports_reportevent CASCADE",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert ReportEvent.objects.filter(report=story.report).count() == 1


def test_time_never_runs_backwards_in_the_log() -> None:
    story = Story()
    actions.hold(
        story.report,
        by=story.cast.verifier,
        at=story.at - timedelta(minutes=5),
        question="Di mana?",
    )
    first, second = story.report.events.order_by("seq")
    assert second.at == first.at


def test_refused_leaves_nothing_behind() -> None:
    story = Story()
    with refused(Code.WRONG_STATE):
        story.do("resolve", story.cast.officer, outcome=Outcome.FIXED, note="x", photos=[photo()])
    assert story.fresh().seq == 1
    assert not ReportPhoto.objects.exists()
    assert REPORTER.kind == "reporter"
