"""What is forgotten by the clock."""

from __future__ import annotations

from django.utils import timezone

from tanggap.citizens import actions
from tanggap.lib import jobs


@jobs.task(
    name="citizens.forget_codes", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="41 * * * *"
)
def forget_codes() -> None:
    actions.forget_codes(at=timezone.now())


@jobs.task(
    name="citizens.forget_dossiers", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="47 18 * * *"
)
def forget_dossiers() -> None:
    actions.forget_dossiers(at=timezone.now())
