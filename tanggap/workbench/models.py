"""What members of staff keep for their own work: filters, ready texts, and who looks at what."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class SavedFilter(models.Model):
    """A narrowed list under a name; `query` is the address behind the question mark."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    place = models.CharField(max_length=12)  # a queue, or "search"
    name = models.CharField(max_length=40)
    query = models.CharField(max_length=400)
    created_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "place", "name"], name="one_saved_filter")
        ]

    def __str__(self) -> str:
        return self.name


class ReplyTemplate(models.Model):
    """A ready text of one office for one verb, for one category or for all."""

    agency = models.ForeignKey("people.Agency", models.CASCADE, related_name="+")
    category = models.ForeignKey(
        "taxonomy.Category", models.CASCADE, null=True, blank=True, related_name="+"
    )
    verb = models.CharField(max_length=20)
    name = models.CharField(max_length=80)
    text = models.TextField(max_length=4000)
    is_active = models.BooleanField(default=True)
    changed_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "verb", "name"],
                condition=models.Q(is_active=True),
                name="one_reply_template",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Somebody has a report open; a row that isn't renewed means nothing after a while."""

    report = models.ForeignKey("reports.Report", models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", models.CASCADE, db_index=False, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "user"], name="one_presence")
        ]
        indexes: ClassVar = [models.Index(fields=["seen_at"], name="presence_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} at {self.report_id}"


class Errand(models.Model):
    """Something asked of the worker by one person, and what came of it. See `errands`."""

    user = models.ForeignKey("people.User", models.CASCADE, db_index=False, related_name="+")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=240)
    asked = models.JSONField()
    given = models.BinaryField(null=True)  # a file to read; gone when it is read
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=400, blank=True)
    # What came of it: a file, or the page where it is seen.
    content = models.BinaryField(null=True)
    file_name = models.CharField(max_length=160, blank=True)
    content_type = models.CharField(max_length=100, blank=True)
    path = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "kind", "key"], name="one_errand")
        ]
        indexes: ClassVar = [models.Index(fields=["asked_at"], name="errand_asked")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
