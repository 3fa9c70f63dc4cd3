"""What a list can be narrowed to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet

from tanggap.lib import codes
from tanggap.lib.editions import kept
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.reports.models import CAME_BACK, SEARCH, Report
from tanggap.reports.workflow import OPEN_STATES
from tanggap.taxonomy.models import Category, Channel

OPEN_VALUES = tuple(sorted(state.value for state in OPEN_STATES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; codes as in the address, "" for everything."""

    state: str = ""
    category: str = ""
    area: str = ""
    channel: str = ""
    agency: str = ""
    year: int | None = None
    is_late: bool = False
    is_returned: bool = False
    text: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, item.name) for item in fields(self))


def narrowed(rows: QuerySet[Report], filters: Filters, *, at: datetime) -> QuerySet[Report]:
    """`rows` with every filter that is set."""
    if filters.text:
        rows = rows.alias(search=SEARCH)
    for name, condition in _CONDITIONS.items():
        if value := getattr(filters, name):
            rows = rows.filter(condition(value))
    if filters.is_late:
        rows = rows.filter(due_at__lt=at, state__in=OPEN_VALUES)
    if filters.is_returned:
        rows = rows.filter(CAME_BACK)
    return rows


def _state(name: str) -> Q:
    return Q(state__in=OPEN_VALUES) if name == "open" else Q(state=name)


# Keys, not codes, stand in the query: the planner knows how many rows have a key.
@kept(Category)
def _category(code: str) -> list[int]:
    """The category and those below it."""
    found = Category.objects.filter(Q(code=code) | Q(parent__code=code))
    return list(found.values_list("pk", flat=True))


@kept(Area, most=512)
def _area(code: str) -> list[int]:
    """Areas are numbered from the top: a district's code begins every code within it."""
    found = Area.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."))
    return list(found.values_list("pk", flat=True))


@kept(Channel)
def _channel(code: str) -> list[int]:
    return list(Channel.objects.filter(code=code).values_list("pk", flat=True))


@kept(Agency, most=512)
def _agency(code: str) -> list[int]:
    return list(Agency.objects.filter(code=code).values_list("pk", flat=True))


def _text(text: str) -> Q:
    """A number finds its report; words are stemmed as Indonesian, all of them must occur."""
    number = codes.plain(text)
    if _NUMBER.fullmatch(number):
        return Q(number=number)
    return Q(search=SearchQuery(text, config="indonesian", search_type="websearch"))


_NUMBER = re.compile(r"[A-Z]{0,8}\d{8,}")
_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "state": _state,
    "category": lambda code: Q(category__in=_category(code)),
    "area": lambda code: Q(area__in=_area(code)),
    "channel": lambda code: Q(channel__in=_channel(code)),
    "agency": lambda code: Q(lead__in=_agency(code)),
    "year": lambda year: Q(received_at__year=year),
    "text": _text,
}
