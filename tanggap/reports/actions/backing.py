"""Somebody supports a report or follows it, or takes the support back. Nobody learns who."""

from __future__ import annotations

from typing import Unpack

from django.db import transaction

from tanggap.identity.models import Contact
from tanggap.reports.actions.acting import How, acting
from tanggap.reports.actions.relations import recount
from tanggap.reports.models import Report, Supporter
from tanggap.reports.workflow import Verb


def support(
    report: Report, *, key_hash: bytes, contact: Contact | None = None, **how: Unpack[How]
) -> Report:
    """Somebody else has the same problem. Known by a keyed hash; twice is once."""
    return _back(report, Verb.SUPPORT, key_hash=key_hash, contact=contact, **how)


def follow(
    report: Report, *, key_hash: bytes, contact: Contact | None = None, **how: Unpack[How]
) -> Report:
    """Somebody wants to hear of it. Known by a keyed hash; twice is once."""
    return _back(report, Verb.FOLLOW, key_hash=key_hash, contact=contact, **how)


def _back(
    report: Report, verb: Verb, *, key_hash: bytes, contact: Contact | None, **how: Unpack[How]
) -> Report:
    column = "supports" if verb is Verb.SUPPORT else "follows"
    if Supporter.objects.filter(report=report, key_hash=key_hash, **{column: True}).exists():
        return report
    with acting(report, verb, **how) as t:
        row, _ = Supporter.objects.get_or_create(
            report=t.report, key_hash=key_hash, defaults={"contact": contact, "created_at": t.at}
        )
        # Again under the lock: two taps may have passed the question above together.
        is_new = not getattr(row, column)
        setattr(row, column, True)
        row.save(update_fields=[column])
        if is_new and verb is Verb.SUPPORT:
            t.set(supporters=t.report.supporters + 1)
    return report


@transaction.atomic
def unsupport(report: Report, *, key_hash: bytes, **how: Unpack[How]) -> Report:
    """The support is taken back and the mark forgotten; twice is once, without one is nothing.

    Where the report was merged the other one, which counted it along, counts one less as well.
    """
    if not _is_supported(report, key_hash):
        return report
    keys = sorted(filter(None, (report.pk, report.merged_into_id)))
    locked = {
        row.pk: row for row in Report.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    }
    if not _is_supported(report, key_hash):  # again under the lock, as when it was given
        return report
    with acting(report, Verb.UNSUPPORT, **how) as t:
        rows = Supporter.objects.filter(report=t.report, key_hash=key_hash)
        rows.update(supports=False)
        rows.filter(follows=False).delete()
        t.set(supporters=max(0, t.report.supporters - 1))
        if root := locked.get(t.report.merged_into_id or 0):
            recount(root, by=-1)
    return report


def _is_supported(report: Report, key_hash: bytes) -> bool:
    rows = Supporter.objects.filter(report=report, key_hash=key_hash, supports=True)
    return rows.exists()
