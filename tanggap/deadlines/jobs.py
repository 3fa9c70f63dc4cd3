"""What happens by the clock, and what a change of the rules sets going."""

from __future__ import annotations

from django.utils import timezone

from tanggap.deadlines import recomputing, warnings
from tanggap.lib import jobs


@jobs.task(name="deadlines.warn", retry=jobs.NEVER, cron="* * * * *")
def warn() -> None:
    """Each minute; it looks only at reports with a rung that is due."""
    warnings.warn(at=timezone.now())


@jobs.task(name="deadlines.recompute", retry=jobs.PROMPT)
def recompute(*, row: int) -> None:
    """Running clocks anew, a slice at a time; a killed slice goes on where it came to."""
    recomputing.recompute(row=row, at=timezone.now())
