"""The rows of a file: the figures of one card, or of all offices in some months."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, JSONField, Max, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access
from tanggap.performance.counting import Month
from tanggap.performance.figures import NAMES
from tanggap.performance.models import Close, Score, Version, VersionScore
from tanggap.performance.queries import boards
from tanggap.performance.vocabulary import Scope
from tanggap.publication.copies.columns import Status

_ABOUT = ("month", "agency__code", "scope")
_OPEN = (Scope.OWN_OPEN, Scope.WHOLE_OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One office's figures in one month: alone ("own") or with the offices below ("whole").

    Of a closed month the names are those that were frozen, so that a file stays the same.
    """

    month: date
    office: str
    name: str
    scope: str
    status: Status
    is_open: bool  # confidential reports are left out
    figures: Mapping[str, Any]
    at: datetime  # frozen or computed
    version: int | None = None
    checksum: str = ""


def of_card(actor: Actor, month: Month, office: Agency, *, number: int | None = None) -> list[Line]:
    """One office's card, of the version `number` or the newest. At most four queries."""
    if not Close.objects.filter(month=month.first).exists():
        return _provisional(_seen(actor, Score.objects.filter(month=month.first, agency=office)))
    versions = Version.objects.filter(close__month=month.first, agency=office)
    if number is not None:
        versions = versions.filter(number=number)
    version = versions.order_by("-number").first()
    if version is None:
        return []
    return _frozen(_seen(actor, VersionScore.objects.filter(version=version)))


def of_months(actor: Actor, first: Month, last: Month) -> list[Line]:
    """All offices that the actor may see. Three queries."""
    closed, running = _of_months(actor, first, last)
    lines = _frozen(_seen(actor, closed)) + _provisional(_seen(actor, running))
    return sorted(lines, key=lambda one: (one.month, one.name, one.office, one.scope))


def extent(actor: Actor, first: Month, last: Month) -> tuple[int, datetime | None]:
    """How many lines `of_months` has, and when the newest of them was made. Three queries."""
    frozen, running = _of_months(actor, first, last)
    totals = [
        _seen(actor, frozen).order_by().aggregate(n=Count("pk"), at=Max("version__made_at")),
        _seen(actor, running).order_by().aggregate(n=Count("pk"), at=Max("computed_at")),
    ]
    newest = max((one["at"] for one in totals if one["at"]), default=None)
    return sum(one["n"] for one in totals), newest


def _of_months(
    actor: Actor, first: Month, last: Month
) -> tuple[QuerySet[VersionScore], QuerySet[Score]]:
    """Figures of closed months, and of those that aren't."""
    span, offices = (first.first, last.first), access.offices(actor)
    closed = boards.newest_frozen().filter(month__range=span, agency__in=offices)
    running = Score.objects.filter(month__range=span, agency__in=offices)
    return closed, running.exclude(
        month__in=Close.objects.filter(month__range=span).values("month")
    )


def _seen(actor: Actor, rows: QuerySet[Any]) -> QuerySet[Any]:
    which = boards.scopes(actor, is_whole=False) | boards.scopes(actor, is_whole=True)
    return rows.filter(which).order_by("scope")


# Plain values: a year of a large city is thousands of rows, and building objects costs more than
# reading them. The frozen name is taken out of its text by the database for the same reason.
def _frozen(rows: QuerySet[VersionScore]) -> list[Line]:
    rows = rows.alias(paper=Cast("version__paper", JSONField()))
    found = rows.annotate(frozen_name=KT("paper__office_name")).values(
        *(*_ABOUT, *NAMES, "frozen_name"),
        *("version__number", "version__checksum", "version__made_at"),
    )
    return [
        _line(
            row,
            status=Status.OPEN if row["scope"] in _OPEN else Status.OFFICIAL,
            name=row["frozen_name"],
            at=row["version__made_at"],
            version=row["version__number"],
            checksum=row["version__checksum"],
        )
        for row in found
    ]


def _provisional(rows: QuerySet[Score]) -> list[Line]:
    return [
        _line(row, status=Status.PROVISIONAL, name=row["agency__name"], at=row["computed_at"])
        for row in rows.values(*_ABOUT, *NAMES, "agency__name", "computed_at")
    ]


def _line(row: Mapping[str, Any], **more: Any) -> Line:
    return Line(
        month=row["month"],
        office=row["agency__code"],
        scope=row["scope"].removesuffix("_open"),
        figures={name: row[name] for name in NAMES},
        is_open=row["scope"] in _OPEN,
        **more,
    )
