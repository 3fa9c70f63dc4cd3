"""The reports behind a number: what a card counted, as ids for the staff's own lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tanggap.people.models import Agency
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.models import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of a card: which office and month, what it counts, with those below or not."""

    office: Agency
    month: Month
    figure: str
    is_whole: bool = False


def reports(number: Number) -> QuerySet[Any, Any]:
    """The ids of the reports that make a number."""
    rows = Fact.objects.filter(BY_FIGURE[number.figure].q, month=number.month.first)
    if number.is_whole:
        below = Agency.objects.filter(path__startswith=number.office.path)
        rows = rows.filter(agency__in=below.values("pk"))
    else:
        rows = rows.filter(agency=number.office)
    return rows.values("report_id")


def is_counting(figure: str) -> bool:
    """Whether a figure counts reports, so that it has a list behind it."""
    return figure in BY_FIGURE and bool(BY_FIGURE[figure].rows)
