"""The figures of all offices in one month, for a list, and of one office, for its card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access, counting
from tanggap.performance.counting import Month
from tanggap.performance.counting_sql import STATEMENT
from tanggap.performance.figures import NAMES
from tanggap.performance.models import Close, Figures, Score, Version, VersionScore
from tanggap.performance.scores import COLUMN_NAMES, figures_of
from tanggap.performance.vocabulary import Figure, Scope

TREND = 12
Rows = QuerySet[Score] | QuerySet[VersionScore]


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


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure as it was frozen, and as it would be counted now."""

    figure: str
    frozen: Any
    now: Any


def months() -> list[Month]:
    """The months that were counted, newest first. One query."""
    rows = Score.objects.order_by().values_list("month", flat=True).distinct()
    closed = Close.objects.order_by().values_list("month", flat=True)
    return [Month(first) for first in sorted(rows.union(closed), reverse=True)]


def close_of(month: Month) -> Close | None:
    """The closing of a month; None while it is open. One query."""
    return Close.objects.filter(month=month.first).select_related("closed_by").first()


def board(actor: Actor, month: Month, narrowing: Narrowing, *, is_closed: bool) -> Rows:
    """One row for each office that the actor may see: its official figures, or the open ones."""
    rows = (
        _rows(month, is_closed=is_closed)
        .select_related("agency")
        .filter(agency__in=access.offices(actor))
    )
    if narrowing.kind:
        rows = rows.filter(agency__kind=narrowing.kind)
    if narrowing.city:
        area = Q(agency__area__code=narrowing.city)
        rows = rows.filter(area | Q(agency__area__code__startswith=f"{narrowing.city}."))
    if narrowing.below is not None:
        rows = rows.filter(agency__path__startswith=narrowing.below.path)
        rows = rows.exclude(agency=narrowing.below)
    return rows.filter(scopes(actor, is_whole=narrowing.is_whole))


def _rows(month: Month, *, is_closed: bool) -> Rows:
    """The figures of a month: the newest version of each office, or those of an open month."""
    if is_closed:
        return newest_frozen().filter(month=month.first)
    return Score.objects.filter(month=month.first)


def newest_frozen() -> QuerySet[VersionScore]:
    """The figures of closed months, each office's newest version."""
    newer = Version.objects.filter(
        close=OuterRef("version__close"),
        agency=OuterRef("agency"),
        number__gt=OuterRef("version__number"),
    )
    return VersionScore.objects.exclude(Exists(newer))


def scopes(actor: Actor, *, is_whole: bool) -> Q:
    """Which of the scopes a person sees. With the offices below: those that have some."""
    official = Scope.WHOLE if is_whole else Scope.OWN
    shown = Scope.WHOLE_OPEN if is_whole else Scope.OWN_OPEN
    mine = access.keeps(actor)
    return Q(scope=official) & (Q(hides=False) | Q(agency__in=mine)) | (
        Q(scope=shown) & ~Q(agency__in=mine)
    )


def figures(actor: Actor, month: Month, office: Agency, *, is_closed: bool) -> dict[str, Seen]:
    """The figures of an office as the actor sees them: "own", and "whole" where others lie
    below it. One query."""
    rows = {row.scope: row for row in _rows(month, is_closed=is_closed).filter(agency=office)}
    return _seen(rows, is_keeper=office.pk in access.keeps(actor))


def of_version(actor: Actor, version: Version) -> dict[str, Seen]:
    """The same of one frozen version. One query."""
    rows = {row.scope: row for row in VersionScore.objects.filter(version=version)}
    return _seen(rows, is_keeper=version.agency_id in access.keeps(actor))


def before(version: Version) -> Version | None:
    """The version that this one put right. One query."""
    rows = Version.objects.filter(close=version.close_id, agency=version.agency_id)
    return rows.filter(number=version.number - 1).first()


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
    """The months up to `month` with their figures or None, oldest first. Two queries."""
    wanted = [month]
    while len(wanted) < TREND:
        wanted.append(wanted[-1].before)
    which = scopes(actor, is_whole=is_whole)
    firsts = [one.first for one in wanted]
    found: dict[Any, Any] = {}
    for rows in (Score.objects.all(), newest_frozen()):
        found |= {row.month: row for row in rows.filter(which, agency=office, month__in=firsts)}
    return [(one, found.get(one.first)) for one in reversed(wanted)]


def versions(month: Month, office: Agency) -> list[Version]:
    """The frozen cards of an office and month, newest first. One query."""
    rows = Version.objects.filter(close__month=month.first, agency=office)
    return list(rows.select_related("made_by").order_by("-number"))


def differences(month: Month, office: Agency, frozen: Figures, *, at: datetime) -> list[Difference]:
    """What the office's own figures would be if they were counted at `at`, where they differ."""
    with connection.cursor() as cursor:
        values = counting.parameters(month, at=at, office=office.pk)
        cursor.execute(figures_of(f"({STATEMENT})"), values)
        rows = [dict(zip(COLUMN_NAMES, row, strict=True)) for row in cursor.fetchall()]
    now = next((r for r in rows if (r["agency_id"], r["scope"]) == (office.pk, Scope.OWN)), {})
    found = [Difference(name, getattr(frozen, name), now.get(name)) for name in NAMES]
    return [one for one in found if one.frozen != one.now and (one.frozen or one.now)]


def has_below(office: Agency) -> bool:
    """Whether other offices lie below this one. One query, or none where `access.office_for`
    read it with the office."""
    known: bool | None = getattr(office, "has_below", None)
    return known if known is not None else Agency.objects.filter(parent=office).exists()


SORTABLE = (
    *(Figure.RECEIVED, Figure.FOLLOWED_UP, Figure.ON_TIME_SHARE, Figure.HOURS_MEDIAN),
    *(Figure.STARS_MEAN, Figure.REJECTED, Figure.REOPENED, Figure.RETURNED),
)
