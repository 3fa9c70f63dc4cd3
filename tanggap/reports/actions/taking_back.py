"""Taking back a question or a refusal just made: everything is as it was, and nobody was told."""

from __future__ import annotations

from typing import Unpack

from tanggap.messaging import actions as messaging
from tanggap.reports.actions.acting import How, Turn, acting, effect_key, given
from tanggap.reports.models import Report, ReportEvent
from tanggap.reports.workflow import AssignmentState, Code, State, Verb

TOLD = {Verb.HOLD: "held", Verb.DECLINE: "declined", Verb.ARCHIVE: "archived"}


def take_back(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """What the actor asked or refused a moment ago counts no more.

    Refused: ALREADY_TOLD, when the reporter's message is on its way.
    """
    with acting(report, Verb.TAKE_BACK, given=given(reason=reason), **how) as t:
        last = t.case.events[-1]
        _unsay(t, last)
        if last.verb == Verb.HOLD:
            t.set(held_from="", holds=t.report.holds - 1)
        else:
            _revive(t, last)
        t.note = reason
        t.data["of"] = last.seq
    return report


def _unsay(turn: Turn, last: ReportEvent) -> None:
    merged = Report.objects.filter(merged_into=turn.report).values_list("number", flat=True)
    template = TOLD[Verb(last.verb)]
    numbers = (turn.report.number, *merged)
    keys = [effect_key(number, turn.report, last.seq, template) for number in numbers]
    if not messaging.call_back(keys):
        raise turn.refuse(Code.ALREADY_TOLD)


def _revive(turn: Turn, last: ReportEvent) -> None:
    """The offices that lost it hold it again, as far as each of them was."""
    question = turn.case.last(Verb.HOLD)
    is_held = turn.to is State.ON_HOLD and question is not None
    turn.set(
        closed_at=None,
        came_by="",
        held_from=question.from_state if is_held and question else "",
        is_scheduled=bool((last.data or {}).get("scheduled")),
    )
    for row in turn.case.assignments:
        if row.state == AssignmentState.DROPPED and row.ended_at == last.at:
            was = AssignmentState.ACCEPTED if row.accepted_at else AssignmentState.PENDING
            turn.change(row, state=was.value, ended_at=None)
            turn.revived.append(row)
