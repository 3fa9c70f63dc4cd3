"""The counted reports of one closed card, put right by the decisions on its objections.

Like counting itself it fills a table that lasts until the transaction ends. Counting a card anew
keeps what was decided before: a decision binds until the month is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from tanggap.people.models import Agency
from tanggap.performance import counting
from tanggap.performance.counting import TABLE, Month
from tanggap.performance.counting_sql import COLUMNS
from tanggap.performance.models import Decision, Version
from tanggap.performance.vocabulary import Figure, Remedy

_COPY = f"""
    CREATE TEMPORARY TABLE {TABLE} ON COMMIT DROP AS
    SELECT v.agency_id, f.report_id, {", ".join(f"f.{name}" for name in COLUMNS)}
    FROM performance_versionfact f JOIN performance_version v ON v.id = f.version_id
    WHERE v.id = %s"""  # noqa: S608
_RECEIVED = {
    "is_received": "false",
    "is_followed_up": "false",
    "is_on_time": "false",
    "is_within_limit": "false",
    "seconds": "NULL",
}
_RATED = {"is_rated": "false", "stars": "NULL"}
# What is taken from a report that no longer counts in a figure; the rest of it stays.
_LEFT_OUT: dict[str, dict[str, str]] = {
    Figure.STARS_COUNT: _RATED,
    Figure.STARS_MEAN: _RATED,
    Figure.REJECTED: {"is_rejected": "false"},
    Figure.REOPENED: {"is_reopened": "false"},
    Figure.RETURNED: {"is_returned": "false"},
    Figure.PASSED_ON: {"is_passed_on": "false"},
}
_IN_TIME = {
    "is_on_time": "is_followed_up",
    "is_within_limit": "is_received AND NOT is_followed_up",
}


def from_events(month: Month, office: Agency, *, at: datetime) -> None:
    """Count one office anew as known at `at`; earlier decisions still hold."""
    counting.count(month, at=at, office=office.pk)
    decided = Decision.objects.filter(objection__agency=office, objection__month=month.first)
    for one in decided.select_related("objection").order_by("made_at", "pk"):
        reports = list(one.objection.reports.values_list("report_id", flat=True))
        put_right(one.remedy, one.objection.figure, reports)


def from_version(version: Version) -> None:
    """Take what a frozen card counted."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {TABLE}")
        cursor.execute(_COPY, [version.pk])


def put_right(remedy: str, figure: str, reports: Collection[int]) -> None:
    """Do what a decision says to the reports that its objection names."""
    changes = {
        Remedy.LEAVE_OUT.value: _LEFT_OUT.get(figure, _RECEIVED),
        Remedy.ON_TIME.value: _IN_TIME,
    }.get(remedy)
    if changes is None or not reports:
        return
    told = ", ".join(f"{column} = {value}" for column, value in changes.items())
    with connection.cursor() as cursor:
        statement = f"UPDATE {TABLE} SET {told} WHERE report_id = ANY (%s)"  # noqa: S608
        cursor.execute(statement, [list(reports)])
