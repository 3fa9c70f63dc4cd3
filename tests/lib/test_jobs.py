from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

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
    jobs.enqueue("lib.trial", queue="mail", priority=3, schedule_at=later, report_id=7, text="ö'")
    args = '{"text": "ö\'", "report_id": 7}'
    assert [(*row[:3], row[4], row[5]) for row in rows()] == [
        ("lib.trial", "mail", 3, later, "todo")
    ]
    assert rows()[0][3] in (args, {"report_id": 7, "text": "ö'"})


@pytest.mark.django_db
def test_a_job_vanishes_with_its_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        jobs.enqueue("lib.trial")
        assert len(rows()) == 1
        raise ZeroDivisionError
    assert rows() == []


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
        jobs.task(name="lib.trial", retry=jobs.NEVER)(task)


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
    jobs.enqueue("lib.left_behind")
    assert len(rows()) == 1


@pytest.mark.django_db(transaction=True)
def test_and_so_does_the_next() -> None:
    assert rows() == []
