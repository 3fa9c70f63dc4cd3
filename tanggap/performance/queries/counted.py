"""The reports behind a number: what a card counted, as ids for the staff's own lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from tanggap.people.models import Agency
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.models import Close, Fact, Version, VersionFact


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number of a card: which office and month, what it counts, with those below or not."""

    office: Agency
    month: Month
    figure: str
    is_whole: bool = False


def reports(number: Number) -> QuerySet[Any, Any]:
    """The ids of the reports that make a number; of a closed month, as they were frozen."""
    offices = Agency.objects.filter(pk=number.office.pk)
    if number.is_whole:
        offices = Agency.objects.filter(path__startswith=number.office.path)
    which, month = BY_FIGURE[number.figure].q, number.month.first
    if not Close.objects.filter(month=month).exists():
        rows = Fact.objects.filter(which, month=month, agency__in=offices.values("pk"))
        return rows.values("report_id")
    newest = Version.objects.filter(close__month=month, agency__in=offices.values("pk"))
    newest = newest.order_by("agency", "-number").distinct("agency")
    ids = list(newest.values_list("pk", flat=True))
    return VersionFact.objects.filter(which, version__in=ids).values("report_id")


def is_counting(figure: str) -> bool:
    """Whether a figure counts reports, so that it has a list behind it."""
    return figure in BY_FIGURE and bool(BY_FIGURE[figure].rows)
