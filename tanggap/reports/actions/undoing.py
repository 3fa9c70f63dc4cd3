"""Taking back the step just made, by the verb that undoes it: an event like any other.

Only where such a verb exists and brings back what was; there is none for an answer, a refusal or
a question that the reporter has read already.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tanggap.people.access import Actor
from tanggap.reports import case as cases
from tanggap.reports import standing, workflow
from tanggap.reports.actions.acting import Conflict
from tanggap.reports.actions.handover import drop_support, recall
from tanggap.reports.actions.keeping import hide
from tanggap.reports.actions.relations import unmerge
from tanggap.reports.case import Case
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import Code, Refused, Verb
from tanggap.taxonomy import queries as taxonomy

SECONDS = 30
INVERSES: Mapping[Verb, Verb] = {
    Verb.VERIFY: Verb.RECALL,
    Verb.ASSIGN: Verb.RECALL,
    Verb.COORDINATE: Verb.RECALL,
    Verb.DISPOSE: Verb.RECALL,
    Verb.ADD_SUPPORT: Verb.DROP_SUPPORT,
    Verb.MERGE: Verb.UNMERGE,
    Verb.PUBLISH: Verb.HIDE,
}
_ACTS = {
    Verb.RECALL: recall,
    Verb.DROP_SUPPORT: drop_support,
    Verb.UNMERGE: unmerge,
    Verb.HIDE: hide,
}
# Part of the history, so written in the language of the institution.
REASON = "Dibatalkan oleh yang melakukannya, sesaat kemudian."


def seconds() -> int:
    """How long a step can be taken back."""
    return int(taxonomy.setting("limits.undo_seconds", SECONDS))


def inverse(case: Case, by: Actor, *, at: datetime) -> Verb | None:
    """The verb that takes back the last step of the report; None when `by` may not, or no more.

    It was her own step, it was just now, and nobody did anything since.
    """
    last = case.events[-1] if case.events else None
    if last is None or last.actor_id is None or last.actor_id != by.user_id:
        return None
    verb = INVERSES.get(Verb(last.verb))
    if verb is None or at - last.at > timedelta(seconds=seconds()):
        return None
    return verb if verb in workflow.allowed(standing.facts(case, by, at=at)) else None


@transaction.atomic
def undo(report: Report, *, by: Actor, at: datetime, version: int) -> Report:
    """Take back the step that made `version`. Raises Refused, or Conflict if somebody acted."""
    case = cases.lock(report)
    last = case.events[-1]
    if last.seq != version:
        raise Conflict(last)
    verb = inverse(case, by, at=at)
    if verb is None:
        raise Refused(Code.NOT_RECALLABLE, Verb.RECALL)
    act: Any = _ACTS[verb]
    undone: Report = act(report, by=by, at=at, version=version, **_needs(verb, last))
    return undone


def _needs(verb: Verb, last: ReportEvent) -> dict[str, Any]:
    needs: dict[str, Any] = {"reason": REASON}
    return needs | {"of": last.agency} if verb is Verb.DROP_SUPPORT else needs
