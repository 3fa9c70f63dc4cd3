"""The ladder climbed for real reports: who is told, when, and how often."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.deadlines import warnings
from tanggap.messaging import notice_texts, notices
from tanggap.messaging.models import Notice
from tanggap.people import actions as people
from tanggap.people.access import Actor
from tanggap.people.models import User
from tanggap.reports import actions, due
from tanggap.reports.clocks import PRESSED
from tanggap.reports.models import Report
from tests import builders
from tests.builders import DISTRICT, VILLAGE, Story, agency

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def seat(role: str, office: str) -> Actor:
    return builders.staff(role, agency(office), name=f"{role} of {office}")


def told(actor: Actor) -> list[str]:
    rows = Notice.objects.filter(user=actor.user_id).order_by("pk")
    return [row.effect_key.rsplit(":", 1)[1] for row in rows]


def waiting() -> Story:
    """A report that waits for the village, which has a day to react."""
    story = Story()
    story.verify()
    return story


def due_of(story: Story) -> datetime:
    at = story.fresh().due_at
    assert at is not None
    return at


def test_each_rung_reaches_whom_it_means_at_its_moment() -> None:
    officer, admin = seat("officer", VILLAGE), seat("agency_admin", VILLAGE)
    lurah, camat = seat("leader", VILLAGE), seat("leader", DISTRICT)
    mayor, governor = seat("leader", "kota-pusat"), seat("leader", "pemprov-dki")
    elsewhere = seat("leader", "kota-barat")
    story = waiting()
    late = due_of(story)
    everybody = (officer, admin, lurah, camat, mayor, governor)
    assert not any(map(told, everybody))
    warnings.warn(at=late - timedelta(hours=5))
    assert [told(one) for one in everybody] == [["soon"], ["soon"], [], [], [], []]
    warnings.warn(at=late)
    assert [told(one) for one in everybody] == [
        ["soon", "late-turn"], ["soon", "late-turn"], ["late-unit"], [], [], [],
    ]  # fmt: skip
    warnings.warn(at=late + DAY)
    assert told(camat) == ["late-agency"]
    warnings.warn(at=late + 2 * DAY)
    assert told(mayor) == ["late-city"]
    warnings.warn(at=late + 7 * DAY)
    assert told(governor) == ["late-top"]
    assert story.fresh().alert_at is None
    assert told(elsewhere) == []


def test_a_rung_is_climbed_once_however_often_the_job_runs() -> None:
    officer, story = seat("officer", VILLAGE), waiting()
    late = due_of(story)
    for minutes in range(0, 60, 5):
        warnings.warn(at=late + timedelta(minutes=minutes))
    assert told(officer) == ["late-turn"]  # the warning before the end came too late


def test_a_new_run_climbs_from_the_foot_and_a_note_does_not() -> None:
    officer = seat("officer", VILLAGE)
    story = waiting()
    warnings.warn(at=due_of(story) - timedelta(hours=5))
    story.do("note", story.cast.officer, text="Besok ke sana.")
    warnings.warn(at=due_of(story) - timedelta(hours=4))
    assert told(officer) == ["soon"]
    story.at = due_of(story) - timedelta(hours=3)
    story.accept()
    assert story.fresh().due_clock == "red_flag"
    warnings.warn(at=due_of(story) - DAY)
    mine = Notice.objects.filter(user=story.cast.officer.user_id)
    assert mine.filter(effect_key__contains=":red_flag:").count() == 1
    # Whoever accepted it is told by name; the colleague isn't, the administration is.
    assert told(officer) == ["soon"]


def test_more_time_moves_the_ladder() -> None:
    story = Story().to("in_progress")
    story.do("progress", story.cast.officer, text="Lampu baru dipesan.")
    before = due_of(story)
    story.do("extend", story.cast.officer, days=3, reason="Hujan terus.")
    story.do("grant", story.cast.camat, note="Baik.")
    assert due_of(story) > before
    warnings.warn(at=before)
    assert not {"late-turn", "soon"} & set(told(story.cast.officer))
    warnings.warn(at=due_of(story))
    assert "late-turn" in told(story.cast.officer)


def test_desks_are_told_of_what_waits_for_them() -> None:
    story = Story()
    verifier, validator = story.cast.verifier, story.cast.validator
    warnings.warn(at=due_of(story))
    assert told(verifier) == ["late-turn"]
    story.to("awaiting_validation")
    warnings.warn(at=due_of(story))
    assert told(validator) == ["late-turn"]


def test_a_confidential_report_climbs_only_to_those_who_may_see_it() -> None:
    leader, governor = seat("leader", "inspektorat"), seat("leader", "pemprov-dki")
    story = Story(is_confidential=True)
    story.verify(to=agency(builders.INSPECTORATE), category=builders.category("pungutan-liar"))
    case_worker, inspector = story.cast.case_worker, story.cast.inspector
    report = story.fresh()
    assert report.is_confidential
    for days in range(9):
        warnings.warn(at=due_of(story) + days * DAY)
    assert told(case_worker) != []
    assert [told(one) for one in (inspector, leader, governor)] == [[], [], []]


def test_who_left_before_the_rung_is_not_told() -> None:
    officer, story = seat("officer", VILLAGE), waiting()
    user = User.objects.get(pk=officer.user_id)
    people.dismiss(user=user, role="officer", agency=agency(VILLAGE), at=story.at)
    warnings.warn(at=due_of(story))
    assert told(officer) == []


def test_who_waits_for_the_reporter_warns_nobody() -> None:
    story = Story().to("on_hold")
    assert story.fresh().alert_at is None
    settled = Story(cast=story.cast).to("resolved")
    assert settled.fresh().alert_at is None


def test_an_old_backlog_is_passed_over() -> None:
    officer, story = seat("officer", VILLAGE), waiting()
    warnings.warn(at=due_of(story) + 30 * DAY)
    assert told(officer) == []
    assert story.fresh().alert_at is None


def test_many_late_reports_are_one_mail() -> None:
    officer = seat("officer", VILLAGE)
    User.objects.filter(pk=officer.user_id).update(email="petugas@example.org")
    stories = [waiting() for _ in range(4)]
    at = max(map(due_of, stories))
    warnings.warn(at=at)
    for user in notices.waiting_for_mail(at=at):
        notices.mail(user_id=user, at=at)
    assert [message.to for message in mail.outbox] == [["petugas@example.org"]]
    assert "4 pemberitahuan" in mail.outbox[0].subject


def test_an_empty_look_reads_one_index() -> None:
    waiting()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM reports_report WHERE alert_at <= now()"
            " ORDER BY alert_at, id LIMIT 100"
        )
        assert any("report_alert" in row[0] for row in cursor.fetchall())


def test_every_clock_of_the_ladder_has_its_words() -> None:
    assert set(notice_texts.CLOCKS) == {clock.value for clock in PRESSED}


class Killed(BaseException):
    """The worker is gone."""


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(kills=st.lists(st.integers(0, 12), max_size=6), pause=st.integers(12, 60))
def test_exactly_once_with_a_worker_that_is_killed(
    db: None, monkeypatch: pytest.MonkeyPatch, kills: list[int], pause: int
) -> None:
    """Kill the job before any of its writes, at any look; at the end each rung was told once."""
    Notice.objects.all().delete()
    Report.objects.update(alert_at=None)
    stories = [waiting() for _ in range(3)]
    seat("leader", VILLAGE), seat("leader", DISTRICT)
    at, end = due_of(stories[0]) - DAY, due_of(stories[-1]) + 8 * DAY
    left = list(kills)
    while at <= end:
        with monkeypatch.context() as patch:
            if left:
                _kill_after(patch, left.pop())
            try:
                warnings.warn(at=at)
            except Killed:
                continue  # the next tick looks again
        at += timedelta(hours=pause)
    warnings.warn(at=end)
    assert not Report.objects.filter(alert_at__lte=end).exists()
    keys = Counter(Notice.objects.values_list("user_id", "effect_key"))
    assert set(keys.values()) == {1}
    for story in stories:
        _has_climbed(story, pause)


def _kill_after(patch: pytest.MonkeyPatch, writes: int) -> None:
    done = iter(range(writes))

    def dying(act: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            if next(done, None) is None:
                raise Killed
            return act(*args, **kwargs)

        return call

    patch.setattr(warnings.messaging, "notify_staff", dying(warnings.messaging.notify_staff))
    patch.setattr(warnings.reports, "set_alert", dying(actions.set_alert))


def _has_climbed(story: Story, pause: int) -> None:
    """Every rung that had somebody to tell and a look in time told them."""
    codes = {
        row.effect_key.rsplit(":", 1)[1]
        for row in Notice.objects.filter(subject=story.report.number)
    }
    assert {"late-unit", "late-agency"} <= codes
    assert codes <= {rung.code for rung in due.rungs()}


def test_a_slice_leaves_the_rest_to_a_job_of_its_own() -> None:
    """Thousands of late reports hold up an alarm no longer than a slice takes."""
    officer = seat("officer", VILLAGE)
    stories = [waiting() for _ in range(3)]
    late = due_of(stories[-1]) + timedelta(minutes=1)
    with patch.object(warnings, "BATCH", 1):
        assert warnings.warn(at=late, seconds=0) == 1
        assert asked_for() == 1
        assert warnings.warn(at=late) == 2
    assert asked_for() == 1 and len(told(officer)) == 3


def asked_for() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deadlines.warn'"
            " AND queue_name = 'alarm'"
        )
        return int(cursor.fetchone()[0])
