"""Copies of signed pages that a reporter wants to find again."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from tanggap.citizens.models import Dossier
from tanggap.identity.sealing import seal_bytes
from tanggap.reports.models import Report

MOST = 5
KEPT = timedelta(days=90)


@transaction.atomic
def keep_dossier(report: Report, *, content: bytes, file_name: str, at: datetime) -> Dossier:
    """Keep a copy, sealed; the oldest beyond MOST goes."""
    row = Dossier.objects.create(
        report=report,
        sealed=seal_bytes(content),
        file_name=file_name,
        size=len(content),
        made_at=at,
    )
    rows = Dossier.objects.filter(report=report).order_by("-pk")
    extra = list(rows.values_list("pk", flat=True)[MOST:])
    Dossier.objects.filter(pk__in=extra).delete()
    return row


def drop_dossier(report: Report, pk: int) -> None:
    """Delete one copy of this report's; twice is once."""
    Dossier.objects.filter(report=report, pk=pk).delete()


def forget_dossiers(*, at: datetime) -> int:
    """Delete copies of long ago; how many."""
    gone, _tables = Dossier.objects.filter(made_at__lt=at - KEPT).delete()
    return gone
