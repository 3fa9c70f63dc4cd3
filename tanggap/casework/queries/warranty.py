"""The repair that a report came back to, as its reporter and its office may know it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from tanggap.people.models import Agency
from tanggap.reports import warranty
from tanggap.reports.models import Relation, Report
from tanggap.reports.workflow import Visibility


@dataclass(frozen=True, slots=True)
class Returned:
    """The earlier report. `is_tellable`: its number may be told to the later one's reporter."""

    number: str
    received_at: datetime
    resolved_at: datetime
    office: Agency | None
    is_tellable: bool


def of(report: Report) -> Returned | None:
    """What `report` came back to within the warranty; None for any other. One query."""
    return among([report.number]).get(report.number)


def among(numbers: Collection[str]) -> dict[str, Returned]:
    """The same for many reports, by number. One query."""
    rows = Relation.objects.filter(report__number__in=numbers, kind=Relation.Kind.RECURRENCE)
    rows = rows.filter(
        report__is_confidential=False,
        other__is_confidential=False,
        other__resolved_at__isnull=False,
    )
    found: dict[str, Returned] = {}
    first: set[str] = set()
    for row in rows.select_related("report", "other__lead").order_by("pk"):
        if row.report.number not in first and (back := _returned(row)):
            found[row.report.number] = back
        first.add(row.report.number)
    return found


def _returned(row: Relation) -> Returned | None:
    report, other = row.report, row.other
    if other.resolved_at is None:
        return None
    if not other.resolved_at <= report.received_at <= other.resolved_at + warranty.days():
        return None
    is_hers = other.contact_id is not None and other.contact_id == report.contact_id
    return Returned(
        number=other.number,
        received_at=other.received_at,
        resolved_at=other.resolved_at,
        office=other.lead,
        is_tellable=is_hers or other.visibility == Visibility.PUBLIC,
    )
