"""Open public reports around a place, as candidates for "is it this one?".

A fixed number of them by an index, however many reports there are; who ranks them is not here.
"""

from __future__ import annotations

from django.db.models import QuerySet

from tanggap.lib import geo
from tanggap.publication.models import DB, PublicReport, cells_of

MOST = 120
AROUND_M = 400


def around(*, lat: float, lng: float, within: float = AROUND_M) -> list[PublicReport]:
    """The newest open ones at most about `within` metres from the point. One query.

    Public points are rounded, so the box is a little wider than asked.
    """
    box = geo.around(lat=lat, lng=lng, meters=within + 100)
    rows = _open().filter(
        cell__in=cells_of(box, most=16),
        lat__range=(box.south, box.north),
        lng__range=(box.west, box.east),
    )
    return list(rows.order_by("-received_at")[:MOST])


def in_area(area: int) -> list[PublicReport]:
    """The newest open ones of an area of the smallest level. One query."""
    return list(_open().filter(area=area).order_by("-received_at", "-id")[:MOST])


def _open() -> QuerySet[PublicReport]:
    rows = PublicReport.objects.using(DB).filter(is_open=True).defer("story")
    return rows.select_related("category", "area", "agency")
