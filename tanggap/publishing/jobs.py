"""The public projection follows every change of a report."""

from __future__ import annotations

import time
from collections.abc import Sequence

from tanggap.lib import jobs, marks
from tanggap.lib.marks import Mark
from tanggap.publishing import actions, remasking

SLICE_SECONDS = 20  # of a minute: others wait in this lane


@marks.taken("publishing", most=500)
def refresh(some: Sequence[Mark]) -> None:
    actions.refresh(report_ids=[mark.key for mark in some])


@jobs.task(
    name="publishing.catch_up", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="* * * * *"
)
def catch_up() -> None:
    end = time.monotonic() + SLICE_SECONDS
    while remasking.catch_up() and time.monotonic() < end:
        pass
