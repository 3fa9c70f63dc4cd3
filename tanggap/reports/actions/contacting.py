"""A reporter who left no address asks to be told in a browser. No verb: nothing about the report
changes, and what she follows it with is nobody's business."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tanggap.identity import actions as identity
from tanggap.identity.actions import Browser
from tanggap.reports.models import Report


@transaction.atomic
def tell_browser(report: Report, browser: Browser, *, language: str, at: datetime) -> None:
    """Send this report's news to a browser too. A contact with nothing else is made if need be."""
    row = Report.objects.select_for_update(of=("self",), no_key=True).get(pk=report.pk)
    if row.contact_id is None:
        row.contact = identity.add_empty(language=language, at=at)
        row.save(update_fields=["contact"])
    identity.add_browser(browser, contact_id=row.contact_id, at=at)
    report.contact_id = row.contact_id
