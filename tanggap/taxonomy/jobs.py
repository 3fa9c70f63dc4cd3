"""What was planned for a day begins on that day."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.taxonomy import actions


@jobs.task(
    name="taxonomy.settle_due", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="*/5 * * * *"
)
def settle_due() -> None:
    """Every five minutes; writes only on the day."""
    actions.settle_due(at=timezone.now())
