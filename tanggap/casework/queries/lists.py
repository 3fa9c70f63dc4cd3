"""Queues and search: keyset pages of rows that need no further query."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import F, Q, QuerySet

from tanggap.lib import naming
from tanggap.people.access import Actor
from tanggap.places.models import Area
from tanggap.reports import access
from tanggap.reports.models import SEARCH, Assignment, Report
from tanggap.reports.workflow import OPEN_STATES, AssignmentState, State
from tanggap.taxonomy.models import Category

PAGE_SIZE = 50
COUNT_CAP = 100  # a chip says "99+" from here on
_COUNTED_ROWS = 1000  # how far the counts look; the queue's index gives them in order

QUEUES = ("verify", "dispatch", "agency", "validate")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One report in a list."""

    id: int
    number: str
    seq: int
    title: str
    state: str
    came_by: str
    is_scheduled: bool
    closing: str
    due_at: datetime | None
    due_from: datetime | None
    received_at: datetime
    returns: int
    rejections: int
    supporters: int
    is_emergency: bool
    is_confidential: bool
    lat: float | None
    lng: float | None
    address: str
    category: str
    area: str
    channel: str
    lead: str


@dataclass(frozen=True, slots=True)
class Page:
    """Part of a list. `after` and `before` are cursors for the next and the previous part."""

    rows: tuple[Row, ...]
    after: str = ""
    before: str = ""
    has_more: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, each up to COUNT_CAP."""

    total: int = 0
    late: int = 0
    returned: int = 0


_SPOKEN = {"category": "category__name", "area": "area__name", "channel": "channel__name"}
_COLUMNS = {**_SPOKEN, "lead": "lead__name"}
_FIELDS = tuple(item.name for item in fields(Row))


def queue(actor: Actor, which: str) -> QuerySet[Report]:
    """The reports of one queue that `actor` may see; KeyError for an unknown queue."""
    return access.visible_to(actor).filter(_QUEUES[which](actor))


def _verify(actor: Actor) -> Q:
    return Q(state=State.SUBMITTED) | Q(state=State.ON_HOLD, held_from=State.SUBMITTED)


def _dispatch(actor: Actor) -> Q:
    waits = Q(state=State.WAITING) | Q(state=State.ON_HOLD, held_from=State.WAITING)
    return waits & Q(lead__is_dispatcher=True)


def _agency(actor: Actor) -> Q:
    """What the actor's own offices hold, and where they help."""
    offices = actor.agency_ids("agency_admin", "case_worker", "officer", "dispatcher")
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS]) | (
        Q(state=State.ON_HOLD) & ~Q(held_from=State.SUBMITTED)
    )
    helps = Q(pk__in=_supported_by(offices))
    return works & (Q(lead__in=offices) | helps) & Q(merged_into=None)


def _supported_by(offices: Iterable[int]) -> QuerySet[Any, Any]:
    open_ones = [AssignmentState.PENDING, AssignmentState.ACCEPTED]
    rows = Assignment.objects.filter(
        role=Assignment.Role.SUPPORTING, agency__in=list(offices), state__in=open_ones
    )
    return rows.values("report_id")


def _validate(actor: Actor) -> Q:
    return Q(state=State.AWAITING_VALIDATION)


_QUEUES: dict[str, Callable[[Actor], Q]] = {
    "verify": _verify,
    "dispatch": _dispatch,
    "agency": _agency,
    "validate": _validate,
}


def tasks(actor: Actor) -> QuerySet[Report]:
    """What an officer can work on in the field: hers, and her office's that nobody took."""
    offices = actor.agency_ids("officer")
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS], merged_into=None)
    mine = Q(lead__in=offices) | Q(pk__in=_supported_by(offices))
    return access.visible_to(actor).filter(works & mine)


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
        rows = rows.filter(Q(returns__gt=0) | Q(rejections__gt=0))
    return rows


def _state(name: str) -> Q:
    return Q(state__in=OPEN_VALUES) if name == "open" else Q(state=name)


# The ids are read first: with them the planner enters the index of the column by its order.
def _category(code: str) -> Q:
    found = Category.objects.filter(Q(code=code) | Q(parent__code=code))
    return Q(category__in=list(found.values_list("pk", flat=True)))


def _area(code: str) -> Q:
    """Areas are numbered from the top: a district's code begins every code within it."""
    found = Area.objects.filter(Q(code=code) | Q(code__startswith=f"{code}."))
    return Q(area__in=list(found.values_list("pk", flat=True)))


def _text(text: str) -> Q:
    """A number finds its report; words are stemmed as Indonesian, all of them must occur."""
    number = "".join(text.split()).upper()
    if _NUMBER.fullmatch(number):
        return Q(number=number)
    return Q(search=SearchQuery(text, config="indonesian", search_type="websearch"))


_NUMBER = re.compile(r"[A-Z]{0,8}\d{8,}")
_CONDITIONS: dict[str, Callable[[Any], Q]] = {
    "state": _state,
    "category": _category,
    "area": _area,
    "channel": lambda code: Q(channel__code=code),
    "agency": lambda code: Q(lead__code=code),
    "year": lambda year: Q(received_at__year=year),
    "text": _text,
}


def counts(rows: QuerySet[Report], *, at: datetime) -> Counts:
    """How many of a queue wait, are late, came back. One query, never a full count."""
    seen = list(
        rows.order_by("due_at", "id").values_list("due_at", "returns", "rejections")[:_COUNTED_ROWS]
    )
    late = sum(1 for due_at, *_ in seen if due_at is not None and due_at < at)
    returned = sum(1 for _, returns, rejections in seen if returns or rejections)
    return Counts(*(min(n, COUNT_CAP) for n in (len(seen), late, returned)))


def by_due(rows: QuerySet[Report], *, after: str = "", before: str = "") -> Page:
    """One page, nearest due time first; reports without one come last. One query."""
    return _page(rows, _DUE, after=after, before=before)


def nearest(rows: QuerySet[Report], *, size: int) -> Page:
    """The first `size` rows by due time, for a list without pages. One query."""
    return _page(rows, _DUE, after="", before="", size=size)


def versions(rows: QuerySet[Report], *, most: int) -> dict[str, int]:
    """Numbers and versions of the first `most`, nearest due time first. One query."""
    return dict(rows.order_by("due_at", "id").values_list("number", "seq")[:most])


def by_arrival(rows: QuerySet[Report], *, after: str = "", before: str = "") -> Page:
    """One page, newest first. One query."""
    return _page(rows, _ARRIVAL, after=after, before=before)


@dataclass(frozen=True, slots=True)
class _Order:
    """A column and the id behind it, and how to ask for what follows a cursor."""

    column: str
    descending: bool
    extra: Callable[[datetime | None, int, bool], Q] = field(repr=False)


def _following_due(value: datetime | None, pk: int, forward: bool) -> Q:
    if value is None:
        same = Q(due_at=None, id__gt=pk) if forward else Q(due_at=None, id__lt=pk)
        return same if forward else same | Q(due_at__isnull=False)
    if forward:
        return Q(due_at__gt=value) | Q(due_at=value, id__gt=pk) | Q(due_at=None)
    return Q(due_at__lt=value) | Q(due_at=value, id__lt=pk)


def _following_arrival(value: datetime | None, pk: int, forward: bool) -> Q:
    """Written as a bound and an exception, so that the index on (received_at, id) is entered."""
    if forward:
        return Q(received_at__lte=value) & ~Q(received_at=value, id__gte=pk)
    return Q(received_at__gte=value) & ~Q(received_at=value, id__lte=pk)


_DUE = _Order("due_at", False, _following_due)
_ARRIVAL = _Order("received_at", True, _following_arrival)


def _page(
    rows: QuerySet[Report], order: _Order, *, after: str, before: str, size: int | None = None
) -> Page:
    size = size or PAGE_SIZE
    is_back = bool(before) and not after
    cursor = _read(before if is_back else after)
    if cursor is not None:
        rows = rows.filter(order.extra(*cursor, not is_back))
    found = _rows(rows.order_by(*_ordering(order, is_back))[: size + 1])
    more, found = len(found) > size, found[:size]
    if is_back:
        found.reverse()
    return _cut(
        found, order, has_next=is_back or more, has_previous=more if is_back else bool(cursor)
    )


def _cut(found: list[Row], order: _Order, *, has_next: bool, has_previous: bool) -> Page:
    if not found:
        return Page(())
    first, last = _write(found[0], order), _write(found[-1], order)
    return Page(tuple(found), last if has_next else "", first if has_previous else "", has_next)


def _ordering(order: _Order, is_back: bool) -> tuple[Any, ...]:
    if order.descending != is_back:
        # PostgreSQL puts NULL first when descending, which is the mirror of the way forward.
        return (F(order.column).desc(), F("id").desc())
    return (order.column, "id")


def _rows(rows: QuerySet[Report]) -> list[Row]:
    names = [_column(name) for name in _FIELDS]
    return [_row(values) for values in rows.values_list(*names)]


def _column(name: str) -> Any:
    return naming.column(_SPOKEN[name]) if name in _SPOKEN else _COLUMNS.get(name, name)


def _row(values: tuple[Any, ...]) -> Row:
    named = dict(zip(_FIELDS, values, strict=True))
    for name in _COLUMNS:
        named[name] = named[name] or ""
    return Row(**named)


def _write(row: Row, order: _Order) -> str:
    value: datetime | None = getattr(row, order.column)
    return f"{value.isoformat() if value else ''}_{row.id}"


def _read(cursor: str) -> tuple[datetime | None, int] | None:
    """A cursor as values; None for an empty or a spoilt one, which means the beginning."""
    stamp, _, pk = cursor.rpartition("_")
    try:
        value = datetime.fromisoformat(stamp) if stamp else None
        return (value, int(pk)) if value is None or value.tzinfo else None
    except ValueError:
        return None
