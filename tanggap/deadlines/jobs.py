"""What happens by the clock, and what a change of the rules sets going."""

from __future__ import annotations

from django.utils import timezone

from tanggap.deadlines import recomputing, warnings
from tanggap.lib import jobs


@jobs.task(name="deadlines.warn", retry=jobs.NEVER, lane=jobs.Lane.ALARM, cron="* * * * *")
def warn() -> None:
    """Each minute, a slice at a time; it looks only at reports with a rung that is due."""
    warnings.warn(at=timezone.now())


@jobs.task(name="deadlines.recompute", retry=jobs.PROMPT, lane=jobs.Lane.PEOPLE)
def recompute(*, row: int | None = None, after: int = 0) -> None:
    """Running clocks anew, a slice at a time; a killed slice goes on where it came to.

    Earlier versions asked for all reports `after` one, without a row.
    """
    if row is None:
        recomputing.ask(at=timezone.now(), after=after)
    else:
        recomputing.recompute(row=row, at=timezone.now())
