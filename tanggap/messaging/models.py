"""What is said to the reporter and to those who work here, and by which way it went."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


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
    is_urgent = models.BooleanField(default=False, db_default=False)  # comes in quiet hours too
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


class InboundMail(models.Model):
    """A mail that came in, sealed as it is: it names a person. Read later, and once."""

    class Outcome(models.TextChoices):
        REPLY = "reply"  # the verb: a report on hold goes on
        MESSAGE = "message"  # kept in the conversation, because the verb wasn't allowed
        BOUNCE = "bounce"
        MACHINE = "machine"
        STRANGER = "stranger"  # not from the address that we wrote to
        UNKNOWN = "unknown"  # answers nothing of ours
        OLD = "old"
        EMPTY = "empty"
        UNREADABLE = "unreadable"

    digest = models.BinaryField(max_length=32, unique=True)
    sealed = models.BinaryField()
    received_at = models.DateTimeField()
    # A keyed hash: nobody gets two kind answers within a week.
    sender_index = models.BinaryField(max_length=32, null=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["sender_index", "answered_at"],
                name="inbound_answered",
                condition=Q(answered_at__isnull=False),
            ),
            models.Index(fields=["-received_at"], name="inbound_received"),
            models.Index(fields=["done_at"], name="inbound_done"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.outcome}"


class Mailbox(models.Model):
    """How far a mailbox was read."""

    name = models.CharField(max_length=200, unique=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    polled_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name_plural = "mailboxes"

    def __str__(self) -> str:
        return self.name


class NoticeMail(models.Model):
    """One e-mail to one person who works here, with all the notices that waited for it."""

    class State(models.TextChoices):
        QUEUED = "queued"
        SENT = "sent"
        FAILED = "failed"

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    # Whoever sends it holds it from here on for a while, so that two workers don't both send.
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["user", "-created_at"], name="notice_mail_of_user"),
            models.Index(fields=["id"], condition=Q(state="queued"), name="notice_mail_queued"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class Notice(models.Model):
    """News for one person who works here: shown in the app at once, mailed when people are awake.

    `office` is the office because of which she is told: whoever left it sees the notice no more.
    """

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    office = models.ForeignKey("people.Agency", models.CASCADE, null=True, related_name="+")
    subject = models.CharField(max_length=24, blank=True)  # the number of a report
    template = models.CharField(max_length=40)
    data = models.JSONField(default=dict)
    effect_key = models.CharField(max_length=120)
    is_urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mail_from = models.DateTimeField(null=True, blank=True)  # not before; None: never by mail
    called_at = models.DateTimeField(null=True, blank=True)  # an urgent one: on her screens
    mail = models.ForeignKey(NoticeMail, models.SET_NULL, null=True, related_name="notices")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "effect_key"], name="one_notice")
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["user"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(
                fields=["mail_from"],
                condition=Q(mail=None, mail_from__isnull=False),
                name="notice_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.subject}"
