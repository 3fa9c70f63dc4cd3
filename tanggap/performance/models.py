"""What counts for whom in which month, and the figures that follow from it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from tanggap.performance.vocabulary import Remedy, Scope


class Counted(models.Model):
    """What one report counts for one office in one month."""

    # No constraint of the database: rows are computed from reports, a hundred thousand a year.
    report = models.ForeignKey(
        "reports.Report", models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+"
    )
    is_received = models.BooleanField()
    is_followed_up = models.BooleanField()
    is_on_time = models.BooleanField()
    is_within_limit = models.BooleanField()
    is_rated = models.BooleanField()
    is_rejected = models.BooleanField()
    is_reopened = models.BooleanField()
    is_returned = models.BooleanField()
    is_passed_on = models.BooleanField()
    is_hidden = models.BooleanField()  # confidential, or about an office
    seconds = models.PositiveIntegerField(null=True)  # of the office's own time, when followed up
    stars = models.PositiveSmallIntegerField(null=True)

    class Meta:
        abstract = True


class Figures(models.Model):
    """The figures of one office, one month and one scope; `figures.DEFINITIONS` says what each
    of them is."""

    scope = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Scope])
    received = models.PositiveIntegerField()
    followed_up = models.PositiveIntegerField()
    on_time = models.PositiveIntegerField()
    on_time_share = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    late = models.PositiveIntegerField()
    within_limit = models.PositiveIntegerField()
    hours_mean = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    hours_median = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    stars_mean = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    stars_count = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    reopened = models.PositiveIntegerField()
    returned = models.PositiveIntegerField()
    passed_on = models.PositiveIntegerField()
    hidden = models.PositiveIntegerField()
    hides = models.BooleanField()  # some of what it counts is hidden: there is an open scope too

    class Meta:
        abstract = True


class Fact(Counted):
    """A counted report of an open month: computed anew, never kept."""

    pk = models.CompositePrimaryKey("month", "agency_id", "report_id")
    month = models.DateField()  # its first day
    agency = models.ForeignKey(
        "people.Agency", models.DO_NOTHING, db_index=False, db_constraint=False, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id} {self.report_id}"


class Score(Figures):
    """The figures of one office in an open month, and when they were computed."""

    pk = models.CompositePrimaryKey("month", "scope", "agency_id")
    month = models.DateField()
    agency = models.ForeignKey(
        "people.Agency", models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    computed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id} {self.scope}"


class Close(models.Model):
    """A month that was closed. Append-only, as everything below."""

    month = models.DateField(unique=True)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"


class Version(models.Model):
    """The frozen card of one office. A correction is a further version with its reason."""

    close = models.ForeignKey(Close, models.PROTECT, related_name="versions")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)  # why it differs from the version before
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, null=True, related_name="+")
    paper = models.TextField()  # the canonical text of `paper.text`
    checksum = models.CharField(max_length=64, unique=True)  # its SHA-256
    signature = models.BinaryField(max_length=64)  # Ed25519, by the instance's key

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["close", "agency", "number"], name="version_number")
        ]

    def __str__(self) -> str:
        return f"{self.close} {self.agency_id} {self.number}"


class VersionFact(Counted):
    """A report counted in a frozen card."""

    pk = models.CompositePrimaryKey("version_id", "report_id")
    version = models.ForeignKey(
        Version, models.DO_NOTHING, db_index=False, db_constraint=False, related_name="facts"
    )

    def __str__(self) -> str:
        return f"{self.version_id} {self.report_id}"


class VersionScore(Figures):
    """The figures of a frozen card, one row for each scope."""

    pk = models.CompositePrimaryKey("version_id", "scope")
    version = models.ForeignKey(Version, models.PROTECT, db_index=False, related_name="scores")
    month = models.DateField()
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["month", "scope"], name="version_score_month")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.scope}"


class Objection(models.Model):
    """What an office says is wrong with its closed card. Append-only, as its decision is."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="objections")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    month = models.DateField()
    figure = models.CharField(max_length=20)
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            # A figure of a month is objected to once.
            models.UniqueConstraint(
                fields=["agency", "month", "figure"], name="objection_once_a_figure"
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.agency_id} {self.figure}"


class ObjectedReport(models.Model):
    """A report that an objection names."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="reports")
    report = models.ForeignKey(
        "reports.Report", models.DO_NOTHING, db_constraint=False, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["objection", "report"], name="objected_report_once")
        ]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.report_id}"


class ObjectionFile(models.Model):
    """A photograph or document that the office sent with it. Not for everybody: see `access`."""

    objection = models.ForeignKey(Objection, models.PROTECT, related_name="files")
    attachment = models.ForeignKey("media.Attachment", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)  # as the sender called it

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["objection", "attachment"], name="objection_file_once")
        ]

    def __str__(self) -> str:
        return f"{self.objection_id} {self.name}"


class Decision(models.Model):
    """The answer to an objection; upheld, it made a further version of the card."""

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="decision")
    remedy = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Remedy])
    reason = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    version = models.OneToOneField(Version, models.PROTECT, null=True, related_name="decision")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(remedy=Remedy.NONE, version=None)
                | ~models.Q(remedy=Remedy.NONE) & models.Q(version__isnull=False),
                name="decision_makes_a_version",
            )
        ]

    @property
    def is_upheld(self) -> bool:
        return self.version_id is not None

    def __str__(self) -> str:
        return f"{self.objection_id} {self.remedy}"
