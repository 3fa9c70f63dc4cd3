"""Other reports beside one: merged into it, related to it, and open ones of its kind close by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet, Value

from tanggap.casework.queries.filters import OPEN_VALUES
from tanggap.lib import geo
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import Relation, Report

WITHIN_METERS = 200.0
WITHIN = timedelta(days=90)
MOST_NEAR = 3
MOST_LINKED = 20
_READ = 200  # rows looked at; a kelurahan rarely has as many open ones
_COLUMNS = ("number", "title", "received_at", "supporters", "lat", "lng")

# Which of the three, and the columns.
Row = tuple[str, str, str, datetime, int, float | None, float | None]


@dataclass(frozen=True, slots=True)
class Near:
    """A report that may tell of the same thing."""

    number: str
    title: str
    received_at: datetime
    supporters: int
    meters: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """Numbers of what is linked, and the nearest that may be the same problem: a person decides."""

    merged: tuple[str, ...]
    related: tuple[str, ...]
    near: tuple[Near, ...]


def others(report: Report, actor: Actor, *, at: datetime) -> Others:
    """What stands beside `report`; nearby only what `actor` may see. One query."""
    parts = [_merged(report), _related(report)]
    if (close := _close(report, actor, at=at)) is not None:
        parts.append(close)
    found: list[Row] = list(parts[0].union(*parts[1:], all=True))
    return Others(
        merged=_numbers(found, "merged"),
        related=_numbers(found, "related"),
        near=tuple(_nearest(report, [row for row in found if row[0] == "near"])),
    )


def _merged(report: Report) -> QuerySet[Any, Any]:
    rows = Report.objects.filter(merged_into=report.pk).order_by()
    return rows.values_list(Value("merged"), *_COLUMNS)[:MOST_LINKED]


def _related(report: Report) -> QuerySet[Any, Any]:
    rows = Relation.objects.filter(report=report.pk).order_by()
    return rows.values_list(Value("related"), *(f"other__{name}" for name in _COLUMNS))[
        :MOST_LINKED
    ]


def _close(report: Report, actor: Actor, *, at: datetime) -> QuerySet[Any, Any] | None:
    """Open reports of the same category where it is known, newest first.

    None for a report without a point or kelurahan, or that is over.
    """
    if report.lat is None or report.lng is None or report.area_id is None:
        return None
    if report.state not in OPEN_VALUES or report.merged_into_id:
        return None
    rows = access.visible_to(actor).filter(
        area=report.area_id,
        received_at__gt=at - WITHIN,
        state__in=OPEN_VALUES,
        merged_into=None,
        lat__isnull=False,
    )
    if report.category_id:
        rows = rows.filter(category=report.category_id)
    rows = rows.exclude(pk=report.pk).order_by("-received_at")
    return rows.values_list(Value("near"), *_COLUMNS)[:_READ]


def _numbers(found: list[Row], how: str) -> tuple[str, ...]:
    return tuple(sorted(number for kind, number, *_rest in found if kind == how))


def _nearest(report: Report, found: list[Row]) -> list[Near]:
    if report.lat is None or report.lng is None:
        return []
    near = []
    for _kind, number, title, received_at, supporters, lat, lng in found:
        assert lat is not None and lng is not None  # the query asked for it
        meters = geo.distance(lat=report.lat, lng=report.lng, to_lat=lat, to_lng=lng)
        near.append(Near(number, title, received_at, supporters, meters))
    close = [one for one in near if one.meters <= WITHIN_METERS]
    return sorted(close, key=lambda one: one.meters)[:MOST_NEAR]
