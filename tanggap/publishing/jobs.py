"""The public projection follows every change of a report."""

from __future__ import annotations

from collections.abc import Sequence

from tanggap.lib import marks
from tanggap.lib.marks import Mark
from tanggap.publishing import actions


@marks.taken("publishing", most=500)
def refresh(some: Sequence[Mark]) -> None:
    actions.refresh(report_ids=[mark.key for mark in some])
