"""Jobs: rows of the same database, so a job commits or vanishes with the action that asked for it.

A task is a three-line function in some package's `jobs.py`:

    @jobs.task(name="reports.hear", retry=jobs.PROMPT)
    def hear(*, report: int) -> None:
        actions.hear(Report.objects.get(pk=report), by=CLOCK, at=timezone.now())

and is asked for by name, inside the transaction, from any package above or below:

    jobs.enqueue("reports.hear", report=report.pk)

Delivery is at least once: a worker may die after the effect and before the receipt. So a task
must be able to run twice.
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

Function = TypeVar("Function", bound=Callable[..., None])

DEFAULT_QUEUE = "default"


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
    *, name: str, retry: Retry, queue: str = DEFAULT_QUEUE, cron: str | None = None
) -> Callable[[Function], Function]:
    """Register a function as the task `name`. The function stays an ordinary function.

    `retry` has no default: each task has to say what its failure means. With `cron` (five fields,
    Asia/Jakarta is not considered: UTC) it also runs by the clock, once for all workers; its
    tick's own time is not passed on, because a worker may be late.
    """

    def register(function: Function) -> Function:
        if inspect.iscoroutinefunction(function):
            # One blocking call in an async task stops the heartbeat, and the job runs twice.
            raise TypeError(f"{name} must be an ordinary function")
        _register(function, name=name, retry=retry, queue=queue, cron=cron)
        return function

    return register


def _register(
    function: Callable[..., None], *, name: str, retry: Retry, queue: str, cron: str | None
) -> None:
    if cron is None:
        app.task(name=name, queue=queue, retry=retry.strategy())(function)
        return

    def tick(timestamp: int) -> None:
        function()

    registered = app.task(name=name, queue=queue, retry=retry.strategy())(tick)
    app.periodic(cron=cron)(registered)


def enqueue(
    name: str,
    *,
    queue: str = DEFAULT_QUEUE,
    priority: int = 0,
    schedule_at: datetime | None = None,
    **args: Any,
) -> None:
    """Ask for task `name` with `args` (JSON values), in the current transaction.

    A higher `priority` runs earlier; `schedule_at` is the earliest time.
    """
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [queue, name, priority, json.dumps(args), schedule_at])


# Plain SQL, for the hot path can put it into its own statement.
INSERT = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at)
    VALUES (%s, %s, %s, %s::jsonb, %s)
"""


def names() -> frozenset[str]:
    """The names of all registered tasks."""
    return frozenset(app.tasks)
