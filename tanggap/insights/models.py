"""What this package remembers of its own words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class EstimateGiven(models.Model):
    """The estimate that a report had in its first night, and how it turned out."""

    class Outcome(models.TextChoices):
        HIT = "hit"
        EARLY = "early"
        LATE = "late"

    report = models.OneToOneField("reports.Report", models.CASCADE, primary_key=True)
    month = models.DateField()  # in which it was received
    low_days = models.PositiveSmallIntegerField()
    high_days = models.PositiveSmallIntegerField()
    outcome = models.CharField(max_length=5, choices=Outcome.choices, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["month"], name="estimate_month"),
            models.Index(fields=["month"], name="estimate_open", condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.low_days}-{self.high_days} {self.outcome}"
