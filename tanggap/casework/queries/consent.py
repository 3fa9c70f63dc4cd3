"""Requests for a reporter's identity, her answers, and who read what."""

from __future__ import annotations

from datetime import datetime

from tanggap.identity.models import IdentityAccess
from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import IdentityShare, Report


def requests(report: Report) -> list[IdentityShare]:
    """Every request about this report with its office, newest first. One query."""
    rows = IdentityShare.objects.filter(report=report).select_related("agency")
    return list(rows.order_by("-pk"))


def requests_of(report: Report, actor: Actor) -> list[IdentityShare]:
    """Those that the actor's own offices made."""
    offices = actor.agency_ids()
    return [row for row in requests(report) if row.agency_id in offices]


def request_of(report: Report, pk: int) -> IdentityShare | None:
    """One request about this very report."""
    return IdentityShare.objects.filter(report=report, pk=pk).select_related("agency").first()


def readable(report: Report, actor: Actor, *, at: datetime) -> frozenset[int]:
    """Ids of the requests whose field the actor may read at `at`. One query."""
    return frozenset(access.shares_of(report, actor, at=at).values_list("pk", flat=True))


def readings(report: Report) -> list[IdentityAccess]:
    """Each time somebody read of the reporter because of this report, newest first. One query."""
    rows = IdentityAccess.objects.filter(report_number=report.number).select_related("agency")
    return list(rows.order_by("-at", "-pk"))
