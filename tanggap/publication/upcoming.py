"""What is promised or planned for days to come, as everybody may see it: for calendars."""

from __future__ import annotations

from datetime import date, datetime

from tanggap.publication.filters import Filters, filtered
from tanggap.publication.models import PublicReport

MOST = 200


def promised(filters: Filters, *, at: datetime) -> list[PublicReport]:
    """Open reports with a date from now on, the nearest first, at most MOST."""
    rows = filtered(filters).filter(is_open=True, promised_at__gte=at).select_related("area")
    return list(rows.order_by("promised_at", "id")[:MOST])


def planned(filters: Filters, *, since: date) -> list[PublicReport]:
    """Works planned for this month or later, the nearest first, at most MOST."""
    rows = filtered(filters).filter(planned_month__gte=since.replace(day=1))
    return list(rows.select_related("area").order_by("planned_month", "id")[:MOST])
