"""Facts follow the reports within a minute."""

from __future__ import annotations

from tanggap.insights import actions
from tanggap.lib import jobs


@jobs.task(name="insights.refresh_marked", retry=jobs.NEVER, cron="* * * * *")
def refresh_marked() -> None:
    actions.refresh_marked()
