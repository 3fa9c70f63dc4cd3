"""The same problem elsewhere: somebody supports a public report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from tanggap.people.access import RESIDENT
from tanggap.reports import actions as reports
from tanggap.reports.models import Report, Supporter
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


def support(number: str, *, who: Sequence[str], at: datetime) -> Report:
    """One more has this problem; the same person twice is once. Raises NotPublic, Refused.

    `who` are all by which she may be known (her account, her browser), the one that counts first.
    Of a merged report the one it was merged into is supported.
    """
    report = public_report(number)
    if report.merged_into_id:
        report = public_report(Report.objects.get(pk=report.merged_into_id).number)
    marks = [tokens.mark(one, report.number) for one in who]
    rows = Supporter.objects.filter(report=report, supports=True, key_hash__in=marks)
    if rows.exists():
        return report
    return reports.support(report, key_hash=marks[0], by=RESIDENT, at=at)


def unsupport(number: str, *, who: Sequence[str], at: datetime) -> str:
    """Take it back, by whatever she was known; without a support nothing happens.

    Of a report that is hidden by now as well, and of the one that it was merged into. Returns the
    number of the report that counted it.
    """
    rows = Report.objects.defer("contact").select_related("merged_into")
    report = rows.filter(number=number.strip().upper()).first()
    found = [one for one in (report, report.merged_into if report else None) if one]
    for one in found:
        for mark in [tokens.mark(name, one.number) for name in who]:
            reports.unsupport(one, key_hash=mark, by=RESIDENT, at=at)
    return found[-1].number if found else ""
