from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tanggap.lib import jobs
from tests.database import ROOT


def rows() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT task_name, queue_name, priority, args, scheduled_at, status::text"
            " FROM procrastinate_jobs ORDER BY id"
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
def test_a_job_holds_what_it_was_asked_with() -> None:
    later = datetime(2026, 11, 23, 7, tzinfo=UTC)
    jobs.enqueue("web.mail_link", priority=3, schedule_at=later, report_id=7, text="ö'")
    args = '{"text": "ö\'", "report_id": 7}'
    assert [(*row[:3], row[4], row[5]) for row in rows()] == [
        ("web.mail_link", "mail", 3, later, "todo")
    ]
    assert rows()[0][3] in (args, {"report_id": 7, "text": "ö'"})


@pytest.mark.django_db
def test_a_job_vanishes_with_its_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("reports.hear", report=1)
        assert len(rows()) == 1
        raise ZeroDivisionError
    assert rows() == []


@pytest.mark.django_db
def test_each_lane_says_how_much_waits_and_for_how_long() -> None:
    """What is planned for later doesn't wait yet; what an earlier version left counts last."""
    assert set(jobs.depths().values()) == {(0, 0.0)}
    for _ in range(2):
        jobs.enqueue("people.staff_list", pk=1)
    jobs.enqueue("duty.ring", schedule_at=datetime(2200, 1, 1, tzinfo=UTC))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES"
                       " ('default', 'reports.sweep')")  # fmt: skip
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '90 seconds'"
                       " FROM procrastinate_jobs AS job"
                       " WHERE job.id = job_id AND queue_name = 'people'")  # fmt: skip
    found = jobs.depths()
    assert {lane.value: count for lane, (count, _age) in found.items()} == {
        "alarm": 0, "mail": 0, "people": 2, "background": 1,
    }  # fmt: skip
    assert 90 <= found[jobs.Lane.PEOPLE][1] < 100 and found[jobs.Lane.BACKGROUND][1] < 10


def test_what_rings_is_first_and_has_a_lane_without_long_work() -> None:
    """Who moves a task into the lane of alarms has to say here that it ends within seconds."""
    tasks = [app.tasks[name] for name in jobs.names()]
    urgent = {task.name: task.priority for task in tasks if task.queue == jobs.Lane.ALARM}
    assert urgent == {"duty.ring": 10, "deadlines.warn": 1, "ops.retry_stalled": 1}
    lanes = {lane.value for lane in jobs.Lane}
    assert {task.queue for task in tasks if "." in task.name} - {"builtin"} <= lanes


@pytest.mark.django_db
def test_inserting_a_job_announces_nothing() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgenabled FROM pg_trigger"
            " WHERE tgname = 'procrastinate_jobs_notify_queue_job_inserted_v1'"
        )
        assert cursor.fetchall() == [("D",)]


def test_an_async_task_is_refused() -> None:
    async def task() -> None:
        """Would stop the heartbeat."""

    with pytest.raises(TypeError, match="ordinary function"):
        jobs.task(name="lib.trial", retry=jobs.NEVER, lane=jobs.Lane.MAIL)(task)


@pytest.mark.parametrize("retry", [jobs.PROMPT, jobs.PATIENT])
def test_a_policy_ends(retry: jobs.Retry) -> None:
    strategy = retry.strategy()
    waits = [
        strategy.wait + strategy.linear_wait * n + strategy.exponential_wait ** (n + 1)
        if strategy.exponential_wait
        else strategy.wait
        for n in range(retry.attempts)
    ]
    assert strategy.max_attempts == retry.attempts
    assert waits == sorted(waits)
    assert sum(waits) < 3 * 24 * 3600


def test_every_job_that_is_asked_for_exists() -> None:
    asked = set()
    for path in (ROOT / "tanggap").rglob("*.py"):
        asked |= set(re.findall(r"\benqueue\(\s*\"([\w.]+)\"", path.read_text()))
    assert asked <= jobs.names()


@pytest.mark.django_db(transaction=True)
def test_a_test_with_real_commits_starts_from_the_template() -> None:
    jobs.enqueue("reports.hear", report=1)
    assert len(rows()) == 1


@pytest.mark.django_db(transaction=True)
def test_and_so_does_the_next() -> None:
    assert rows() == []
