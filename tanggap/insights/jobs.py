"""Facts follow the reports within a minute or two, on days with very many reports later."""

from __future__ import annotations

from django.utils import timezone

from tanggap.insights import actions, estimates
from tanggap.lib import jobs


@jobs.task(
    name="insights.refresh_marked", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="* * * * *"
)
def refresh_marked() -> None:
    actions.refresh_marked(at=timezone.now())


@jobs.task(
    name="insights.renew_estimates",
    retry=jobs.PROMPT,
    lane=jobs.Lane.BACKGROUND,
    cron="19 18 * * *",
)
def renew_estimates() -> None:
    """At night in Jakarta."""
    estimates.renew(at=timezone.now())
