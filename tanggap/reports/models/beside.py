"""What stands beside a report: its relations, supporters, requests, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tanggap.reports.models.report import Report


class Relation(models.Model):
    """Two reports that belong together. A duplicate is `Report.merged_into`, not a relation."""

    class Kind(models.TextChoices):
        SAME_PROBLEM = "same_problem"
        FOLLOW_UP = "follow_up"
        RECURRENCE = "recurrence"
        SPLIT = "split"

    report = models.ForeignKey(Report, models.CASCADE, related_name="relations")
    other = models.ForeignKey(Report, models.CASCADE, related_name="relations_to")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "other", "kind"], name="relation_once"),
            models.CheckConstraint(condition=~Q(report=models.F("other")), name="relation_other"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.kind} {self.other_id}"


class Supporter(models.Model):
    """Somebody who supports or follows a report, known only by a keyed hash."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="backing")
    key_hash = models.BinaryField(max_length=32)
    contact = models.ForeignKey(
        "identity.Contact", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    supports = models.BooleanField(default=False)
    follows = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "key_hash"], name="supporter_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id}"


class PublicMask(models.Model):
    """What a person decided to mask in one part of a report: the rules no longer do.

    `part` is "title", "text", "address" or "note:SEQ"; `spans` are [start, end, kind] in what
    stands there, whose SHA-256 is `of`: where other words came to stand there, nothing is decided.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="masks", db_index=False)
    part = models.CharField(max_length=16)
    of = models.BinaryField(max_length=32)
    spans = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "part"], name="public_mask_once")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.part}"


class Extension(models.Model):
    """A request for more time and its answer; undecided after two days it is refused."""

    class State(models.TextChoices):
        ASKED = "asked"
        GRANTED = "granted"
        REFUSED = "refused"

    report = models.ForeignKey(Report, models.CASCADE, related_name="extensions")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    days = models.PositiveSmallIntegerField()
    reason = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(state="asked"), name="one_open_extension"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report_id} +{self.days}"


class IdentityShare(models.Model):
    """A holder asks for one field of the reporter's identity; the reporter agrees or not."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="identity_shares")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    field = models.CharField(max_length=10)  # name | phone | email
    reason = models.CharField(max_length=400)
    asked_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)  # then it ended, too
    ends_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.report_id} {self.field}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether the agency may read the field at `at`."""
        return bool(self.agreed_at and self.ends_at and self.ends_at > at)


class Precedent(models.Model):
    """The outcome of a joint hearing: who owns this kind of problem in this area."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    category = models.ForeignKey("taxonomy.Category", models.PROTECT, related_name="+")
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    keywords = models.CharField(max_length=240, blank=True)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.category_id} -> {self.agency_id}"
