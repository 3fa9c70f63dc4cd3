"""Alarms ring by the clock."""

from __future__ import annotations

from django.utils import timezone

from tanggap.duty import actions
from tanggap.lib import jobs


@jobs.task(
    name="duty.ring",
    retry=jobs.NEVER,
    lane=jobs.Lane.ALARM,
    priority=jobs.FIRST,
    cron="* * * * * */15",
)
def ring() -> None:
    """Four times a minute; it looks only at danger that nobody has taken on."""
    actions.ring(at=timezone.now())
