"""The cached times of all reports, computed anew: after a change of the pack's rules."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from tanggap.reports import case as cases
from tanggap.reports import due
from tanggap.reports.case import Case
from tanggap.reports.models import Report

CACHED = ("due_at", "due_from", "promised_at")
BATCH = 500


def rebuild(*, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """Yield (reports seen, reports changed) of each batch; every batch is one transaction."""
    last = 0
    while True:
        with transaction.atomic():
            rows = list(_locked(last, batch))
            changed = [row for row in rows if _refresh(row)]
            Report.objects.bulk_update([row.report for row in changed], CACHED)
        if not rows:
            return
        last = rows[-1].report.pk
        yield len(rows), len(changed)


def _locked(after: int, batch: int) -> Iterator[Case]:
    rows = Report.objects.select_for_update(of=("self",)).select_related("channel")
    return cases.complete(rows.filter(pk__gt=after).order_by("pk")[:batch])


def _refresh(case: Case) -> bool:
    """Set the cached times; whether any was different."""
    found = due.caches(case)
    before = {name: getattr(case.report, name) for name in CACHED}
    for name, value in found.items():
        setattr(case.report, name, value)
    return before != found
