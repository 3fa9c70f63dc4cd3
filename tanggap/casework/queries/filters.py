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
from tanggap.reports.models import CAME_BACK, SEARCH, Assignment, Closing, Report
from tanggap.reports.workflow import ASSIGNMENT_COUNTS, OPEN_STATES, AssignmentState, State
from tanggap.taxonomy.models import Category, Channel

# What the city's table 5 counts as completed; `insights.facts` counts the same.
COMPLETED = Q(state__in=[State.RESOLVED, State.CLOSED], closing__in=[Closing.WORK, Closing.ANSWER])
OPEN_VALUES = tuple(sorted(state.value for state in OPEN_STATES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; codes as in the address, "" for everything."""

    state: str = ""
    category: str = ""
    area: str = ""
    channel: str = ""
    agency: str = ""
    received_by: str = ""  # an office whose final assignment it is; see `completed`
    # "1" or "0": work done or answered; with `received_by`, whether that office did its part.
    completed: str = ""
    year: int | None = None
    month: int | None = None
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
    if condition_of := _completion(filters):
        rows = rows.filter(condition_of)
    if filters.is_late:
        rows = rows.filter(due_at__lt=at, state__in=OPEN_VALUES)
    if filters.is_returned:
        rows = rows.filter(CAME_BACK)
    return rows


def _completion(filters: Filters) -> Q | None:
    """What the statistics count as received by an office, and as completed."""
    if filters.received_by:
        return _received_by(filters)
    if not filters.completed:
        return None
    return COMPLETED if filters.completed == "1" else ~COMPLETED


def _received_by(filters: Filters) -> Q:
    offices = _agency(filters.received_by)
    final = [state.value for state in ASSIGNMENT_COUNTS]
    received = Assignment.objects.filter(agency__in=offices, state__in=final)
    done = received.filter(state=AssignmentState.DONE)
    if filters.completed == "1":
        return Q(pk__in=done.values("report_id"))
    found = Q(pk__in=received.values("report_id"))
    return found & ~Q(pk__in=done.values("report_id")) if filters.completed else found


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
    "month": lambda month: Q(received_at__month=month),
    "text": _text,
}
