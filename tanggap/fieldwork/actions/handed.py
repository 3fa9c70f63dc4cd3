"""What a phone couldn't send any more, in the hands of the office's admin: used, or let go.

Each of the three ways settles it once, in the transaction of the verb that uses it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.fieldwork.actions.crews import NotPossible
from tanggap.fieldwork.actions.shots import for_report
from tanggap.fieldwork.models import Handed, HandedPhoto
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.workflow import Outcome


class Settled(Exception):
    """Somebody dealt with it before."""


def prove(
    handed: Handed,
    report: Report,
    *,
    photos: Collection[HandedPhoto],
    outcome: Outcome,
    note: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
) -> None:
    """Declare the work done with these photographs as proof.

    Raises NotPossible, Settled, Refused, Conflict; then it still waits.
    """
    with _settling(handed, "", by=by, at=at):
        proof = [for_report(photo, outcome) for photo in photos]
        how: dict[str, Any] = {"by": by, "at": at, "version": version}
        actions.resolve(report, outcome=outcome, note=note, photos=proof, **how)


def note(handed: Handed, report: Report, *, text: str, by: Actor, at: datetime) -> None:
    """Put words and photographs beside the report, for all offices and for nobody outside.

    Raises NotPossible, Settled, Refused.
    """
    with _settling(handed, "", by=by, at=at):
        photos = [for_report(one) for one in handed.photos.select_related("attachment")]
        actions.note(report, text=text, scope="agencies", photos=photos, by=by, at=at)


def discard(handed: Handed, *, reason: str, by: Actor, at: datetime) -> None:
    """It is of no use; the reason stays. Raises NotPossible, Settled."""
    with _settling(handed, reason, by=by, at=at):
        pass


@contextmanager
def _settling(handed: Handed, remark: str, *, by: Actor, at: datetime) -> Iterator[None]:
    if not by.sits_at(handed.agency, Role.AGENCY_ADMIN):
        raise NotPossible
    with transaction.atomic():
        mine = Handed.objects.filter(pk=handed.pk, settled_at=None)
        # Whoever comes second waits for this row, and then finds it settled.
        if not mine.update(settled_at=at, settled_by=by.user_id, remark=remark[:400]):
            raise Settled
        yield
