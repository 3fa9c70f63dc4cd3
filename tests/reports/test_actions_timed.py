"""What happens by itself, and the cached times that say when."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from tanggap.messaging.models import Message
from tanggap.messaging.texts import TEXTS
from tanggap.reports import actions, jobs
from tanggap.reports.models import Report
from tanggap.reports.workflow import State, pairs
from tests import builders
from tests.builders import Story, agency

pytestmark = pytest.mark.django_db


@pytest.fixture
def long_ago() -> datetime:
    """Long enough for every window to be over now."""
    return timezone.now() - timedelta(days=80)


def asked_for() -> set[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, (args->>'report')::int FROM procrastinate_jobs"
            " WHERE task_name LIKE 'reports.%'"
        )
        return set(cursor.fetchall())


def test_the_sweep_asks_for_what_is_due_and_nothing_else(long_ago: datetime) -> None:
    held = Story(at=long_ago).to("on_hold")
    cast = held.cast
    settled = Story(cast=cast, at=long_ago).to("resolved")
    late = Story(cast=cast, at=long_ago).to("in_progress")
    late.do("extend", cast.officer, days=5, reason="Hujan.")
    Story(cast=cast, at=timezone.now() - timedelta(days=1)).to("resolved")
    Story(cast=cast, at=long_ago).to("closed")
    jobs.sweep()
    assert asked_for() == {
        ("reports.lapse", held.report.pk),
        ("reports.close", settled.report.pk),
        ("reports.refuse_extension", late.report.pk),
    }
    for _ in range(2):  # a job may run twice
        jobs.lapse(report=held.report.pk)
        jobs.close(report=settled.report.pk)
        jobs.refuse_extension(report=late.report.pk)
    assert held.fresh().state == State.DECLINED
    assert settled.fresh().state == State.CLOSED
    assert late.report.extensions.get().state == "refused"


def test_the_second_return_asks_for_a_hearing() -> None:
    story = Story()
    story.verify()
    story.do("give_back", story.cast.lurah, reason="Bukan.")
    story.do("assign", story.cast.dispatcher, to=agency(builders.DEPARTMENT), reason="Coba.")
    assert not asked_for()
    story.do("give_back", story.cast.department, reason="Bukan.")
    assert asked_for() == {("reports.hear", story.report.pk)}
    jobs.hear(report=story.report.pk)
    assert story.fresh().came_by == "hear"
    jobs.hear(report=story.report.pk)
    assert story.fresh().seq == 6


def test_reminders_go_out_at_half_time() -> None:
    story = Story(at=timezone.now() - timedelta(days=10)).to("on_hold")
    Story(cast=story.cast, at=timezone.now() - timedelta(hours=3)).to("on_hold")
    jobs.remind()
    jobs.remind()
    row = Message.objects.get(template="hold_reminder")
    assert (row.subject, row.data["note"]) == (story.report.number, "Di taman yang mana?")


def test_rebuilding_finds_only_what_is_wrong() -> None:
    one = Story().to("in_progress")
    Story(cast=one.cast).to("waiting")
    Story(cast=one.cast).to("closed")  # isn't even read
    assert list(actions.rebuild(batch=1, at=one.at)) == [(1, 0), (1, 0)]
    before = one.fresh()
    assert before.due_at is not None
    Report.objects.filter(pk=one.report.pk).update(due_at=None, promised_at=None)
    assert list(actions.rebuild(at=one.at)) == [(2, 1)]
    after = one.fresh()
    for name in ("due_at", "due_from", "due_clock", "promised_at", "alert_at"):
        assert getattr(after, name) == getattr(before, name), name


def test_due_times_follow_whose_turn_it_is() -> None:
    story = Story()
    seen = [story.report.due_at]
    for step in (story.verify, story.accept, story.resolve, story.validate):
        step()
        seen.append(story.report.due_at)
    assert None not in seen
    assert len(set(seen)) == len(seen)
    assert story.fresh().promised_at is not None
    story.do("rate", stars=5)
    assert story.fresh().due_at is None


def test_every_message_of_a_life_has_its_words() -> None:
    story = Story().to("closed")
    used = set(
        Message.objects.filter(subject=story.report.number).values_list("template", flat=True)
    )
    assert used == {"received", "verified", "accepted", "followed_up", "resolved"}
    assert used <= set(TEXTS)


def test_the_database_knows_the_same_steps_as_the_table() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = 'event_pair'"
        )
        row = cursor.fetchone()
    assert row is not None
    known = {tuple(pair.split(">")) for pair in re.findall(r"'([a-z_]*>[a-z_]+)'", row[0])}
    assert known == {(before.value if before else "", after.value) for before, after in pairs()}
