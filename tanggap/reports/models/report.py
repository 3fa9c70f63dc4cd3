"""A report, who holds it, and everything that ever happened to it."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Floor

from tanggap.reports.models.search import CAME_BACK, SEARCH, TAGS
from tanggap.reports.vocabulary import (
    AssignmentState,
    Outcome,
    ReportClass,
    State,
    Visibility,
)

OPEN_STATES = (
    State.SUBMITTED,
    State.ON_HOLD,
    State.WAITING,
    State.IN_PROGRESS,
    State.AWAITING_VALIDATION,
)
# An assignment in one of these counts as received by its agency (the city's table 8).
FINAL_ASSIGNMENTS = (AssignmentState.PENDING, AssignmentState.ACCEPTED, AssignmentState.DONE)


GRID = 1000  # squares in a degree: about 111 m each


def _square(axis: str) -> Combinable:
    """The row or the column of the square that a point lies in."""
    return Cast(Floor(F(axis) * GRID), models.IntegerField())


class Closing(models.TextChoices):
    """How a resolved or closed report got there; only work and answer count as completed."""

    WORK = "work"
    ANSWER = "answer"
    WITHDRAWN = "withdrawn"


class Report(models.Model):
    """One citizen's report. State, holder, visibility and delivery live apart."""

    number = models.CharField(max_length=24)  # unique; without the second index of `unique=True`
    code_hash = models.BinaryField(max_length=32)  # of the follow-up code
    channel = models.ForeignKey("taxonomy.Channel", models.PROTECT, db_index=False)
    external_id = models.CharField(max_length=120)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in State])
    # Where an on_hold report goes back to.
    held_from = models.CharField(max_length=20, blank=True)
    visibility = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Visibility])
    # Everybody reads it by the staff's decision, not by the reporter's: her own photographs stay
    # what she chose, but for those that were approved one by one.
    is_made_public = models.BooleanField(default=False, db_default=False)
    is_anonymous = models.BooleanField(default=False)
    is_confidential = models.BooleanField(default=False)
    report_class = models.CharField(
        max_length=12, choices=[(c.value, c.value) for c in ReportClass]
    )
    kind = models.CharField(max_length=20, blank=True)
    category = models.ForeignKey(
        "taxonomy.Category", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # The same report in the nation's scheme, where it came from there.
    lapor_category = models.ForeignKey(
        "taxonomy.Category", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    title = models.CharField(max_length=140)
    text = models.TextField()
    address = models.CharField(max_length=240, blank=True)
    # The number on the thing itself (a lamp post, a pump), written down by who works on it.
    asset = models.CharField(max_length=60, blank=True, default="", db_default="")
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    area = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # The city that the area lies in, written by the database alone: a search of a whole city looks
    # up one tag where the kelurahan of one are eighty.
    city = models.ForeignKey(
        "places.Area",
        models.DO_NOTHING,
        null=True,
        editable=False,
        db_index=False,
        db_constraint=False,
        related_name="+",
    )
    is_area_approximate = models.BooleanField(default=False)
    contact = models.ForeignKey(
        "identity.Contact", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    occurred_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    client_at = models.DateTimeField(null=True, blank=True)  # the phone's own clock
    verified_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    outcome = models.CharField(
        max_length=16, choices=[(o.value, o.value) for o in Outcome], blank=True
    )
    lead = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # Every office that has or had it, in any part: the agencies of its assignments.
    offices = ArrayField(models.IntegerField(), default=list)
    # The office complained about: neither it nor one below it ever holds the report.
    about = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    # How the report came to its holder: verify, assign, coordinate, dispose, give_back, ...
    came_by = models.CharField(max_length=12, blank=True)
    is_scheduled = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    institution = models.ForeignKey(
        "taxonomy.Institution",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,
        related_name="+",
    )
    # Caches of reports.clocks, rebuilt by a command and compared by a test: the due time of
    # whose turn it is, since when that clock runs, and the day promised to the citizen.
    due_at = models.DateTimeField(null=True, blank=True)
    due_from = models.DateTimeField(null=True, blank=True)
    due_clock = models.CharField(max_length=20, blank=True)
    alert_at = models.DateTimeField(null=True, blank=True)  # somebody is warned then
    promised_at = models.DateTimeField(null=True, blank=True)
    # The code of the rule by which it is promised; as it was known when its clock stopped.
    promised_by = models.CharField(max_length=60, blank=True, default="", db_default="")
    holds = models.PositiveSmallIntegerField(default=0)
    returns = models.PositiveSmallIntegerField(default=0)
    reopens = models.PositiveSmallIntegerField(default=0)
    rejections = models.PositiveSmallIntegerField(default=0)
    supporters = models.PositiveIntegerField(default=0)
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_reason = models.CharField(max_length=400, blank=True)
    rated_at = models.DateTimeField(null=True, blank=True)
    rating_changes = models.PositiveSmallIntegerField(default=0)
    seq = models.PositiveIntegerField(default=0)  # of the last event; the version people edit
    last_hash = models.BinaryField(max_length=32, default=b"")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["number"], name="report_number"),
            models.UniqueConstraint(fields=["channel", "external_id"], name="report_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="report_state"
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=[v.value for v in Visibility]), name="report_visibility"
            ),
            models.CheckConstraint(
                condition=Q(lat=None, lng=None) | Q(lat__isnull=False, lng__isnull=False),
                name="report_point",
            ),
            models.CheckConstraint(
                condition=~Q(is_confidential=True, visibility="public"), name="report_confidential"
            ),
            models.CheckConstraint(
                condition=Q(stars=None) | Q(stars__range=(1, 5)), name="report_stars"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["waiting", "in_progress", "awaiting_validation"])
                | Q(lead__isnull=False),
                name="report_has_holder",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["state", "due_at", "id"],
                name="report_turn",
                condition=Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(
                fields=["lead", "due_at", "id"],
                name="report_lead_open",
                condition=Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(
                fields=["state", "due_at", "id"],
                name="report_window",
                condition=Q(state__in=["resolved", "referred", "declined"], due_at__isnull=False),
            ),
            models.Index(
                fields=["alert_at"], name="report_alert", condition=Q(alert_at__isnull=False)
            ),
            models.Index(
                fields=["due_at", "id"],
                name="report_came_back",
                condition=Q(state__in=[s.value for s in OPEN_STATES]) & CAME_BACK,
            ),
            models.Index(
                fields=["area", "-received_at"],
                name="report_area_open",
                condition=Q(state__in=[s.value for s in OPEN_STATES]),
            ),
            models.Index(fields=["-received_at", "-id"], name="report_received"),
            # Danger that nobody has taken on yet: few rows, looked for several times a minute.
            models.Index(
                fields=["id"],
                name="report_danger",
                condition=Q(is_emergency=True, state__in=["submitted", "waiting"]),
            ),
            models.Index(
                fields=["asset"],
                name="report_asset",
                condition=~Q(asset=""),
            ),
            models.Index(
                fields=["merged_into"],
                name="report_merged",
                condition=Q(merged_into__isnull=False),
            ),
            # An account's own reports, and what goes when a person goes.
            models.Index(
                fields=["contact"],
                name="report_contact",
                condition=Q(contact__isnull=False),
            ),
            # What comes back under warranty is looked for in the squares around its point.
            models.Index(
                _square("lat"),
                _square("lng"),
                "resolved_at",
                name="report_settled_square",
                condition=Q(lat__isnull=False, resolved_at__isnull=False),
            ),
            # Any mix of filters over all reports. What waits to be entered is read one by one.
            GinIndex(SEARCH, TAGS, name="report_search", gin_pending_list_limit=512),
        ]

    def __str__(self) -> str:
        return self.number


# An office that helps another one, now.
HELPS = Q(role="supporting", state__in=["pending", "accepted"])


class Assignment(models.Model):
    """One agency's turn at one report, from the hand-over that brought it to its end."""

    class Role(models.TextChoices):
        LEAD = "lead"
        SUPPORTING = "supporting"

    report = models.ForeignKey(Report, models.CASCADE, related_name="assignments")
    agency = models.ForeignKey("people.Agency", models.PROTECT, db_index=False, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.LEAD)
    state = models.CharField(
        max_length=10,
        choices=[(s.value, s.value) for s in AssignmentState],
        default=AssignmentState.PENDING.value,
    )
    came_by = models.CharField(max_length=12)
    from_agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    instruction = models.TextField(blank=True)
    officer = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    started_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(role="lead", state__in=["pending", "accepted", "done"]),
                name="one_lead",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AssignmentState]), name="assignment_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "report"], name="assignment_agency"),
            models.Index(fields=["agency", "report"], name="assignment_helps", condition=HELPS),
            models.Index(
                fields=["officer", "report"],
                name="assignment_officer",
                condition=Q(officer__isnull=False, state__in=["pending", "accepted"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.agency_id} {self.state}"


class ReportEvent(models.Model):
    """One thing that happened. Append-only: the database refuses UPDATE and DELETE."""

    pk = models.CompositePrimaryKey("report_id", "seq")
    report = models.ForeignKey(Report, models.PROTECT, db_index=False, related_name="events")
    seq = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    from_state = models.CharField(max_length=20, blank=True)
    to_state = models.CharField(max_length=20)
    # reporter, staff, clock, system or peer; `actor` names the member of staff.
    actor_kind = models.CharField(max_length=10)
    actor = models.ForeignKey(
        "people.User", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    note = models.TextField(blank=True)
    data = models.JSONField(null=True, blank=True)
    at = models.DateTimeField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        ordering: ClassVar = ["report_id", "seq"]
        # Events are written in the order in which they happen, nearly: a few pages of index tell
        # where those of a month lie, and cost the hot path nothing.
        indexes: ClassVar = [
            BrinIndex(fields=["at"], name="event_at", pages_per_range=32, autosummarize=True)
        ]

    def __str__(self) -> str:
        return f"{self.report_id}#{self.seq} {self.verb}"


class ReportPhoto(models.Model):
    """A photograph or document on a report, and what it shows."""

    class Purpose(models.TextChoices):
        REPORT = "report"
        BEFORE = "before"
        AFTER = "after"
        PLACE = "place"
        REOPEN = "reopen"
        ENCLOSED = "enclosed"  # the reporter's document: seen like her photographs, never public
        DOCUMENT = "document"
        NOTE = "note"  # goes with a remark: never shown outside

    report = models.ForeignKey(Report, models.CASCADE, related_name="photos")
    attachment = models.ForeignKey("media.Attachment", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    is_public = models.BooleanField(default=False)
    taken_at = models.DateTimeField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lng = models.FloatField(null=True, blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.purpose}"
