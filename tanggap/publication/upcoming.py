"""What is promised or planned for days to come, as everybody may see it: for calendars."""

from __future__ import annotations

from datetime import date, datetime

from tanggap.publication.models import PublicReport
from tanggap.publication.queries import DB, Filters, filtered

MOST = 200


def promised(filters: Filters, *, at: datetime) -> list[PublicReport]:
    """Open reports with a date from now on, the nearest first, at most MOST."""
    rows = filtered(filters).filter(is_open=True, promised_at__gte=at).select_related("area")
    return list(rows.order_by("promised_at", "id")[:MOST])


def planned(filters: Filters, *, since: date) -> list[PublicReport]:
    """Works planned for this month or later, the nearest first, at most MOST."""
    rows = filtered(filters).filter(planned_month__gte=since.replace(day=1))
    return list(rows.select_related("area").order_by("planned_month", "id")[:MOST])


def latest(filters: Filters) -> list[PublicReport]:
    """The newest reports with their text, at most 30."""
    keys = [row.pk for row in filtered(filters).order_by("-received_at", "-id")[:30]]
    rows = PublicReport.objects.using(DB).defer("story").select_related("category", "area")
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)}
    return [by_key[pk] for pk in keys if pk in by_key]
