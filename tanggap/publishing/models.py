"""By which rules the public rows are masked."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Masking(models.Model):
    """One row: the rules (see `redaction.rules`), and up to which row everything stands by them."""

    ONLY = 1
    ALL = 2**62

    rules = models.CharField(max_length=64)
    upto = models.BigIntegerField()  # id of a public row; ALL when none is left

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id=1), name="masking_is_one_row"),
        ]

    def __str__(self) -> str:
        return f"{self.rules[:12]} {self.upto}"
