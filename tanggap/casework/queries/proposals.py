"""Which office a report would go to: who repaired it under warranty, else by mandate and place."""

from __future__ import annotations

from tanggap.casework.queries.warranty import Returned
from tanggap.reports.models import Report
from tanggap.taxonomy.models import Category
from tanggap.triage import route
from tanggap.triage.mandate import Why


def proposed(
    report: Report, *, back: Returned | None, category: Category | None = None
) -> route.Proposal | None:
    """`back` is what the report came back to; `category` the one that somebody is about to give
    it, whose mandate counts then. No query beyond those of routing.
    """
    office = back.office if back and category is None else None
    if office is not None and office.is_active and not office.is_dispatcher:
        return route.Proposal(office, Why.WARRANTY)
    said = f"{report.title} {report.text}"
    return route.propose(category or report.category, report.area, text=said)
