"""Jobs: rows of the same database, so a job commits or vanishes with the action that asked for it.

A task is a three-line function in some package's `jobs.py`:

    @jobs.task(name="reports.hear", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
    def hear(*, report: int) -> None:
        actions.hear(Report.objects.get(pk=report), by=CLOCK, at=timezone.now())

and is asked for by name, inside the transaction, from any package above or below:

    jobs.enqueue("reports.hear", report=report.pk)

Delivery is at least once: a worker may die after the effect and before the receipt. So a task
must be able to run twice. Each lane has a thread of its own: what takes long in one holds up no
other, and within a lane long work is done in slices, each asking for the next.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, TypedDict, TypeVar

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

Function = TypeVar("Function", bound=Callable[..., None])


class Lane(StrEnum):
    """Who waits for a job; procrastinate's queue. No lane waits for another one."""

    ALARM = "alarm"  # somebody may come to harm, or misses the end of a limit
    MAIL = "mail"  # a mail server may let us wait
    PEOPLE = "people"  # somebody looks at a progress bar
    BACKGROUND = "background"  # nobody

    @property
    def queues(self) -> list[str]:
        """The names of its queues; the last lane also takes what earlier versions left behind."""
        return [self.value, *(EARLIER if self is Lane.BACKGROUND else ())]


EARLIER = ("default", "messages", "media")
# What is done first within a lane, whatever waits there.
FIRST = 10
TICK = 1


@dataclass(frozen=True)
class Retry:
    """How often a failed task is tried again, and how many seconds it waits between tries.

    The n-th wait is `wait * growth ** n`.
    """

    attempts: int
    wait: int
    growth: int = 1

    def strategy(self) -> RetryStrategy:
        """The same for procrastinate."""
        if self.growth > 1:
            return RetryStrategy(max_attempts=self.attempts, exponential_wait=self.growth)
        return RetryStrategy(max_attempts=self.attempts, wait=self.wait)


# For work on our own rows: a failure is a lost connection or a deadlock, soon over.
PROMPT = Retry(attempts=5, wait=5)
# For work that needs somebody else: 2, 4, 8, ... seconds, together about a day.
PATIENT = Retry(attempts=16, wait=1, growth=2)
# For periodic work: the next tick is the retry.
NEVER = Retry(attempts=1, wait=0)


def task(
    *, name: str, retry: Retry, lane: Lane, cron: str | None = None, priority: int = 0
) -> Callable[[Function], Function]:
    """Register a function as the task `name`. The function stays an ordinary function.

    `retry` and `lane` have no default: each task has to say what its failure means, and who waits
    for it. With `cron` (five fields, Asia/Jakarta is not considered: UTC) it also runs by the
    clock, once for all workers, and before what else waits in its lane; its tick's own time is
    not passed on, because a worker may be late.
    """

    def register(function: Function) -> Function:
        if inspect.iscoroutinefunction(function):
            # One blocking call in an async task stops the heartbeat, and the job runs twice.
            raise TypeError(f"{name} must be an ordinary function")
        options = _Options(name=name, queue=lane.value, retry=retry.strategy(), priority=priority)
        _register(function, options, cron=cron)
        return function

    return register


class _Options(TypedDict):
    name: str
    queue: str
    retry: RetryStrategy
    priority: int


def _register(function: Callable[..., None], options: _Options, *, cron: str | None) -> None:
    if cron is None:
        app.task(**options)(function)
        return

    def tick(timestamp: int = 0) -> None:
        function()

    options["priority"] = max(options["priority"], TICK)
    app.periodic(cron=cron)(app.task(**options)(tick))


def enqueue(
    name: str, *, priority: int = 0, schedule_at: datetime | None = None, **args: Any
) -> None:
    """Ask for task `name` with `args` (JSON values), in the current transaction.

    It goes to the task's own lane. There a higher `priority` runs earlier; `schedule_at` is the
    earliest time.
    """
    queue = app.tasks[name].queue
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [queue, name, priority, json.dumps(args), schedule_at])


_INSERT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at)
    VALUES (%s, %s, %s, %s::jsonb, %s)
"""


def names() -> frozenset[str]:
    """The names of all registered tasks."""
    return frozenset(app.tasks)


def depths() -> dict[Lane, tuple[int, float]]:
    """How many jobs of each lane could run now and don't, and for how many seconds the oldest."""
    with connection.cursor() as cursor:
        cursor.execute(_DEPTHS)
        rows = {queue: (count, age) for queue, count, age in cursor.fetchall()}
    found = {lane: [rows[name] for name in lane.queues if name in rows] for lane in Lane}
    return {
        lane: (sum(count for count, _ in some), max((age for _, age in some), default=0.0))
        for lane, some in found.items()
    }


# The event of being asked for tells since when; a job planned for later waits since then.
_DEPTHS = """
    SELECT job.queue_name, count(*),
           coalesce(extract(epoch FROM now() - min(greatest(job.scheduled_at, asked.at))), 0)::float
    FROM procrastinate_jobs AS job
    LEFT JOIN LATERAL (
        SELECT at FROM procrastinate_events
        WHERE job_id = job.id AND type = 'deferred' ORDER BY id LIMIT 1
    ) AS asked ON true
    WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= now())
    GROUP BY job.queue_name
"""
