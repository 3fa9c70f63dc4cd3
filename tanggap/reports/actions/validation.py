"""Somebody who did not do the work looks at the proof."""

from __future__ import annotations

from collections.abc import Collection
from typing import Unpack

from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.photos import approve_proof
from tanggap.reports.models import Assignment, Closing, Report
from tanggap.reports.workflow import AssignmentState, Code, Verb, is_asked_back

REJECTIONS_BEFORE_HEAD = 2


def validate(report: Report, *, note: str = "", visit: str = "", **how: Unpack[How]) -> Report:
    """The proof holds: the reporter is told the outcome and asked to rate.

    `visit` is what the validator found on the spot; needed where the pack's sample wants it.
    """
    with acting(report, Verb.VALIDATE, given=given(note=note, visit=visit), **how) as t:
        if visit:
            t.data["visit"] = visit
        t.set(resolved_at=t.at, closing=Closing.WORK.value)
        t.note = note
        approve_proof(t)
        outcome = t.report.outcome
        news = "not_found" if is_asked_back(outcome) else "resolved"
        t.tell(news, note=_words(t), outcome=outcome)
    return report


def _words(turn: Turn) -> str:
    resolved = turn.case.last(Verb.RESOLVE)
    return resolved.note if resolved else ""


def reject_followup(
    report: Report,
    *,
    reason: str = "",
    reason_code: str = "",
    assignments: Collection[Assignment] | None = None,
    **how: Unpack[How],
) -> Report:
    """The proof does not hold (TL ditolak): the chosen assignments go on; the lead's by default.

    `reason_code` names the pack's reason, where one was chosen. The second time the report is
    marked for the head of the agency.
    """
    chosen = {row.pk for row in assignments} if assignments is not None else None
    fields = given(assignments=("lead",) if chosen is None else tuple(chosen), reason=reason)
    with acting(report, Verb.REJECT_FOLLOWUP, given=fields, **how) as t:
        rows = _chosen(t, chosen)
        for row in rows:
            t.change(row, state=AssignmentState.ACCEPTED.value, ended_at=None)
        t.set(rejections=t.report.rejections + 1, outcome="")
        t.because(reason, reason_code)
        t.about = t.lead.agency
        t.data["agencies"] = [row.agency_id for row in rows]
        t.data["to_head"] = t.report.rejections >= REJECTIONS_BEFORE_HEAD
    return report


def _chosen(turn: Turn, chosen: Collection[int] | None) -> list[Assignment]:
    """The assignments to go on; the lead's always does, because it answers for the whole."""
    done = [row for row in (turn.lead, *turn.case.supporting) if row.state == AssignmentState.DONE]
    rows = [row for row in done if row is turn.lead or row.pk in (chosen or ())]
    if chosen and not {row.pk for row in rows} >= set(chosen):
        raise turn.refuse(Code.NOT_SUPPORTING)
    return rows
