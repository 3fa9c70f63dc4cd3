"""Reference data of the institution: what may be reported, through which door, until when.

Rows come from the pack. A row keeps its id for ever; what it said earlier is in `RowVersion`.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import Q

from tanggap.lib.naming import Named, Sourced, local


class RowVersion(models.Model):
    """What one row of a pack table said from one load to the next, and what the operator says.

    A version of the operator holds only the columns that he decides, and stands over the pack's.
    It may begin later than it was written.
    """

    class Origin(models.TextChoices):
        PACK = "pack"
        OPERATOR = "operator"

    table = models.CharField(max_length=40)
    code = models.CharField(max_length=160)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PACK)
    data = models.JSONField()
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["table", "code", "origin"],
                condition=Q(valid_to=None),
                name="row_version_current",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["table", "code", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.table} {self.code} {self.valid_from:%Y-%m-%d}"


class Category(Named, models.Model):
    """A kind of problem. `scheme` is the list it belongs to: the city's own, or the nation's."""

    class Scheme(models.TextChoices):
        CRM = "crm"
        LAPOR = "lapor"

    scheme = models.CharField(max_length=8, choices=Scheme.choices, default=Scheme.CRM)
    code = models.SlugField(max_length=120, unique=True)
    name = models.CharField(max_length=160)
    name_en = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True)
    # kelurahan | agency:<code> | city:<prefix>, see docs/packs.md
    lead = models.CharField(max_length=80, blank=True)
    proof = models.CharField(max_length=12, default="photo")
    is_protected = models.BooleanField(default=False)
    is_conflict_of_interest = models.BooleanField(default=False)
    is_emergency = models.BooleanField(default=False)
    indicator = models.CharField(max_length=20, blank=True)
    keywords = models.TextField(blank=True)
    basis = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "categories"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scheme", "parent", "name"], name="category_name")
        ]

    def __str__(self) -> str:
        return self.name


class Channel(Named, models.Model):
    """A door citizens knock on."""

    code = models.SlugField(max_length=30, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    # The name in the city's own statistics (table 5); empty for doors that came later.
    statistics_name = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    is_geotagged = models.BooleanField(default=False)
    skips_verification = models.BooleanField(default=False)
    is_walk_in = models.BooleanField(default=False)
    default_visibility = models.CharField(max_length=8, default="private")
    reply_by = models.CharField(max_length=20, blank=True)
    address = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["order", "code"]

    def __str__(self) -> str:
        return self.name


class ClockPolicy(Sourced, models.Model):
    """One dated rule of one clock, with its source.

    A load of the pack decides about the pack's own rows; `ended_on` is the operator's, whatever
    the pack says, and rows of the operator are never touched by a load.
    """

    class Origin(models.TextChoices):
        PACK = "pack"
        OPERATOR = "operator"

    code = models.SlugField(max_length=60, unique=True)
    clock = models.CharField(max_length=20)
    report_class = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=20, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=16)  # hours | days | working_days
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=240)
    source_en = models.CharField(max_length=240, blank=True, default="", db_default="")
    is_ours = models.BooleanField(default=False)
    status = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=240, blank=True)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.PACK)
    ended_on = models.DateField(null=True, blank=True)  # the last day, by the operator
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "clock policies"

    def __str__(self) -> str:
        return self.code

    @property
    def until(self) -> date | None:
        """The last day on which a clock may start by this rule; None: no end is set."""
        ends = [day for day in (self.valid_to, self.ended_on) if day]
        return min(ends, default=None)


class Holiday(Named, Sourced, models.Model):
    """A day on which offices are closed, by the kept library or by the pack."""

    code = models.SlugField(max_length=60, unique=True)
    date = models.DateField()
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    is_collective_leave = models.BooleanField(default=False)
    source = models.CharField(max_length=240)
    source_en = models.CharField(max_length=240, blank=True, default="", db_default="")
    status = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class OperatorDay(Named, models.Model):
    """A day that the operator closed or opened; it speaks before the pack and the library.

    Taking it back ends the row. Who did it and why stands in `deadlines.Revision`.
    """

    class Kind(models.TextChoices):
        PUBLIC = "public"
        COLLECTIVE_LEAVE = "collective_leave"
        WORKING_DAY = "working_day"

    date = models.DateField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    name = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True)
    source = models.CharField(max_length=240)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["date"], condition=Q(ended_at=None), name="one_operator_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.kind} {self.name}"


class Escalation(models.Model):
    """One rung of the ladder: who is told when part of the time is gone, or after it."""

    code = models.SlugField(max_length=60, unique=True)
    clock = models.CharField(max_length=20, blank=True)
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    after = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=16, blank=True)
    tell = models.CharField(max_length=16)
    is_urgent = models.BooleanField(default=False)
    source = models.CharField(max_length=240)
    is_ours = models.BooleanField(default=False)
    status = models.CharField(max_length=12, blank=True)
    note = models.CharField(max_length=240, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


class Reason(models.Model):
    """A ready reason for a verb (decline, hold, give_back, reject_followup, reopen, ...)."""

    code = models.SlugField(max_length=60, unique=True)
    verb = models.CharField(max_length=20)
    text = models.CharField(max_length=400)
    text_en = models.CharField(max_length=400, blank=True)
    legal_basis = models.CharField(max_length=240, blank=True)
    legal_basis_en = models.CharField(max_length=240, blank=True, default="", db_default="")
    remedy = models.CharField(max_length=400, blank=True)
    remedy_en = models.CharField(max_length=400, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    # What it said before, Indonesian -> English: histories keep the words that were sent.
    earlier = models.JSONField(default=dict, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["verb", "order", "code"]

    def __str__(self) -> str:
        return self.code

    @property
    def local_text(self) -> str:
        """The reason in the active language."""
        return local(self.text, self.text_en)

    @property
    def local_basis(self) -> str:
        """The regulation it stands on, in the active language."""
        return local(self.legal_basis, self.legal_basis_en)

    @property
    def english(self) -> dict[str, str]:
        """What it says now, Indonesian -> English, as far as that is known."""
        pairs = (
            (self.text, self.text_en),
            (self.remedy, self.remedy_en),
            (self.legal_basis, self.legal_basis_en),
        )
        return {indonesian: word for indonesian, word in pairs if indonesian and word}


class Institution(Named, models.Model):
    """An institution outside this instance, to which a report can be referred."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=200)
    # Where a usual English name exists.
    name_en = models.CharField(max_length=200, blank=True)
    tier = models.CharField(max_length=20)
    note = models.CharField(max_length=240, blank=True)
    source = models.CharField(max_length=240, blank=True)
    status = models.CharField(max_length=12, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


class PackSetting(models.Model):
    """One value of pack.toml or of the pack's texts, as JSON, by its dotted name."""

    code = models.CharField(max_length=120, unique=True)
    value = models.JSONField()
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.code


def current_on(day: date) -> Q:
    """The filter of dated rows that hold on `day`."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))
