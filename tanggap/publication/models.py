"""What everybody may see: safe columns only. The public site reads these tables and no others.

Rows are written by `publishing` from the reports; nothing here can be traced to a person.
"""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, IntegerField, Q
from django.db.models.functions import Cast, Floor

from tanggap.lib import geo
from tanggap.lib.lookup import Lookup, Tag
from tanggap.lib.lookup.tags import TIMES, listed
from tanggap.publication import labels

DB = "public"  # the role that may read nothing else

# Full-text search in Indonesian, and what a list may be narrowed to. The index holds words and
# tags; the row doesn't hold them again.
SEARCH = SearchVector("title", "text", "address", config="indonesian")
TAGS = listed(
    Cast(F("received_by"), ArrayField(IntegerField())),
    Tag.CATEGORY.from_key("category"),
    Tag.CATEGORY.from_key("lapor_category"),
    Tag.AREA.from_key("area"),
    Tag.CHANNEL.from_key("channel"),
    Tag.LEAD.from_key("agency"),
    Tag.STATE.from_name("state", labels.NAMES),
    *TIMES,
)
LOOKUP = Lookup(SEARCH, TAGS)

# Squares of a fiftieth of a degree, about 2 km: a window of the map is a list of their numbers,
# which an index can look up together with the newest reports in each. `cells_of` counts alike.
CELLS_PER_DEGREE = 50
CELLS_AROUND = 360 * CELLS_PER_DEGREE
CELL = Cast(Floor(F("lat") * CELLS_PER_DEGREE), IntegerField()) * CELLS_AROUND + Cast(
    Floor(F("lng") * CELLS_PER_DEGREE), IntegerField()
)


def cells_of(box: geo.BBox, *, most: int) -> list[int]:
    """The numbers of the squares that a window touches; none when there are more than `most`."""
    rows = geo.steps(box.south, box.north, per_degree=CELLS_PER_DEGREE)
    columns = geo.steps(box.west, box.east, per_degree=CELLS_PER_DEGREE)
    if len(rows) * len(columns) > most:
        return []
    return [row * CELLS_AROUND + column for row in rows for column in columns]


def middle_of(cell: int) -> tuple[float, float]:
    """Latitude and longitude of the middle of a square."""
    row = (cell + CELLS_AROUND // 2) // CELLS_AROUND
    column = cell - row * CELLS_AROUND
    return (row + 0.5) / CELLS_PER_DEGREE, (column + 0.5) / CELLS_PER_DEGREE


# Finished work that can be seen: a photograph of what was reported, and one of what was done.
SHOWN = Q(is_completed=True) & ~Q(photo="") & ~Q(photo_after="")


class PublicReport(models.Model):
    """One public report: redacted text, rounded place, approved photographs."""

    id = models.BigIntegerField(primary_key=True)  # of the report
    number = models.CharField(max_length=24)  # unique; without the second index of `unique=True`
    title = models.CharField(max_length=140)
    text = models.TextField()
    address = models.CharField(max_length=240, blank=True)
    report_class = models.CharField(max_length=12)
    category = models.ForeignKey(
        "taxonomy.Category", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    # The same report in the nation's scheme, where it came from there.
    lapor_category = models.ForeignKey(
        "taxonomy.Category", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    channel = models.ForeignKey(
        "taxonomy.Channel", models.PROTECT, db_index=False, related_name="+"
    )
    area = models.ForeignKey(
        "places.Area", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    agency = models.ForeignKey(
        "people.Agency", models.PROTECT, null=True, db_index=False, related_name="+"
    )
    state = models.CharField(max_length=20)
    came_by = models.CharField(max_length=12, blank=True)
    is_scheduled = models.BooleanField(default=False)
    outcome = models.CharField(max_length=16, blank=True)
    lat = models.FloatField(null=True)  # rounded to about 110 m
    lng = models.FloatField(null=True)
    # A column, not an expression of the index: then squares are counted in the index alone.
    cell = models.GeneratedField(
        expression=CELL, output_field=models.IntegerField(), db_persist=True, null=True
    )
    received_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True)
    # The code of the rule by which it is promised; everybody may look the rule up.
    promised_by = models.CharField(max_length=60, blank=True, default="", db_default="")
    is_open = models.BooleanField()
    is_completed = models.BooleanField()
    stars = models.PositiveSmallIntegerField(null=True)
    supporters = models.PositiveIntegerField(default=0)
    # Content addresses of photographs approved for everybody.
    photo = models.CharField(max_length=64, blank=True)
    photo_after = models.CharField(max_length=64, blank=True)
    # The offices whose final assignments count it as received, and those that did their part.
    received_by = ArrayField(models.BigIntegerField(), default=list)
    done_by = ArrayField(models.BigIntegerField(), default=list)
    # Long works: the month agreed, in which programme, and which offices decided it with the lead.
    planned_month = models.DateField(null=True)
    programme = models.CharField(max_length=200, blank=True, default="", db_default="")
    planned_with = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    # [[iso time, verb, to state, agency id or null, public words], ...] oldest first
    story = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["number"], name="public_number")]
        indexes: ClassVar = [
            models.Index(fields=["-received_at", "-id"], name="public_received"),
            models.Index(fields=["category", "-received_at", "-id"], name="public_category"),
            models.Index(fields=["cell", "-received_at"], name="public_in_cell"),
            # Few are open, and the map wants them however old they are.
            models.Index(
                fields=["cell", "-received_at"],
                name="public_open_in_cell",
                condition=Q(is_open=True),
            ),
            models.Index(
                fields=["-received_at", "-id"], name="public_open", condition=Q(is_open=True)
            ),
            models.Index(
                fields=["area", "-received_at", "-id"],
                name="public_open_in_area",
                condition=Q(is_open=True),
            ),
            models.Index(fields=["-updated_at", "-id"], name="public_updated"),
            models.Index(
                fields=["planned_month", "id"],
                name="public_planned",
                condition=Q(planned_month__isnull=False),
            ),
            # The home page shows the newest of those whose repair can be seen.
            models.Index(
                fields=["-updated_at", "-id"],
                name="public_before_and_after",
                condition=SHOWN,
            ),
            # Any mix of filters. What waits to be entered is read one by one.
            GinIndex(SEARCH, TAGS, name="public_lookup", gin_pending_list_limit=512),
        ]

    def __str__(self) -> str:
        return self.number


class ChannelDay(models.Model):
    """Reports received on one day through one channel, and how many of them are completed now."""

    day = models.DateField()
    channel = models.ForeignKey("taxonomy.Channel", models.PROTECT, related_name="+")
    received = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    public = models.PositiveIntegerField()  # of the received ones: shown to everybody
    public_completed = models.PositiveIntegerField(default=0)  # of the completed ones

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "channel"], name="channel_day")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.channel_id}"


class CategoryDay(models.Model):
    """Reports received on one day in one category of one scheme and area (city level)."""

    day = models.DateField()
    category = models.ForeignKey("taxonomy.Category", models.PROTECT, related_name="+")
    city = models.ForeignKey("places.Area", models.PROTECT, null=True, related_name="+")
    received = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    public = models.PositiveIntegerField()
    public_completed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day", "category", "city"], name="category_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.category_id}"


class AgencyDay(models.Model):
    """Final assignments of one agency for reports received on one day through one channel."""

    day = models.DateField()
    channel = models.ForeignKey("taxonomy.Channel", models.PROTECT, related_name="+")
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    received = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    public = models.PositiveIntegerField()
    public_completed = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["day", "channel", "agency"], name="agency_day")
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "day"], name="agency_day_agency")]

    def __str__(self) -> str:
        return f"{self.day} {self.agency_id}"


class DayTotal(models.Model):
    """The city's pulse of one day, by day received."""

    day = models.DateField(primary_key=True)
    received = models.PositiveIntegerField()
    completed = models.PositiveIntegerField()
    open = models.PositiveIntegerField()
    public = models.PositiveIntegerField()
    public_completed = models.PositiveIntegerField(default=0)
    # Half of the completed ones took at most this long.
    median_hours = models.FloatField(null=True)
    stars_sum = models.PositiveIntegerField(default=0)
    stars_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}"


class ClosedCard(models.Model):
    """A closed score card by the checksum of its figures, for whoever wants to check a copy.

    The text is empty where it would tell of confidential reports; then only the checksum, the
    office and the month can be confirmed.
    """

    checksum = models.CharField(max_length=64, primary_key=True)
    agency = models.ForeignKey("people.Agency", models.PROTECT, related_name="+")
    month = models.DateField()
    number = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    paper = models.TextField(blank=True)
    signature = models.BinaryField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["agency", "month"], name="closed_card_month")]

    def __str__(self) -> str:
        return self.checksum


class Estimate(models.Model):
    """How long reports of one kind took at one place, out of those that had the time to end.

    `category` or `area` empty: all. Days are whole: eight of ten ended from `low` to `high`, half
    of them by `half`. Written anew every night (`insights.estimates`).
    """

    category = models.ForeignKey(
        "taxonomy.Category", models.CASCADE, null=True, db_index=False, related_name="+"
    )
    area = models.ForeignKey(
        "places.Area", models.CASCADE, null=True, db_index=False, related_name="+"
    )
    level = models.PositiveSmallIntegerField()  # 1: the narrowest group
    reports = models.PositiveIntegerField()
    low_days = models.PositiveSmallIntegerField()
    half_days = models.PositiveSmallIntegerField()
    high_days = models.PositiveSmallIntegerField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category", "area"], name="one_estimate", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.category_id} {self.area_id} {self.low_days}-{self.high_days}"


class EstimateMonth(models.Model):
    """How the estimates given in one month turned out, once all of them have."""

    month = models.DateField(primary_key=True)
    given = models.PositiveIntegerField()
    hit = models.PositiveIntegerField()
    early = models.PositiveIntegerField()
    late = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.hit}/{self.given}"
