"""Public rows that were masked by earlier rules are masked by today's, some at a time.

An upgrade may bring better rules, or the pack another list of places. What is public already holds
the text as the old ones left it, and would keep it until somebody does something with the report.
"""

from __future__ import annotations

from django.db import transaction

from tanggap.publication.models import PublicReport
from tanggap.publishing import actions
from tanggap.publishing.models import Masking
from tanggap.publishing.redaction.rules import fingerprint

MOST = 500  # rows in one transaction: about a second


@transaction.atomic
def catch_up(*, most: int = MOST) -> bool:
    """Mask the next rows anew, if the rules are others; whether there may be more.

    Whoever is killed leaves the place where it goes on.
    """
    known = _row()
    if known.rules != fingerprint():
        known.rules, known.upto = fingerprint(), 0
    if known.upto == Masking.ALL:
        return False
    rows = PublicReport.objects.filter(pk__gt=known.upto).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:most])
    actions.remask(report_ids=ids)
    known.upto = ids[-1] if ids else Masking.ALL
    known.save(update_fields=["rules", "upto"])
    return bool(ids)


@transaction.atomic
def settle() -> None:
    """Every public row stands by today's rules: whoever wrote them all says so."""
    known = _row()
    known.rules, known.upto = fingerprint(), Masking.ALL
    known.save(update_fields=["rules", "upto"])


def _row() -> Masking:
    Masking.objects.get_or_create(pk=Masking.ONLY, defaults={"rules": "", "upto": 0})
    return Masking.objects.select_for_update().get(pk=Masking.ONLY)
