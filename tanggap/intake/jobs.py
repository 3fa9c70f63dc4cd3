"""What intake does by the clock."""

from __future__ import annotations

from django.utils import timezone

from tanggap.intake import actions, limits
from tanggap.lib import jobs


@jobs.task(
    name="intake.prepare_numbers", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="7 * * * *"
)
def prepare_numbers() -> None:
    actions.prepare_numbers(at=timezone.now())


@jobs.task(
    name="intake.forget_senders", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="23 * * * *"
)
def forget_senders() -> None:
    limits.forget(at=timezone.now())
