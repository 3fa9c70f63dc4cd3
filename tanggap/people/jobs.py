"""Lists of staff are done in the background, and old ones go."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.people.lists import actions, applying


@jobs.task(name="people.staff_list", retry=jobs.PROMPT, lane=jobs.Lane.PEOPLE)
def staff_list(*, pk: int) -> None:
    applying.go_on(pk, at=timezone.now())


@jobs.task(
    name="people.sweep_lists", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="41 3 * * *"
)
def sweep_lists() -> None:
    actions.sweep(at=timezone.now())
