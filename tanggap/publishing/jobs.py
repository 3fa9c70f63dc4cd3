"""The public projection follows every change of a report."""

from __future__ import annotations

from tanggap.lib import jobs
from tanggap.publishing import actions


@jobs.task(name="publishing.refresh", queue="publishing", retry=jobs.PROMPT)
def refresh(*, report: int) -> None:
    actions.refresh(report_id=report)
