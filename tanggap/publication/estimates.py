"""What a report like this one took here, and how such estimates turned out. Public tables alone."""

from __future__ import annotations

from datetime import datetime, timedelta

from tanggap.publication.models import Estimate, EstimateMonth

DB = "public"
_NEAREST = """
    SELECT e.* FROM publication_estimate e
    LEFT JOIN places_area village ON village.id = %(area)s
    LEFT JOIN places_area district ON district.id = village.parent_id
    WHERE (e.category_id = %(category)s OR e.category_id IS NULL)
      AND (e.area_id IN (village.id, village.parent_id, district.parent_id) OR e.area_id IS NULL)
    ORDER BY e.level LIMIT 1
"""


def estimate(*, category: int | None, area: int | None) -> Estimate | None:
    """For a report of this category at this place (a kelurahan, or what is above it).

    The narrowest group with enough reports; None where there is none. One statement.
    """
    values = {"category": category, "area": area}
    rows = Estimate.objects.using(DB).raw(_NEAREST, values)
    return next(iter(rows.prefetch_related("category", "area")), None)


def days_since(received_at: datetime, *, at: datetime) -> float:
    """How long a report waits, in days as the estimate counts them."""
    return (at - received_at) / timedelta(days=1)


def months(most: int = 12) -> list[EstimateMonth]:
    """How the estimates of the last months turned out, newest first."""
    return list(EstimateMonth.objects.using(DB).order_by("-month")[:most])
