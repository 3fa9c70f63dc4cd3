"""Long works that offices have agreed on for a month, as everybody may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from tanggap.publication.filters import areas_within
from tanggap.publication.lists import PAGE
from tanggap.publication.models import DB, PublicReport

MOST_MONTHS = 36


@dataclass(frozen=True, slots=True)
class Asked:
    """What a visitor asked for; empty means all."""

    month: date | None = None
    area: int | None = None
    agency: int | None = None
    programme: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The next works by month, and the key of those behind them."""

    rows: list[PublicReport] = field(default_factory=list)
    later: str = ""


def works(asked: Asked, *, after: str = "") -> Page:
    """Public reports with a schedule, the nearest month first, `PAGE` at a time."""
    rows = _asked(asked).select_related("area", "agency")
    if beyond := _beyond(after):
        rows = rows.filter(beyond)
    found = list(rows.order_by("planned_month", "id")[: PAGE + 1])
    shown = found[:PAGE]
    return Page(shown, _key(shown[-1]) if len(found) > PAGE else "")


def _planned() -> QuerySet[PublicReport]:
    rows = PublicReport.objects.using(DB).filter(planned_month__isnull=False)
    return rows.defer("story", "text")


def _asked(asked: Asked) -> QuerySet[PublicReport]:
    rows = _planned()
    exact = {"planned_month": asked.month, "agency_id": asked.agency}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if asked.area is not None:
        rows = rows.filter(area__in=areas_within(asked.area))
    return rows.filter(programme__icontains=asked.programme) if asked.programme else rows


def _key(row: PublicReport) -> str:
    return f"{row.planned_month:%Y%m}-{row.pk}"


def _beyond(key: str) -> Q | None:
    """What comes after a key; a key that nobody made is ignored."""
    stamp, _, pk = key.partition("-")
    try:
        month, number = date(int(stamp[:4]), int(stamp[4:]), 1), int(pk)
    except ValueError:
        return None
    if not 0 < number < 2**63:
        return None
    return Q(planned_month__gt=month) | Q(planned_month=month, id__gt=number)


def months() -> list[date]:
    """The months for which something is planned."""
    found = _planned().order_by("planned_month").values_list("planned_month", flat=True)
    return [month for month in found.distinct()[:MOST_MONTHS] if month]


def offices() -> list[tuple[str, str]]:
    """Code and name of the offices that have planned something."""
    rows = _planned().exclude(agency=None).order_by("agency__name")
    return list(rows.values_list("agency__code", "agency__name").distinct())
