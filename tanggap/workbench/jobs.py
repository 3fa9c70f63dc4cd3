"""Marks of presence and old errands are swept at night."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.workbench import actions, errands


@jobs.task(
    name="workbench.forget_presence",
    retry=jobs.NEVER,
    lane=jobs.Lane.BACKGROUND,
    cron="20 19 * * *",
)
def forget_presence() -> None:
    actions.forget_presence(at=timezone.now())


@jobs.task(
    name="workbench.sweep_errands", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="25 19 * * *"
)
def sweep_errands() -> None:
    errands.sweep(at=timezone.now())
