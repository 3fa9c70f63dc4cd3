"""The reports behind a number of a score card, in the search of the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.functional import Promise

from tanggap.people.access import Actor
from tanggap.performance import access
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.queries import counted
from tanggap.performance.queries.counted import Number

_MAX_TEXT = 80


def url(number: Number) -> str:
    """Where the reports of a number are listed."""
    return f"{reverse('desk:search')}?{urlencode(parameters(number))}"


def parameters(number: Number) -> dict[str, str]:
    """A number as it stands in an address."""
    found = {
        "counted": number.figure,
        "of": number.office.code,
        "month": f"{number.month.first:%Y-%m}",
    }
    return found | ({"below": "1"} if number.is_whole else {})


def asked(given: QueryDict, actor: Actor) -> Number | None:
    """The number of an address whose card the actor may open; None where there is none."""
    figure, month = given.get("counted", ""), _month(given.get("month", ""))
    if not counted.is_counting(figure) or month is None:
        return None
    try:
        office = access.office_for(actor, given.get("of", "").replace("\0", "")[:_MAX_TEXT])
    except access.NotFound:
        return None
    return Number(office=office, month=month, figure=figure, is_whole=given.get("below") == "1")


def _month(text: str) -> Month | None:
    try:
        return Month(date.fromisoformat(f"{text}-01")) if len(text) == 7 else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Behind:
    """What the search says above the reports of a number."""

    figure: Promise | str
    words: Promise | str
    office: str
    month: str
    is_whole: bool
    card: str
    kept: tuple[tuple[str, str], ...]


def described(number: Number) -> Behind:
    """A number in words, with the way back to its card."""
    definition = BY_FIGURE[number.figure]
    month = f"{number.month.first:%Y-%m}"
    return Behind(
        figure=definition.name,
        words=definition.words,
        office=number.office.name,
        month=f"{MONTHS[number.month.first.month]} {number.month.first.year}",
        is_whole=number.is_whole,
        card=reverse("score:card", args=[month, number.office.code]),
        kept=tuple(parameters(number).items()),
    )


def reports(number: Number | None) -> Any:
    """The keys of the reports that make the number, for a query; None without a number."""
    return counted.reports(number) if number else None
