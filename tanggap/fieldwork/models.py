"""What comes from outside: an officer's phone, and a crew without an account."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q


class Upload(models.Model):
    """A photograph that a phone sent ahead of the action it belongs to.

    Named by the bytes the phone sent, so that sending it again changes nothing. `taken_at`, `lat`
    and `lng` are what the file itself said; a photograph made smaller on the phone says nothing.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    attachment = models.ForeignKey("media.Attachment", models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "sha256"], name="upload_once")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class PhoneAction(models.Model):
    """One action made on a phone, and the answer it got. The same key gets the same answer.

    `request` keeps what the phone said of its photographs (how exact the position was, whether
    the camera was ours); `made_at` is the phone's own time.
    """

    class Status(models.TextChoices):
        DONE = "done"
        CONFLICT = "conflict"
        REFUSED = "refused"
        GONE = "gone"

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    key = models.UUIDField()
    report = models.ForeignKey("reports.Report", models.PROTECT, null=True, related_name="+")
    number = models.CharField(max_length=24)
    verb = models.CharField(max_length=12)
    request = models.JSONField()
    made_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    status = models.CharField(max_length=8, choices=Status.choices)
    seq = models.PositiveIntegerField(null=True)  # of the report after it, or of what came first
    code = models.CharField(max_length=30, blank=True)  # why it was refused
    missing = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "key"], name="phone_action_once")
        ]
        indexes: ClassVar = [models.Index(fields=["report", "id"], name="phone_action_report")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.status}"


class SentPhoto(models.Model):
    """A photograph from outside, with what its file or its sender said of time and place."""

    attachment = models.ForeignKey("media.Attachment", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10)
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)

    class Meta:
        abstract = True


class Handed(models.Model):
    """What an officer couldn't send any more and gave to the office's admin: words, photographs."""

    action = models.OneToOneField(PhoneAction, models.PROTECT, related_name="handed")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, related_name="+"
    )
    remark = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["agency", "id"], name="handed_open", condition=Q(settled_at=None))
        ]

    def __str__(self) -> str:
        return f"{self.action}"


class HandedPhoto(SentPhoto):
    """A photograph of what was handed in."""

    handed = models.ForeignKey(Handed, models.CASCADE, related_name="photos")

    def __str__(self) -> str:
        return f"{self.handed_id} {self.purpose}"


class WorkOrder(models.Model):
    """Work on one report for a crew without an account. Whoever has the link sees the order.

    Only the hash of the link's secret is kept.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="work_orders")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    crew = models.CharField(max_length=120)
    instruction = models.TextField()
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)  # the crew's first word
    # Photographs of the report that the office released for this work.
    shown = models.ManyToManyField("media.Attachment", related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["report", "-id"], name="work_order_report")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.crew}"

    def is_open(self, *, at: datetime) -> bool:
        """Whether its link may still be used, as far as the order itself says."""
        return self.revoked_at is None and self.expires_at > at


class OrderEntry(models.Model):
    """One thing that a crew sent: a note, photographs. `key` makes sending it twice harmless."""

    class Kind(models.TextChoices):
        ON_WAY = "on_way"
        STARTED = "started"
        NEWS = "news"

    order = models.ForeignKey(WorkOrder, models.CASCADE, related_name="entries")
    key = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.NEWS)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "order entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["order", "key"], name="order_entry_once")
        ]

    def __str__(self) -> str:
        return f"{self.order_id} {self.created_at:%Y-%m-%d %H:%M}"


class OrderPhoto(SentPhoto):
    """A photograph of a crew. It becomes proof only when somebody of the office uses it."""

    entry = models.ForeignKey(OrderEntry, models.CASCADE, related_name="photos")
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.entry_id} {self.purpose}"
