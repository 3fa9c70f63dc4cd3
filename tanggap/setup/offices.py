"""The operator's verbs on offices: written by `people`, allowed if the city still works after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from tanggap.people import actions as people
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports.models import Report
from tanggap.setup import held, soundness

MOST = 20  # reports named in a refusal


class StillHolds(Exception):
    """The office has open reports that must go elsewhere first; `count` is cut at MOST + 1."""

    def __init__(self, reports: Collection[Report]) -> None:
        self.count = len(reports)
        self.reports = tuple(reports)[:MOST]
        super().__init__(f"{self.count} open reports")


@transaction.atomic
def add(
    code: str, says: people.Office, *, by: Actor, at: datetime, reason: str, source: str = ""
) -> Agency:
    """A new office. Raises Forbidden, CodeTaken, Breaks."""
    with soundness.kept():
        return people.add_office(code, says, by=by, at=at, reason=reason, source=source)


@transaction.atomic
def change(office: Agency, says: people.Office, *, by: Actor, at: datetime, reason: str) -> Agency:
    """Change or move an office. Raises Forbidden, Loop, Breaks, StillHolds."""
    before = Agency.objects.get(pk=office.pk)
    with soundness.kept():
        changed = people.change_office(office, says, by=by, at=at, reason=reason)
    return _held_rightly(changed, before)


@transaction.atomic
def close(office: Agency, *, by: Actor, at: datetime, reason: str) -> Agency:
    """Close an office that holds nothing. Raises Forbidden, Standing, Breaks, StillHolds."""
    with soundness.kept():
        closed = people.close_office(office, by=by, at=at, reason=reason)
    _must_be_none(held.open_at(closed))
    return closed


@transaction.atomic
def reopen(office: Agency, *, by: Actor, at: datetime, reason: str) -> Agency:
    """Let a closed office work again. Raises Forbidden, Standing, Breaks."""
    with soundness.kept():
        return people.reopen_office(office, by=by, at=at, reason=reason)


@transaction.atomic
def follow_pack(
    office: Agency, names: Collection[str], *, by: Actor, at: datetime, reason: str
) -> Agency:
    """Let the pack decide again. Raises Forbidden, Loop, Breaks, StillHolds."""
    before = Agency.objects.get(pk=office.pk)
    with soundness.kept():
        changed = people.follow_pack(office, names, by=by, at=at, reason=reason)
    return _held_rightly(changed, before)


def _held_rightly(office: Agency, before: Agency) -> Agency:
    if office.parent is not None and office.parent_id != before.parent_id:
        _must_be_none(held.wronged_by(office, office.parent))
    if before.handles_confidential and not office.handles_confidential:
        _must_be_none(held.delicate_at(office))
    return office


def _must_be_none(reports: QuerySet[Report]) -> None:
    found = list(reports.order_by("due_at", "pk")[: MOST + 1])
    if found:
        raise StillHolds(found)
