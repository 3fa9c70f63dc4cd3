"""Offices, the people who work in them, and what each may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower


class Role(models.TextChoices):
    CLERK = "clerk"
    VERIFIER = "verifier"
    DISPATCHER = "dispatcher"
    AGENCY_ADMIN = "agency_admin"
    OFFICER = "officer"
    VALIDATOR = "validator"
    CASE_WORKER = "case_worker"
    LEADER = "leader"
    OPERATOR = "operator"


class Agency(models.Model):
    """An office that can hold a report. The dispatcher's desk is one too."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=30)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # Codes from the root to this agency, "/pemprov-dki/dinas-bina-marga/": one prefix test tells
    # whether an agency lies below another.
    path = models.CharField(max_length=400, blank=True)
    area = models.ForeignKey("places.Area", models.PROTECT, null=True, blank=True)
    # The exact spelling in the city's statistics (table 8), where it differs or is wanted.
    statistics_name = models.CharField(max_length=200, blank=True)
    is_dispatcher = models.BooleanField(default=False)
    handles_confidential = models.BooleanField(default=False)
    source = models.CharField(max_length=400, blank=True)
    source_en = models.CharField(max_length=400, blank=True, default="", db_default="")
    status = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "agencies"
        indexes: ClassVar = [
            models.Index(fields=["path"], name="agency_path", opclasses=["varchar_pattern_ops"])
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["is_dispatcher"], condition=Q(is_dispatcher=True), name="one_dispatcher"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def is_below(self, other: Agency) -> bool:
        """Whether `other` stands above this agency in the tree."""
        return self.pk != other.pk and self.path.startswith(other.path)


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(username__iexact=username)


class User(AbstractBaseUser):
    """Somebody who works here, or a citizen with an account: a user without a seat.

    Of a citizen nothing stands here but the language; what she told is sealed (`citizens`), and
    reporters without an account are no users at all.
    """

    username = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    # As lib.phone writes it: lists of staff know people by it who have no e-mail.
    phone = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=5, default="id")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(Lower("name"), "id", name="user_by_name")]

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[Users] = Users()
    # All memberships, where the login read them already (people.login).
    seats_read: list[Membership] | None = None

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.username = self.username.lower()
        super().save(*args, **kwargs)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, *, at: datetime) -> MembershipQuerySet:
        return self.unfinished(at=at).filter(starts_at__lte=at)

    def unfinished(self, *, at: datetime) -> MembershipQuerySet:
        """Those that hold at `at`, and those that will."""
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))


class Membership(models.Model):
    """One role of one person at one agency, for a period."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.choices)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "agency", "role"], condition=Q(ends_at=None), name="one_membership"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.agency}"

    def is_current(self, *, at: datetime) -> bool:
        """Whether it holds at `at`; `current` asks the database the same."""
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)


class ApiKey(models.Model):
    """A partner's key for the write API; only its hash is stored."""

    name = models.CharField(max_length=80, unique=True)
    key_hash = models.CharField(max_length=64, unique=True)
    channel = models.ForeignKey("taxonomy.Channel", models.PROTECT)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Invitation(models.Model):
    """A one-time link by which somebody sets a password; only its hash is stored.

    With a `user` it is for that person's account; without, it makes a new one in `role` at
    `agency` until `seat_ends_at`.
    """

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    role = models.CharField(max_length=16, choices=Role.choices, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True)
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    seat_ends_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(user__isnull=False) | Q(agency__isnull=False) & ~Q(role=""),
                name="invitation_for_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.agency}" if self.user is None else str(self.user)


class StandInQuerySet(models.QuerySet["StandIn"]):
    def current(self, *, at: datetime) -> StandInQuerySet:
        return self.filter(starts_at__lte=at, ends_at__gt=at)


class StandIn(models.Model):
    """For a period `person` has the seats of `absent` beside her own. It ends by itself."""

    person = models.ForeignKey(User, models.PROTECT, related_name="stands_in")
    absent = models.ForeignKey(User, models.PROTECT, related_name="stood_in_for")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    created_by = models.ForeignKey(User, models.PROTECT, db_index=False, related_name="+")
    created_at = models.DateTimeField()

    objects = StandInQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(person=F("absent")), name="stand_in_for_another"),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="stand_in_period"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} for {self.absent}"


class Change(models.Model):
    """One thing that somebody changed about the institution. Append-only, as the database sees to.

    `subject` names what was changed by its code or, for a person, the username; `office` and
    `person` point at whom it concerns. `before` and `after` hold the columns that differ.
    """

    class Kind(models.TextChoices):
        OFFICE = "office"
        MANDATE = "mandate"
        REASON = "reason"
        PERSON = "person"
        SEAT = "seat"
        STAND_IN = "stand_in"
        LINK = "link"
        DEVICE = "device"
        LIST = "list"
        DAY = "day"
        CLOCK = "clock"

    at = models.DateTimeField()
    by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    verb = models.CharField(max_length=16)
    subject = models.CharField(max_length=160)
    office = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["kind", "subject", "-id"], name="change_subject"),
            models.Index(fields=["office", "-id"], name="change_office"),
            models.Index(fields=["person", "-id"], name="change_person"),
            models.Index(fields=["by", "-id"], name="change_by"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.verb} {self.subject}"


class StaffList(models.Model):
    """A list of staff that somebody handed in: looked at first, then done line by line.

    With `complete_for` whoever has a seat there and isn't on the list leaves.
    """

    class State(models.TextChoices):
        PREVIEW = "preview"
        RUNNING = "running"
        DONE = "done"

    file_name = models.CharField(max_length=120)
    complete_for = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    with_below = models.BooleanField(default=False)
    # Columns of the file that nobody reads, for whoever misspelt one.
    unused_columns = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREVIEW)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="staff_lists")
    created_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.file_name


class StaffListLine(models.Model):
    """One line of a list, or one seat that ends because nobody on the list has it.

    `said` is what the line says, understood; `problems` and `changes` are codes with their
    values, put into words where they are shown.
    """

    class Kind(models.TextChoices):
        NEW = "new"
        CHANGED = "changed"
        LEAVING = "leaving"
        UNCHANGED = "unchanged"
        ERROR = "error"

    class Outcome(models.TextChoices):
        WAITING = ""
        DONE = "done"
        SAME = "same"
        REFUSED = "refused"

    staff_list = models.ForeignKey(StaffList, models.CASCADE, db_index=False, related_name="lines")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    said = models.JSONField()
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=list)
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    seat = models.ForeignKey(
        Membership, models.PROTECT, null=True, blank=True, db_index=False, related_name="+"
    )
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    # This line made the account: she gets the one-time link.
    is_newcomer = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["staff_list", "kind", "id"], name="list_line_kind"),
            models.Index(fields=["staff_list", "id"], name="list_line"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_list} {self.number}"
