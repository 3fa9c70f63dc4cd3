"""Tidying up after phones, every night."""

from __future__ import annotations

from django.utils import timezone

from tanggap.fieldwork import actions
from tanggap.lib import jobs


@jobs.task(name="fieldwork.sweep", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="45 19 * * *")
def sweep() -> None:
    actions.sweep(at=timezone.now())
