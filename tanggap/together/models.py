"""Who hears of what, what there is to hear, what was sent, and what people want to say."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class Subscription(models.Model):
    """One address that wants to hear of one report, one area or one category.

    The address is sealed. Nothing is sent before it was confirmed, and the row goes with the
    subscription. `seen` is the last News that a letter for it names; the letter itself is a message
    in messaging's outbox.
    """

    class Rhythm(models.TextChoices):
        NOW = "now"
        DAILY = "daily"

    report = models.ForeignKey("reports.Report", models.CASCADE, null=True, related_name="+")
    area = models.ForeignKey("places.Area", models.CASCADE, null=True, related_name="+")
    category = models.ForeignKey("taxonomy.Category", models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey("identity.Contact", models.PROTECT, related_name="+")
    rhythm = models.CharField(max_length=5, choices=Rhythm.choices)
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    seen = models.BigIntegerField(default=0)
    due_at = models.DateTimeField(null=True)  # the next letter not before; None: nothing to come

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(report__isnull=False, area=None, category=None)
                | Q(report=None, area__isnull=False, category=None)
                | Q(report=None, area=None, category__isnull=False),
                name="subscription_to_one",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"], name="subscription_due", condition=Q(due_at__isnull=False)
            ),
            models.Index(
                fields=["created_at"], name="subscription_asked", condition=Q(confirmed_at=None)
            ),
            # Who is to be called: whoever was called already isn't looked at again.
            *(
                models.Index(fields=[kind], name=f"subscription_{kind}", condition=Q(due_at=None))
                for kind in ("report", "area", "category")
            ),
            models.Index(
                fields=["confirmed_at"],
                name="subscription_confirmed",
                condition=Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"


class News(models.Model):
    """One thing that happened to a public report; its numbers grow in the order of writing.

    It goes 30 days after it was written, but never before everybody was told who waits for it.
    """

    report = models.ForeignKey("reports.Report", models.CASCADE, db_index=False, related_name="+")
    seq = models.PositiveIntegerField()  # of the event
    verb = models.CharField(max_length=20)
    at = models.DateTimeField()
    written_at = models.DateTimeField(db_default=Now())
    area = models.ForeignKey(
        "places.Area", models.CASCADE, null=True, db_index=False, related_name="+"
    )
    category = models.ForeignKey(
        "taxonomy.Category", models.CASCADE, null=True, db_index=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "seq"], name="news_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["written_at"], name="news_written"),
            models.Index(fields=["area", "id"], name="news_of_area"),
            models.Index(fields=["category", "id"], name="news_of_category"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.seq}"


class Told(models.Model):
    """Up to which event a report's news is written down: nothing before it is news any more."""

    report = models.OneToOneField(
        "reports.Report", models.CASCADE, primary_key=True, related_name="+"
    )
    seq = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "told"

    def __str__(self) -> str:
        return f"{self.report_id} {self.seq}"


class Comment(models.Model):
    """What somebody wants to say under a public report. Nobody can tell who it was.

    `key_hash` stands for her as it does under a report that she supports: another one under each
    report, so that only she, who brings what it was made of, finds her own words again.

    One that is refused is kept with its reason; one that is let through stands on the report's
    chain as well, where it can't be changed.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SHOWN = "shown"
        REFUSED = "refused"

    report = models.ForeignKey(
        "reports.Report", models.CASCADE, db_index=False, related_name="comments"
    )
    key_hash = models.BinaryField(max_length=32, null=True)
    text = models.TextField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["created_at", "id"], name="comment_waiting", condition=Q(state="waiting")
            ),
            models.Index(fields=["report", "-id"], name="comment_of_report"),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk}"
