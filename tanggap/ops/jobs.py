"""The queue looks after itself: jobs of dead workers run again, old failures are swept."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tanggap.lib import jobs

# Three missed heartbeats and a little.
STALLED_SECONDS = 20
KEEP_FAILED = timedelta(days=30)

_RETRY = """
    SELECT procrastinate_retry_job_v2(j.id, now(), NULL, NULL, NULL)
    FROM (
        SELECT job.id
        FROM procrastinate_jobs AS job
        LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
        WHERE job.status = 'doing'
          AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
        FOR UPDATE OF job SKIP LOCKED
    ) AS j
"""
_SWEEP = """
    DELETE FROM procrastinate_jobs AS job
    WHERE job.status IN ('failed', 'cancelled', 'aborted')
      AND NOT EXISTS (
          SELECT 1 FROM procrastinate_events AS event
          WHERE event.job_id = job.id AND event.at > %s
      )
"""


@jobs.task(name="ops.retry_stalled", retry=jobs.NEVER, lane=jobs.Lane.ALARM, cron="* * * * * */15")
def retry_stalled() -> None:
    """Nothing else gives back the job of a worker that was killed."""
    with connection.cursor() as cursor:
        cursor.execute(_RETRY, [STALLED_SECONDS])


@jobs.task(name="ops.sweep_failed", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="17 3 * * *")
def sweep_failed() -> None:
    """Failed jobs stay a month for whoever looks into them."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [timezone.now() - KEEP_FAILED])


@jobs.task(name="demo.score_cards", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
def demo_score_cards() -> None:
    from tanggap.ops.demo import score_cards

    score_cards.make(at=timezone.now())


@jobs.task(name="training.make", retry=jobs.NEVER, lane=jobs.Lane.PEOPLE)
def make_exercise(*, key: str) -> None:
    from tanggap.ops.training import seeding
    from tanggap.training.exercises import by_key

    if settings.TRAINING and (exercise := by_key(key)) is not None:
        seeding.make(exercise, at=timezone.now())
