"""An office's duty roster, and the alarms that call people by it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Shift(models.Model):
    """A turn that comes every week; rank 1 is called first. Ended, never deleted."""

    agency = models.ForeignKey("people.Agency", models.CASCADE, related_name="+")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    starts = models.TimeField()
    ends = models.TimeField()  # at or before the start: on the next day
    rank = models.PositiveSmallIntegerField(default=1)
    made_by = models.ForeignKey("people.User", models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(weekday__range=(0, 6)), name="duty_weekday"),
            models.CheckConstraint(condition=Q(rank__range=(1, 9)), name="duty_rank"),
            models.UniqueConstraint(
                fields=["agency", "user", "weekday", "starts"],
                condition=Q(ended_at=None),
                name="duty_shift_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.weekday} {self.starts:%H:%M}-{self.ends:%H:%M}"


class Change(models.Model):
    """An exception: somebody is away, somebody stands in, or somebody is called besides."""

    agency = models.ForeignKey("people.Agency", models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    away = models.ForeignKey("people.User", models.CASCADE, null=True, blank=True, related_name="+")
    standin = models.ForeignKey(
        "people.User", models.CASCADE, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=200, blank=True)
    made_by = models.ForeignKey("people.User", models.PROTECT, db_index=False, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="duty_period"),
            models.CheckConstraint(
                condition=Q(away__isnull=False) | Q(standin__isnull=False), name="duty_somebody"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "ends_at"], name="duty_change_agency")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.starts_at:%Y-%m-%d}"


class Alarm(models.Model):
    """A danger report calls for somebody, once for every office that comes to hold it.

    `holding` is the id of the assignment by which the office holds it; 0 at the verifiers' desk,
    before any office does. `number` counts the steps taken, `lap` how often the ladder was begun.
    """

    class Because(models.TextChoices):
        ACKNOWLEDGED = "acknowledged"
        ACCEPTED = "accepted"  # the office took the report on
        MOVED = "moved"  # another office holds it, and has an alarm of its own
        SETTLED = "settled"  # nobody has to act on the report any more
        NO_DANGER = "no_danger"

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="alarms")
    holding = models.BigIntegerField(default=0)
    agency = models.ForeignKey("people.Agency", models.PROTECT, db_index=False, related_name="+")
    opened_at = models.DateTimeField()
    number = models.PositiveIntegerField(default=0)
    lap = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField()  # the next step comes then, unless it is over
    over_at = models.DateTimeField(null=True, blank=True)
    because = models.CharField(max_length=12, choices=Because.choices, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "holding"], name="alarm_once"),
            models.CheckConstraint(
                condition=Q(over_at=None, because="") | Q(over_at__isnull=False) & ~Q(because=""),
                name="alarm_over_for_a_reason",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["next_at"], name="alarm_due", condition=Q(over_at=None)),
            models.Index(fields=["agency", "-id"], name="alarm_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.agency_id}"

    @property
    def is_ringing(self) -> bool:
        """Whether it still calls."""
        return self.over_at is None

    def is_due(self, *, at: datetime) -> bool:
        """Whether its next step has come."""
        return self.is_ringing and self.next_at <= at


class Call(models.Model):
    """One step of an alarm called one person. Append-only, as the database sees to."""

    class Step(models.TextChoices):
        DUTY = "duty"  # the next on the roster
        OFFICE = "office"  # whoever heads or administers the office
        ABOVE = "above"  # the same of the first office above that has anybody
        DESK = "desk"  # the city's desk, where nobody else could be found

    alarm = models.ForeignKey(Alarm, models.PROTECT, related_name="calls")
    number = models.PositiveIntegerField()
    lap = models.PositiveIntegerField()
    step = models.CharField(max_length=6, choices=Step.choices)
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["alarm", "number", "user"], name="called_once")
        ]

    def __str__(self) -> str:
        return f"{self.alarm_id}.{self.number} {self.user_id}"


class Acknowledgement(models.Model):
    """Somebody has taken note and acts. Append-only, as the database sees to."""

    alarm = models.OneToOneField(Alarm, models.PROTECT, related_name="acknowledgement")
    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.alarm_id} {self.user_id}"
