"""Lanes: what takes long in one holds up no other; an alarm rings meanwhile."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import connection
from django.utils import timezone

from tanggap.deadlines import recomputing
from tanggap.deadlines.models import Recomputation
from tanggap.duty.models import Alarm
from tanggap.lib import jobs
from tanggap.ops import worker
from tests.builders import Story
from tests.database import ROOT

SECONDS = 30.0
BACKLOG = 2000


@pytest.fixture(autouse=True)
def quick() -> Iterator[None]:
    with patch.object(worker, "POLL_SECONDS", 0.02), patch.object(worker, "STOP_SECONDS", 2.0):
        yield


def alone(work: Coroutine[Any, Any, object]) -> None:
    """Run it in a thread: a browser's tests leave a loop behind in this one."""
    with ThreadPoolExecutor(1) as threads:
        threads.submit(asyncio.run, work).result()


async def work_until(condition: Callable[[], bool], then: Callable[[], object] = bool) -> None:
    """The real worker, until `condition` holds; `then` lets it go. Fails when it takes too long."""
    working = asyncio.create_task(worker.work())
    try:
        async with asyncio.timeout(SECONDS):
            while not await asyncio.to_thread(asked, condition):
                assert not working.done()
                await asyncio.sleep(0.02)
    finally:
        then()
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)


def asked(condition: Callable[[], bool]) -> bool:
    try:
        return condition()
    finally:
        connection.close()


@contextmanager
def a_long_recomputation() -> Iterator[tuple[threading.Event, threading.Event]]:
    """It is under way from the first event on, and goes on until the second."""
    begun, over = threading.Event(), threading.Event()

    def slice_of_it(**_: object) -> None:
        begun.set()
        over.wait(SECONDS)

    with patch.object(recomputing, "recompute", slice_of_it):
        recomputing.ask(at=timezone.now() - recomputing.KNOWN_AFTER)
        yield begun, over


def danger() -> Story:
    """A danger of this minute, which nobody has taken on."""
    story = Story(is_emergency=True, at=timezone.now() - timedelta(hours=2))
    story.verify()
    return story


def waiting(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s", [name])
        return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_an_alarm_rings_during_a_long_job_and_behind_a_backlog() -> None:
    """2,000 small jobs wait, and a recomputation takes for ever."""
    for number in range(BACKLOG):
        jobs.enqueue("reports.hear", report=-number)  # nobody's: each fails and comes again
    story = danger()
    jobs.enqueue("duty.ring")
    with a_long_recomputation() as (begun, over):
        alone(work_until(lambda: begun.is_set() and rang(story), then=over.set))
    assert waiting("reports.hear") > BACKLOG / 2


def rang(story: Story) -> bool:
    return Alarm.objects.filter(report=story.report).exists()


@pytest.mark.django_db(transaction=True)
def test_a_backlog_of_warnings_and_small_jobs_lets_people_wait_no_longer() -> None:
    for number in range(BACKLOG):
        jobs.enqueue("reports.hear", report=-number)
    row = recomputing.ask(at=timezone.now() - recomputing.KNOWN_AFTER)
    alone(work_until(lambda: ended(row)))
    assert waiting("reports.hear") > BACKLOG / 2


def ended(row: Recomputation) -> bool:
    return Recomputation.objects.filter(pk=row.pk).exclude(ended_at=None).exists()


@pytest.mark.django_db(transaction=True)
def test_a_job_of_an_earlier_version_is_done() -> None:
    """Its queue has no lane of its own, and it asks for reports `after` one, without a row."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " VALUES ('default', 'deadlines.recompute', '{\"after\": 7}')"
        )
    rows = Recomputation.objects.filter(after=7)
    alone(work_until(lambda: rows.exists()))
    assert rows.count() == 1 and waiting("deadlines.recompute") == 1  # by its row from now on


@pytest.mark.django_db(transaction=True)
def test_when_one_lane_gives_up_all_end_and_the_process_sets_itself_a_limit() -> None:
    """The supervisor starts it anew: no lane stays away while the others go on."""
    ended = threading.Event()

    async def gives_up(app: object, lane: jobs.Lane) -> None:
        if lane is not jobs.Lane.MAIL:
            await asyncio.Event().wait()

    with patch.object(worker, "_lane", gives_up):
        alone(asyncio.wait_for(worker.work(ending=ended.set), SECONDS))
    assert ended.is_set()


def test_a_job_that_does_not_end_keeps_no_worker() -> None:
    """The process itself: a thread that sleeps doesn't hold up the end."""
    code = (
        "import threading, time; from tanggap.ops import worker; worker.STOP_SECONDS = -1.5;"
        "threading.Thread(target=time.sleep, args=(60,)).start(); worker._end_at_last()"
    )
    started = time.monotonic()
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 1
    assert time.monotonic() - started < SECONDS
