"""Taking back the step just made, by the verb that undoes it: an event like any other.

Only where such a verb exists and brings back what was; there is none for an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tanggap.people.access import Actor
from tanggap.reports import case as cases
from tanggap.reports import standing, undo_window, workflow
from tanggap.reports.actions.acting import Batch, Conflict
from tanggap.reports.actions.handover import drop_support, recall
from tanggap.reports.actions.keeping import hide
from tanggap.reports.actions.masking import mask
from tanggap.reports.actions.relations import unmerge
from tanggap.reports.actions.taking_back import take_back
from tanggap.reports.actions.together import Result, together
from tanggap.reports.case import Case
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import Code, Refused, Verb

INVERSES: Mapping[Verb, Verb] = {
    Verb.VERIFY: Verb.RECALL,
    Verb.ASSIGN: Verb.RECALL,
    Verb.COORDINATE: Verb.RECALL,
    Verb.DISPOSE: Verb.RECALL,
    Verb.ADD_SUPPORT: Verb.DROP_SUPPORT,
    Verb.MERGE: Verb.UNMERGE,
    Verb.PUBLISH: Verb.HIDE,
    Verb.MASK: Verb.MASK,
    Verb.HOLD: Verb.TAKE_BACK,
    Verb.DECLINE: Verb.TAKE_BACK,
    Verb.ARCHIVE: Verb.TAKE_BACK,
}
_ACTS: dict[Verb, Callable[..., Report]] = {
    Verb.RECALL: recall,
    Verb.DROP_SUPPORT: drop_support,
    Verb.UNMERGE: unmerge,
    Verb.HIDE: hide,
    Verb.MASK: mask,
    Verb.TAKE_BACK: take_back,
}
# Part of the history, so written in the language of the institution.
REASON = "Dibatalkan oleh yang melakukannya, sesaat kemudian."


def inverse(case: Case, by: Actor, *, at: datetime) -> Verb | None:
    """The verb that takes back the last step of the report; None when `by` may not, or no more.

    It was her own step, it was just now, and nobody did anything since.
    """
    if not undo_window.is_own_and_new(case, by, at=at):
        return None
    verb = INVERSES.get(Verb(case.events[-1].verb))
    return verb if verb in workflow.allowed(standing.facts(case, by, at=at)) else None


@transaction.atomic
def undo(report: Report, *, by: Actor, at: datetime, version: int) -> Report:
    """Take back the step that made `version`. Raises Refused, or Conflict if somebody acted."""
    return _undo(report, cases.lock(report), by=by, at=at, version=version)


def undo_many(
    reports: QuerySet[Report], *, by: Actor, at: datetime, versions: Mapping[str, int]
) -> Iterator[Result]:
    """The same for steps that were taken together: what can't be taken back stays as it is."""

    def act(report: Report, *, batch: Batch, **how: Any) -> Report:
        return _undo(report, batch.case(report), batch=batch, **how)

    yield from together(act, reports, by=by, at=at, versions=versions, needs=lambda report: {})


def _undo(
    report: Report, case: Case, *, by: Actor, at: datetime, version: int | None, **how: Any
) -> Report:
    last = case.events[-1]
    if last.seq != version:
        raise Conflict(last)
    verb = inverse(case, by, at=at)
    if verb is None:
        raise Refused(Code.UNDO_OVER, Verb.TAKE_BACK)
    act: Any = _ACTS[verb]
    undone: Report = act(report, by=by, at=at, version=version, **_needs(verb, last), **how)
    return undone


def _needs(verb: Verb, last: ReportEvent) -> dict[str, Any]:
    needs: dict[str, Any] = {"reason": REASON}
    if verb is Verb.MASK:
        return needs | {"parts": (last.data or {})["before"]}
    return needs | {"of": last.agency} if verb is Verb.DROP_SUPPORT else needs
