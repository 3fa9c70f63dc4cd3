"""The same problem elsewhere: somebody supports a public report."""

from __future__ import annotations

from datetime import datetime

from tanggap.people.access import RESIDENT
from tanggap.reports import actions as reports
from tanggap.reports.models import Report
from tanggap.reports.workflow import Visibility
from tanggap.together import tokens


class NotPublic(Exception):
    """There is no public report of this number."""


def public_report(number: str) -> Report:
    """The public report `number`. Raises NotPublic."""
    rows = Report.objects.filter(visibility=Visibility.PUBLIC, is_confidential=False)
    found = rows.defer("contact").filter(number=number.strip().upper()).first()
    if found is None:
        raise NotPublic
    return found


def support(number: str, *, who: str, at: datetime) -> Report:
    """One more has this problem; the same `who` twice is once. Raises NotPublic, Refused.

    Of a merged report the one it was merged into is supported.
    """
    report = public_report(number)
    if report.merged_into_id:
        report = public_report(Report.objects.get(pk=report.merged_into_id).number)
    mark = tokens.mark(who, report.number)
    return reports.support(report, key_hash=mark, by=RESIDENT, at=at)
