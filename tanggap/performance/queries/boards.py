"""The figures of all offices in one month, for a list, and of one office, for its card."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access
from tanggap.performance.counting import Month
from tanggap.performance.models import Figures, Score
from tanggap.performance.vocabulary import Figure, Scope

TREND = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrowing:
    """What a list is narrowed to; codes as in the address, "" for everything."""

    kind: str = ""
    city: str = ""
    below: Agency | None = None  # only offices below this one
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The figures that one person sees; the open ones leave out `hidden` received reports."""

    figures: Figures
    is_open: bool = False
    hidden: int = 0


def months() -> list[Month]:
    """The months that were counted, newest first. One query."""
    rows = Score.objects.order_by("-month").values_list("month", flat=True).distinct()
    return [Month(first) for first in rows]


def board(actor: Actor, month: Month, narrowing: Narrowing) -> QuerySet[Score]:
    """One row for each office that the actor may see: its official figures, or the open ones."""
    rows = _rows(month).select_related("agency").filter(agency__in=access.offices(actor))
    if narrowing.kind:
        rows = rows.filter(agency__kind=narrowing.kind)
    if narrowing.city:
        area = Q(agency__area__code=narrowing.city)
        rows = rows.filter(area | Q(agency__area__code__startswith=f"{narrowing.city}."))
    if narrowing.below is not None:
        rows = rows.filter(agency__path__startswith=narrowing.below.path)
        rows = rows.exclude(agency=narrowing.below)
    return rows.filter(_scopes(actor, is_whole=narrowing.is_whole))


def _rows(month: Month) -> QuerySet[Score]:
    return Score.objects.filter(month=month.first)


def _scopes(actor: Actor, *, is_whole: bool) -> Q:
    """Which of the scopes a person sees. With the offices below: those that have some."""
    official = Scope.WHOLE if is_whole else Scope.OWN
    shown = Scope.WHOLE_OPEN if is_whole else Scope.OWN_OPEN
    mine = access.keeps(actor)
    return Q(scope=official) & (Q(hides=False) | Q(agency__in=mine)) | (
        Q(scope=shown) & ~Q(agency__in=mine)
    )


def figures(actor: Actor, month: Month, office: Agency) -> dict[str, Seen]:
    """The figures of an office as the actor sees them: "own", and "whole" where others lie
    below it. One query."""
    rows = {row.scope: row for row in _rows(month).filter(agency=office)}
    return _seen(rows, is_keeper=office.pk in access.keeps(actor))


def _seen(rows: dict[str, Any], *, is_keeper: bool) -> dict[str, Seen]:
    pairs = {Scope.OWN: Scope.OWN_OPEN, Scope.WHOLE: Scope.WHOLE_OPEN}
    found: dict[str, Seen] = {}
    for official, shown in pairs.items():
        if official not in rows:
            continue
        is_open = not is_keeper and shown in rows
        figures = rows[shown if is_open else official]
        hidden = rows[official].hidden if is_open else 0
        found[official] = Seen(figures=figures, is_open=is_open, hidden=hidden)
    return found


def trend(actor: Actor, month: Month, office: Agency, *, is_whole: bool) -> list[Any]:
    """The months up to `month` with their figures or None, oldest first. One query."""
    wanted = [month]
    while len(wanted) < TREND:
        wanted.append(wanted[-1].before)
    rows = Score.objects.filter(
        _scopes(actor, is_whole=is_whole),
        agency=office,
        month__in=[one.first for one in wanted],
    )
    found = {row.month: row for row in rows}
    return [(one, found.get(one.first)) for one in reversed(wanted)]


def has_below(office: Agency) -> bool:
    """Whether other offices lie below this one."""
    return Agency.objects.filter(parent=office).exists()


SORTABLE = (
    *(Figure.RECEIVED, Figure.FOLLOWED_UP, Figure.ON_TIME_SHARE, Figure.HOURS_MEDIAN),
    *(Figure.STARS_MEAN, Figure.REJECTED, Figure.REOPENED, Figure.RETURNED),
)
