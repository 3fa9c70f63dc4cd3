"""Counting a month: the parameters of the statement, and the table it fills for a moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tanggap.performance.counting_sql import COLUMNS, STATEMENT
from tanggap.reports.clocks import Clock, Unit
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import ClockPolicy

CLOCKS = (Clock.HOLDER, Clock.COMPLETION)
_SECONDS = {Unit.HOURS.value: 3600, Unit.DAYS.value: 86400}
# Working days that a limit may reach into, before and after the month.
_BEFORE, _AFTER = timedelta(days=400), timedelta(days=1500)
NAMES = ("agency_id", "report_id", *COLUMNS)


@dataclass(frozen=True, slots=True)
class Month:
    """A calendar month where the institution is. `first` is its first day."""

    first: date

    @classmethod
    def of(cls, at: datetime) -> Month:
        """The month in which `at` lies."""
        return cls(timezone.localtime(at, timezone.get_default_timezone()).date().replace(day=1))

    @property
    def start(self) -> datetime:
        return _midnight(self.first)

    @property
    def end(self) -> datetime:
        """The first moment after it."""
        return _midnight(self.next.first)

    @property
    def next(self) -> Month:
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def before(self) -> Month:
        return Month((self.first - timedelta(days=1)).replace(day=1))


def _midnight(day: date) -> datetime:
    return datetime.combine(day, datetime.min.time(), tzinfo=timezone.get_default_timezone())


def limits(month: Month) -> list[dict[str, Any]]:
    """The rules that may limit a turn begun in the month, the one that binds first.

    The holder's own limit where the pack has one, else the limit for completion, counted from
    the day on which this office got the report.
    """
    rows = [
        row
        for row in taxonomy.policies()
        if row.clock in CLOCKS
        and row.valid_from < month.next.first
        and (row.valid_to is None or row.valid_to >= month.first)
    ]
    rows.sort(key=_precision, reverse=True)
    return [_limit(rank, row) for rank, row in enumerate(rows)]


def _precision(row: ClockPolicy) -> tuple[bool, bool, bool, bool, date, str]:
    """As the clocks choose: by category, kind, class, then the newest."""
    is_holders = row.clock == Clock.HOLDER
    return (
        is_holders,
        row.category_id is not None,
        bool(row.kind),
        bool(row.report_class),
        row.valid_from,
        row.code,
    )


def _limit(rank: int, row: ClockPolicy) -> dict[str, Any]:
    is_holders = row.clock == Clock.HOLDER
    return {
        "rank": rank,
        "category": row.category_id,
        "report_kind": None if is_holders else row.kind or None,
        "agency_kind": row.kind or None if is_holders else None,
        "report_class": row.report_class or None,
        "since": _midnight(row.valid_from).isoformat(),
        "until": _midnight(row.valid_to + timedelta(days=1)).isoformat() if row.valid_to else None,
        "days": row.amount if row.unit == Unit.WORKING_DAYS else None,
        "seconds": row.amount * _SECONDS[row.unit] if row.unit in _SECONDS else None,
    }


def parameters(month: Month, *, at: datetime, office: int | None = None) -> dict[str, Any]:
    """What the statement is told: which month, as known when, for which office."""
    rules = limits(month)
    first, last = month.first - _BEFORE, month.first + _AFTER
    counts_days = any(rule["days"] is not None for rule in rules)
    return {
        "start": month.start,
        "end": month.end,
        "at": at,
        "tz": settings.TIME_ZONE,
        "days": list(taxonomy.calendar().working_days(first, last)) if counts_days else [],
        "limits": json.dumps(rules),
        "office": office,
    }


TABLE = "performance_counting"


def count(month: Month, *, at: datetime, office: int | None = None) -> None:
    """Count a month as known at `at` into a table that lasts until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(
            f"CREATE TEMPORARY TABLE {TABLE} ON COMMIT DROP AS {STATEMENT}",
            parameters(month, at=at, office=office),
        )
        cursor.execute(f"ANALYZE {TABLE}")
