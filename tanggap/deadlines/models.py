"""How far running clocks have followed a change of the rules."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Recomputation(models.Model):
    """All running clocks that one change can move, reckoned again: what was to do, what is done.

    Each batch of reports writes how far it came in its own transaction, so a killed worker's
    successor goes on there and no report is counted twice.
    """

    change = models.JSONField()  # reports.touched.Change
    # The line of the log that asked for it; a load of the pack has none.
    line = models.ForeignKey(
        "people.Change", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    expected = models.PositiveIntegerField(default=0)  # reports to look at, when it started
    after = models.BigIntegerField(default=0)  # the last report that was looked at
    seen = models.PositiveIntegerField(default=0)
    later = models.PositiveIntegerField(default=0)
    earlier = models.PositiveIntegerField(default=0)
    other = models.PositiveIntegerField(default=0)  # moved, with a limit now or none any more

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-asked_at"], name="recomputation_asked")]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.seen} of {self.expected}"

    @property
    def moved(self) -> int:
        """How many reports have other times now."""
        return self.later + self.earlier + self.other
