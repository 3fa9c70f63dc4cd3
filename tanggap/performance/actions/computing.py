"""The open months: counted anew, as often as one likes. Nothing is ever added up."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from tanggap.performance import counting
from tanggap.performance.counting import Month
from tanggap.performance.models import Close
from tanggap.performance.scores import COLUMN_NAMES, figures_of

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('tanggap performance'), %s)"
_FACTS = f"""
    INSERT INTO performance_fact (month, {", ".join(counting.NAMES)})
    SELECT %s, {", ".join(counting.NAMES)} FROM {counting.TABLE}"""  # noqa: S608
_SCORES = f"""
    INSERT INTO performance_score (month, computed_at, {", ".join(COLUMN_NAMES)})
    SELECT %s, %s, s.* FROM ({figures_of(counting.TABLE)}) s"""  # noqa: S608


def lock(month: Month) -> None:
    """Let nobody else count or close this month until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [month.first.toordinal()])


def clear(month: Month) -> None:
    """Forget what was counted."""
    with connection.cursor() as cursor:
        for table in ("performance_fact", "performance_score"):
            cursor.execute(f"DELETE FROM {table} WHERE month = %s", [month.first])  # noqa: S608


@transaction.atomic
def recompute(month: Month, *, at: datetime) -> None:
    """Count a month anew, as known at `at`. A closed month stays as it is."""
    lock(month)
    if Close.objects.filter(month=month.first).exists():
        return
    counting.count(month, at=at)
    clear(month)
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, [month.first])
        cursor.execute(_SCORES, [month.first, at])


def recompute_recent(*, at: datetime) -> None:
    """Count the month of `at` and the one before it anew."""
    month = Month.of(at)
    for one in (month.before, month):
        recompute(one, at=at)
