"""What happens by the clock, and what a change of the rules sets going."""

from __future__ import annotations

from django.utils import timezone

from tanggap.deadlines import warnings
from tanggap.lib import jobs


@jobs.task(name="deadlines.warn", retry=jobs.NEVER, cron="* * * * *")
def warn() -> None:
    """Each minute; it looks only at reports with a rung that is due."""
    warnings.warn(at=timezone.now())
