"""Score cards follow the events within the hour."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.performance import actions


@jobs.task(
    name="performance.recompute", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="20 * * * *"
)
def recompute() -> None:
    actions.recompute_recent(at=timezone.now())


@jobs.task(
    name="performance.close_due", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="40 0 * * *"
)
def close_due() -> None:
    actions.close_due(at=timezone.now())
