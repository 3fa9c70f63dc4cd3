"""Open reports of the same kind close by: perhaps the same problem, a person decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from tanggap.casework.queries.filters import OPEN_VALUES
from tanggap.lib import geo
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import Report

WITHIN_METERS = 200.0
WITHIN = timedelta(days=90)
MOST = 3
_READ = 200  # rows looked at; a kelurahan rarely has as many open ones


@dataclass(frozen=True, slots=True)
class Near:
    """A report that may tell of the same thing."""

    number: str
    title: str
    received_at: datetime
    supporters: int
    meters: float


def similar(report: Report, actor: Actor, *, at: datetime) -> list[Near]:
    """The nearest open reports that `actor` may see, of the same category where it is known.

    One query; none for a report without a point or kelurahan, or that is over.
    """
    if report.lat is None or report.lng is None or report.area_id is None:
        return []
    if report.state not in OPEN_VALUES or report.merged_into_id:
        return []
    rows = access.visible_to(actor).filter(
        area=report.area_id,
        received_at__gt=at - WITHIN,
        state__in=OPEN_VALUES,
        merged_into=None,
        lat__isnull=False,
    )
    if report.category_id:
        rows = rows.filter(category=report.category_id)
    columns = ("number", "title", "received_at", "supporters", "lat", "lng")
    found = rows.exclude(pk=report.pk).order_by("-received_at").values_list(*columns)[:_READ]
    near = [_near(report.lat, report.lng, *row) for row in found]
    close = [one for one in near if one.meters <= WITHIN_METERS]
    return sorted(close, key=lambda one: one.meters)[:MOST]


def _near(
    lat: float,
    lng: float,
    number: str,
    title: str,
    received_at: datetime,
    supporters: int,
    to_lat: float | None,
    to_lng: float | None,
) -> Near:
    assert to_lat is not None and to_lng is not None  # the query asked for it
    meters = geo.distance(lat=lat, lng=lng, to_lat=to_lat, to_lng=to_lng)
    return Near(number, title, received_at, supporters, meters)
