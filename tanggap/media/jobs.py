"""Tidying the storage, every night."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.media import actions


@jobs.task(name="media.sweep", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="15 19 * * *")
def sweep() -> None:
    actions.sweep(at=timezone.now())
    actions.sweep_files(at=timezone.now())
