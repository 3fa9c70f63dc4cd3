"""What a list can be narrowed to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone

from tanggap.lib import codes
from tanggap.lib.editions import kept
from tanggap.lib.lookup import Tag, windows
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.publication import labels
from tanggap.reports.models import (
    CAME_BACK,
    LOOKUP,
    Assignment,
    Closing,
    Report,
    state_tags,
)
from tanggap.reports.workflow import ASSIGNMENT_COUNTS, OPEN_STATES, AssignmentState, State
from tanggap.taxonomy.models import Category, Channel

# What the city's table 5 counts as completed; `insights.facts` counts the same.
COMPLETED = Q(state__in=[State.RESOLVED, State.CLOSED], closing__in=[Closing.WORK, Closing.ANSWER])
OPEN_VALUES = tuple(sorted(state.value for state in OPEN_STATES))
_FINAL = tuple(sorted(state.value for state in ASSIGNMENT_COUNTS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; codes as in the address, "" for everything."""

    state: str = ""
    category: str = ""
    lapor: str = ""  # a category of the nation's scheme
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

    @property
    def number(self) -> str:
        """The number of a report, where that is what was typed."""
        typed = codes.plain(self.text)
        return typed if _NUMBER.fullmatch(typed) else ""


_NUMBER = re.compile(r"[A-Z]{0,8}\d{8,}")


def narrowed(rows: QuerySet[Report], filters: Filters, *, at: datetime) -> QuerySet[Report]:
    """`rows` with every filter that is set, each asked of its column."""
    for name, condition in _CONDITIONS.items():
        if value := getattr(filters, name):
            rows = rows.filter(condition(value))
    rows = beyond_tags(rows, filters, at=at)
    return LOOKUP.with_words(rows, filters.text) if filters.text and not filters.number else rows


def beyond_tags(rows: QuerySet[Report], filters: Filters, *, at: datetime) -> QuerySet[Report]:
    """`rows` with what no tag says exactly: the period, what is completed, what is late.

    Nor is there one for the nation's categories: few reports have them.
    """
    rows = rows.filter(_period(filters), _completion(filters), _put_away(filters))
    if filters.lapor:
        rows = rows.filter(lapor_category__code=filters.lapor)
    return rows.filter(due_at__lt=at, state__in=OPEN_VALUES) if filters.is_late else rows


def of_open(rows: QuerySet[Report], filters: Filters, *, at: datetime) -> QuerySet[Report]:
    """`narrowed` of rows that are open: words are looked up among the open reports alone."""
    rows = narrowed(rows, filters, at=at)
    if not filters.text or filters.number:
        return rows
    return LOOKUP.with_tags(rows, state_tags(OPEN_VALUES))


def tags(filters: Filters) -> dict[str, list[int]]:
    """The filters as tags, by name: of each list a report has at least one. Words, period apart."""
    found = {name: make(value) for name, make in _TAGS.items() if (value := getattr(filters, name))}
    if filters.is_late:
        found["is_late"] = state_tags(OPEN_VALUES)
    if filters.completed == "1" and not filters.received_by:
        found["completed"] = state_tags([State.RESOLVED, State.CLOSED])
    return found


def days(filters: Filters) -> tuple[datetime, datetime] | None:
    """From when to when a report of the year, or of the year's month, was received."""
    return windows.period(filters.year, filters.month, timezone.get_current_timezone())


def _put_away(filters: Filters) -> Q:
    """Of declined reports those that were archived, or those that were refused."""
    _state, is_put_away = labels.asked(filters.state)
    found = Q(came_by=labels.PUT_AWAY)
    return Q() if is_put_away is None else found if is_put_away else ~found


def _period(filters: Filters) -> Q:
    if span := days(filters):
        return Q(received_at__gte=span[0], received_at__lt=span[1])
    if filters.year:
        return Q(pk__in=[])
    return Q(received_at__month=filters.month) if filters.month else Q()


def _completion(filters: Filters) -> Q:
    """What the statistics count as received by an office, and as completed."""
    if filters.received_by:
        return _received_by(filters)
    if not filters.completed:
        return Q()
    return COMPLETED if filters.completed == "1" else ~COMPLETED


def _received_by(filters: Filters) -> Q:
    offices = _agency(filters.received_by)
    done = _has(agency__in=offices, state=AssignmentState.DONE)
    if filters.completed == "1":
        return done
    received = _has(agency__in=offices, state__in=_FINAL)
    return received & ~done if filters.completed else received


def _has(**which: Any) -> Q:
    """Whether a report has such an assignment: asked of each row, never read for all of them."""
    rows = Assignment.objects.filter(report=OuterRef("pk"), **which)
    return Q(IsNull(Subquery(rows.values("pk")[:1]), False))


def _states(name: str) -> list[str]:
    return list(OPEN_VALUES) if name == "open" else [labels.asked(name)[0]]


# Keys, not codes, stand in the query: the planner knows how many rows have a key.
@kept(Category, most=512)
def _category(code: str) -> list[int]:
    """The category and those below it."""
    found = Category.objects.filter(Q(code=code) | Q(parent__code=code))
    return list(found.values_list("pk", flat=True))


@kept(Area, most=512)
def _area(code: str) -> list[int]:
    """Areas are numbered from the top: a district's code begins every code within it."""
    found = Area.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."))
    return list(found.values_list("pk", flat=True))


@kept(Area, most=512)
def _area_tags(code: str) -> list[int]:
    """Of a district its kelurahan, of a city or a province its cities: few tags for a wide area."""
    own, cities = Q(code=code), Q(level=Area.Level.CITY)
    wide = Area.objects.filter(own | Q(parent__code=code), cities).values_list("pk", flat=True)
    if not wide:
        return Tag.AREA.of(_area(code))
    itself = Area.objects.filter(own).exclude(cities).values_list("pk", flat=True)
    return [*Tag.CITY.of(wide), *Tag.AREA.of(itself)]


@kept(Channel)
def _channel(code: str) -> list[int]:
    return list(Channel.objects.filter(code=code).values_list("pk", flat=True))


@kept(Agency, most=512)
def _agency(code: str) -> list[int]:
    return list(Agency.objects.filter(code=code).values_list("pk", flat=True))


_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "state": lambda name: Q(state__in=_states(name)),
    "category": lambda code: Q(category__in=_category(code)),
    "area": lambda code: Q(area__in=_area(code)),
    "channel": lambda code: Q(channel__in=_channel(code)),
    "agency": lambda code: Q(lead__in=_agency(code)),
    "is_returned": lambda _: CAME_BACK,
    "number": lambda number: Q(number=number),
}
_TAGS: dict[str, Callable[[Any], list[int]]] = {
    "state": lambda name: state_tags(_states(name)),
    "category": lambda code: Tag.CATEGORY.of(_category(code)),
    "area": lambda code: _area_tags(code),
    "channel": lambda code: Tag.CHANNEL.of(_channel(code)),
    "agency": lambda code: Tag.LEAD.of(_agency(code)),
    "received_by": lambda code: Tag.OFFICE.of(_agency(code)),
    "is_returned": lambda _: Tag.CAME_BACK.of([0]),
}
