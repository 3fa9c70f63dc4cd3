"""What intake keeps beside the reports: how often somebody has sent lately, for a day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SenderWindow(models.Model):
    """How much came from one sender in one span of time.

    The sender is a keyed hash whose key is the day's: nobody can tell an address from it, nor
    that two days had the same one. Rows are deleted within a day. The table is unlogged: it
    costs no write to the disk, and a crash may forget it.
    """

    pk = models.CompositePrimaryKey("sender", "starts_at")
    sender = models.BinaryField(max_length=16)
    starts_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["starts_at"], name="sender_window_starts")]

    def __str__(self) -> str:
        return f"{self.starts_at} {self.count}"
