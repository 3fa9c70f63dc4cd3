"""The queues of the desk and the field."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.casework.queries import filters as conditions
from tanggap.casework.queries import paging
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import Page, Walks
from tanggap.people import queries as people
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports import access
from tanggap.reports.models import CAME_BACK, HELPS, Assignment, Extension
from tanggap.reports.workflow import OPEN_STATES, State

COUNT_CAP = 100  # a chip says "99+" from here on

FIELD_ROLES = ("officer", "agency_admin", "case_worker")
QUEUES = ("verify", "dispatch", "agency", "validate", "decide")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many wait, each up to COUNT_CAP."""

    total: int = 0
    late: int = 0
    returned: int = 0


def queue(actor: Actor, which: str) -> Walks:
    """The reports of one queue that `actor` may see; KeyError for an unknown queue."""
    rows = access.visible_to(actor)
    return [rows.filter(part) for part in _QUEUES[which](actor)]


def _verify(actor: Actor) -> list[Q]:
    return [Q(state=State.SUBMITTED), Q(state=State.ON_HOLD, held_from=State.SUBMITTED)]


def _dispatch(actor: Actor) -> list[Q]:
    waits = Q(state=State.WAITING) | Q(state=State.ON_HOLD, held_from=State.WAITING)
    return [waits & Q(lead=office) for office in people.dispatchers()]


def _agency(actor: Actor) -> list[Q]:
    """What the actor's own offices hold, and where they help."""
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS]) | (
        Q(state=State.ON_HOLD) & ~Q(held_from=State.SUBMITTED)
    )
    offices = actor.agency_ids("agency_admin", "case_worker", "officer", "dispatcher")
    return _held(works & Q(merged_into=None), offices)


def _held(works: Q, offices: Collection[int]) -> list[Q]:
    """A walk for each office that leads, and one for all the help they give."""
    if not offices:
        return []
    leads = [works & Q(lead=office) for office in sorted(offices)]
    return [*leads, works & Q(pk__in=_supported_by(offices))]


def _supported_by(offices: Collection[int]) -> QuerySet[Any, Any]:
    rows = Assignment.objects.filter(HELPS, agency__in=sorted(offices))
    return rows.values("report_id")


def _validate(actor: Actor) -> list[Q]:
    return [Q(state=State.AWAITING_VALIDATION)]


def _decide(actor: Actor) -> list[Q]:
    """Where an office below the actor's asks her for more time."""
    below = Q(pk__in=[])
    for path in actor.paths(Role.LEADER, Role.AGENCY_ADMIN):
        below |= Q(agency__path__startswith=path) & ~Q(agency__path=path)
    asked = Extension.objects.filter(below, state=Extension.State.ASKED)
    return [Q(pk__in=asked.values("report_id"), merged_into=None, state__in=OPEN_STATES)]


_QUEUES: dict[str, Callable[[Actor], list[Q]]] = {
    "verify": _verify,
    "dispatch": _dispatch,
    "agency": _agency,
    "validate": _validate,
    "decide": _decide,
}


def tasks(actor: Actor) -> Walks:
    """What can be worked on in the field: the reports that the actor's offices hold or help."""
    works = Q(state__in=[State.WAITING, State.IN_PROGRESS], merged_into=None)
    seen = access.visible_to(actor)
    return [seen.filter(part) for part in _held(works, actor.agency_ids(*FIELD_ROLES))]


def narrowed(walks: Walks, filters: Filters, *, at: datetime) -> Walks:
    """`walks` with every filter that is set. All that is in a queue is open."""
    return [conditions.of_open(walk, filters, at=at) for walk in walks]


def counts(walks: Walks, *, at: datetime) -> Counts:
    """How many of a queue wait, are late, came back. Two queries, each of COUNT_CAP rows."""
    due = paging.first(walks, paging.BY_DUE, ["due_at", "id"], most=COUNT_CAP)
    # What is late comes first, so the first rows tell both numbers.
    late = sum(1 for due_at, _ in due if due_at is not None and due_at < at)
    back = paging.first(
        [walk.filter(CAME_BACK) for walk in walks], paging.BY_DUE, ["due_at", "id"], most=COUNT_CAP
    )
    return Counts(len(due), late, len(back))


def by_due(walks: Walks, *, after: str = "", before: str = "") -> Page:
    """One page, nearest due time first; reports without one come last. One query."""
    return paging.page(walks, paging.BY_DUE, after=after, before=before)


def nearest(walks: Walks, *, size: int) -> Page:
    """The first `size` rows by due time, for a list without pages. One query."""
    return paging.page(walks, paging.BY_DUE, size=size)


def versions(walks: Walks, *, most: int) -> dict[str, int]:
    """Numbers and versions of the first `most`, nearest due time first. One query."""
    found = paging.first(walks, paging.BY_DUE, ["due_at", "id", "number", "seq"], most=most)
    return {number: seq for _due_at, _id, number, seq in found}
