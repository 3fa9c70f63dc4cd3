"""Administrative areas, their boundaries, and named places (the gazetteer)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from tanggap.lib.naming import Named


class Area(Named, models.Model):
    """A province, city, district or village. The code is the ministry's, as "31.71.01.1001"."""

    class Level(models.TextChoices):
        PROVINCE = "province"
        CITY = "city"
        DISTRICT = "district"
        VILLAGE = "village"

    code = models.CharField(max_length=13, unique=True)
    name = models.CharField(max_length=120)
    # Of provinces and cities; smaller areas are called the same in every language.
    name_en = models.CharField(max_length=120, blank=True)
    level = models.CharField(max_length=8, choices=Level.choices)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    # A point in or near the middle, WGS 84 degrees.
    lat = models.FloatField()
    lng = models.FloatField()
    postcode = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)  # the first day it no longer exists

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(level__in=["province", "city", "district", "village"]),
                name="area_level",
            ),
            models.CheckConstraint(
                condition=Q(level="province", parent=None)
                | (~Q(level="province") & Q(parent__isnull=False)),
                name="area_parent",
            ),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lng__range=(-180, 180)), name="area_point"
            ),
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="area_dates",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["level", "code"], name="area_by_level")]

    def __str__(self) -> str:
        return self.name


class Boundary(models.Model):
    """The outline of an area, once an operator has imported it: for the index of places alone."""

    area = models.OneToOneField(Area, models.CASCADE, primary_key=True, related_name="outline")
    shape = models.BinaryField()  # a multipolygon as WKB in longitude/latitude
    source = models.CharField(max_length=240, blank=True)
    imported_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"boundary of {self.area_id}"


class Place(models.Model):
    """A name people use for a spot: a station, a market, a hospital, a road crossing."""

    name = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    area = models.ForeignKey(Area, models.PROTECT, related_name="places")
    lat = models.FloatField()
    lng = models.FloatField()
    source = models.CharField(max_length=240, blank=True)
    status = models.CharField(max_length=12, blank=True)  # sourced | to_check
    note = models.CharField(max_length=400, blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "kind", "area"], name="place_once"),
            models.CheckConstraint(
                condition=Q(lat__range=(-90, 90), lng__range=(-180, 180)), name="place_point"
            ),
        ]

    def __str__(self) -> str:
        return self.name
