"""Long works from their plan to its end: who decides, what the clocks do, who is told."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tanggap.casework.queries import lists
from tanggap.deadlines import warnings
from tanggap.messaging.models import Message, Notice
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.reports import actions
from tanggap.reports.vocabulary import Step
from tanggap.reports.workflow import Code, Refused
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db
JANUARY, MARCH = date(2027, 1, 1), date(2027, 3, 1)


def planned(month: date = MARCH, **needs: Any) -> Story:
    story = Story().to("in_progress")
    usual = {"programme": "Musrenbang 2027", "month": month, "reason": "Menunggu anggaran."}
    story.do("schedule", story.cast.lurah, **usual | needs)
    return story


def said(story: Story) -> dict[str, Any]:
    last = story.report.events.order_by("seq").last()
    assert last is not None
    return last.data or {}


def told(story: Story) -> list[str]:
    rows = Message.objects.filter(subject=story.report.number).order_by("pk")
    return list(rows.values_list("template", flat=True))


def refused(story: Story, code: Code, **needs: Any) -> None:
    with pytest.raises(Refused) as error:
        story.do("schedule", story.cast.lurah, **needs)
    assert error.value.code is code


def test_a_review_confirms_the_plan_and_begins_the_next_thirty_days() -> None:
    story = planned()
    first = story.fresh().due_at
    assert story.fresh().due_clock == "schedule_review" and first is not None
    story.at = first
    story.do("schedule", story.cast.lurah, step=Step.CONFIRMED)
    assert said(story)["step"] == "confirmed" and said(story)["month"] == "2027-03"
    assert said(story)["programme"] == "Musrenbang 2027"
    again = story.fresh().due_at
    assert again is not None and again == story.at + timedelta(days=30)
    # The reporter heard of the month once; a review changes nothing for her.
    assert told(story).count("scheduled") == 1 and told(story)[-1] == "scheduled"


def test_another_month_needs_a_reason_and_remembers_the_old_one() -> None:
    story = planned(JANUARY)
    refused(story, Code.MISSING, step=Step.MOVED, programme="Musrenbang 2027", month=MARCH)
    story.do(
        "schedule", story.cast.lurah, step=Step.MOVED, programme="APBD-P", month=MARCH,
        reason="Lelang gagal.",
    )  # fmt: skip
    assert said(story)["before"] == {"programme": "Musrenbang 2027", "month": "2027-01"}
    assert story.fresh().is_scheduled and told(story)[-1] == "scheduled"


def test_an_ended_plan_lets_the_usual_clocks_run_again() -> None:
    story = planned()
    story.at += timedelta(days=3)
    refused(story, Code.MISSING, step=Step.ENDED)
    story.do("schedule", story.cast.lurah, step=Step.ENDED, reason="Anggaran ada.")
    row = story.fresh()
    assert not row.is_scheduled and row.due_clock == "completion"
    assert actions.plan_of(row) == {} and told(story)[-1] == "schedule_ended"
    story.resolve()
    assert story.fresh().state == "awaiting_validation"


def test_what_makes_no_sense_is_refused() -> None:
    story = Story().to("in_progress")
    refused(story, Code.NOT_SCHEDULED, step=Step.CONFIRMED)
    refused(story, Code.NOT_SCHEDULED, step=Step.ENDED, reason="x")
    refused(story, Code.MONTH_OVER, programme="x", month=date(2026, 10, 1), reason="x")
    late = planned(date(2026, 11, 1))
    late.at = datetime.fromisoformat("2026-12-01T08:00:00+07:00")
    refused(late, Code.MONTH_OVER, step=Step.CONFIRMED)


def test_helping_offices_decide_together_and_are_told() -> None:
    story = Story().to("in_progress")
    cast, branch = story.cast, agency(builders.BRANCH)
    needs: dict[str, Any] = {"programme": "Bersama", "month": MARCH, "reason": "Besar."}
    refused(story, Code.NOT_SUPPORTING, **needs, together=[branch])
    story.do("add_support", cast.lurah, to=branch)
    helper = cast.branch
    story.do("schedule", cast.lurah, **needs, together=[branch])
    assert said(story)["together"] == [branch.pk]
    notice = Notice.objects.get(user=helper.user_id, template="scheduled_together")
    assert notice.data["month"] == "2027-03"
    story.do("schedule", cast.lurah, step=Step.CONFIRMED)
    assert said(story)["together"] == [branch.pk]


def test_a_review_waits_in_the_queue_of_its_office_and_warns() -> None:
    story = planned()
    lurah, due_at = story.cast.lurah, story.fresh().due_at
    assert due_at is not None
    assert waits_for(lurah) == {story.report.pk}
    warnings.warn(at=due_at)
    rows = Notice.objects.filter(user=lurah.user_id, template="overdue")
    assert [row.data["clock"] for row in rows] == ["schedule_review"]


def waits_for(actor: Actor) -> set[int]:
    return {row.pk for part in lists.queue(actor, "agency") for row in part}


def test_the_desk_sets_confirms_moves_and_ends_a_plan(client: Client) -> None:
    story = Story(at=builders.MONDAY).to("in_progress")
    number = story.report.number
    client.force_login(User.objects.get(pk=story.cast.lurah.user_id))
    url = f"/meja/laporan/{number}/schedule/"
    page = client.get(url).content.decode()
    assert "Bulan pengerjaan" in page and "Jadwal ini" not in page
    send = {"programme": "Musrenbang", "month": "2099-03", "reason": "Besar."}
    assert client.post(url, send).status_code == 302
    page = client.get(url).content.decode()
    assert "Jadwal ini" in page and 'value="2099-03"' in page and 'value="Musrenbang"' in page
    assert client.post(url, {"step": "confirmed"}).status_code == 302
    empty = client.post(url, {"step": "moved", "month": "2099-04"})
    assert empty.status_code == 422 and "Kurang" in empty.content.decode()
    client.post(url, {"step": "ended", "reason": "Anggaran ada."})
    steps = [event.data["step"] for event in story.report.events.filter(verb="schedule")]
    assert steps == ["set", "confirmed", "ended"]
    page = client.get(f"/meja/laporan/{number}/").content.decode()
    assert "Jadwal pekerjaan diakhiri, dikerjakan seperti biasa" in page
