"""What is said to the reporter and by which way it went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Message(models.Model):
    """One message about one report. `subject` is the report's number: this package knows no more.

    `effect_key` names what caused it, so that running the cause again sends nothing twice.
    """

    class Direction(models.TextChoices):
        TO_REPORTER = "out"
        FROM_REPORTER = "in"

    subject = models.CharField(max_length=24)
    direction = models.CharField(max_length=3, choices=Direction.choices)
    template = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    effect_key = models.CharField(max_length=80, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject", "created_at"])]

    def __str__(self) -> str:
        return f"{self.subject} {self.template or self.direction}"


class Delivery(models.Model):
    """One attempt to bring one message to one sealed contact by one way."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"
        BOUNCED = "bounced"

    message = models.ForeignKey(Message, models.CASCADE, related_name="deliveries")
    contact = models.ForeignKey("identity.Contact", models.PROTECT)
    way = models.CharField(max_length=12)  # email | sms | push
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "contact", "way"], name="one_delivery")
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.way} {self.state}"
