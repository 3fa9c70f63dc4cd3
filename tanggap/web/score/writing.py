"""Figures written out, and the list of reports behind each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.dates import MONTHS

from tanggap.people.models import Agency
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE, Definition
from tanggap.performance.queries.counted import Number, is_counting
from tanggap.web import display
from tanggap.web.staff import behind

if TYPE_CHECKING:
    from tanggap.performance.models import Figures


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is shown, and where its reports are."""

    text: str
    url: str = ""


def month_name(month: Month) -> str:
    """November 2022."""
    return f"{MONTHS[month.first.month]} {month.first.year}"


def write(definition: Definition, value: Any) -> str:
    """A figure in its unit; a dash where there is nothing to measure."""
    if value is None:
        return "–"
    if definition.unit == "hours":
        return display.duration_short(timedelta(hours=float(value)))
    if definition.unit == "percent":
        return f"{display.number(value, places=1)} %"
    if definition.unit == "stars":
        return display.number(value, places=2)
    return display.number(value)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose figures of which month, with the offices below or not."""

    office: Agency
    month: Month
    is_whole: bool = False


def cell(figures: Figures, figure: str, place: Place) -> Cell:
    """A figure with the link to its reports, if it counts any."""
    value: int | Decimal | None = getattr(figures, figure)
    text = write(BY_FIGURE[figure], value)
    if not value or not is_counting(figure):
        return Cell(text)
    number = Number(office=place.office, month=place.month, figure=figure, is_whole=place.is_whole)
    return Cell(text, behind.url(number))
