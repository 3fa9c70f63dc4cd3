"""From office to office: sideways, down, back, and what happens when nobody wants it."""

from __future__ import annotations

from typing import Unpack

from tanggap.lib.jobs import enqueue
from tanggap.people.models import Agency
from tanggap.reports.actions import handing, telling
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.models import Assignment, Precedent, Report
from tanggap.reports.rules import RETURNS_BEFORE_HEARING
from tanggap.reports.workflow import (
    AssignmentState,
    Code,
    Owner,
    State,
    Verb,
    hands_back_to,
)

# Marks the step of a supporting office in the event: it moves nobody else's clock.
SUPPORTING = Assignment.Role.SUPPORTING.value


def assign(
    report: Report, *, to: Agency | None = None, reason: str = "", **how: Unpack[How]
) -> Report:
    """The dispatcher gives the report to `to`."""
    with acting(report, Verb.ASSIGN, given=given(agency=to, reason=reason), **how) as t:
        _pass(t, to, reason)
    return report


def coordinate(
    report: Report, *, to: Agency | None = None, reason: str = "", **how: Unpack[How]
) -> Report:
    """The holder gives the report sideways to `to` (Koordinasi)."""
    with acting(report, Verb.COORDINATE, given=given(agency=to, reason=reason), **how) as t:
        _pass(t, to, reason)
    return report


def dispose(
    report: Report, *, to: Agency | None = None, instruction: str = "", **how: Unpack[How]
) -> Report:
    """The holder gives the report down to an office below it (Disposisi)."""
    fields = given(agency=to, instruction=instruction)
    with acting(report, Verb.DISPOSE, given=fields, **how) as t:
        if to is not None and not to.is_below(t.lead.agency):
            raise t.refuse(Code.NOT_BELOW)
        _pass(t, to, instruction)
    return report


def _pass(turn: Turn, to: Agency | None, words: str) -> None:
    assert to is not None  # the rules asked for it
    handing.hand_over(turn, to, instruction=words)
    turn.note = words
    turn.tell("moved", agency=to.name)


def accept(report: Report, **how: Unpack[How]) -> Report:
    """The office takes the report on: the lead begins the work, a supporting one its share."""
    with acting(report, Verb.ACCEPT, **how) as t:
        is_lead = t.facts.is_lead and t.facts.state is State.WAITING
        row = t.lead if is_lead else my_support(t, AssignmentState.PENDING)
        if is_lead:
            handing.must_be_another(t)
        t.about = row.agency
        t.change(
            row,
            state=AssignmentState.ACCEPTED.value,
            accepted_at=t.at,
            officer_id=t.by.whose,
        )
        if is_lead:
            t.tell("accepted", agency=row.agency.name)
    return report


def give_back(
    report: Report, *, reason: str = "", reason_code: str = "", **how: Unpack[How]
) -> Report:
    """Not ours: the lead gives the report back, or a supporting office its share."""
    with acting(report, Verb.GIVE_BACK, given=given(reason=reason), **how) as t:
        t.because(reason, reason_code)
        if t.facts.is_lead:
            _return_lead(t, reason)
        else:
            row = my_support(t, AssignmentState.PENDING, AssignmentState.ACCEPTED)
            t.about = row.agency
            t.change(row, state=AssignmentState.RETURNED.value, ended_at=t.at)
    return report


def _return_lead(turn: Turn, reason: str) -> None:
    to = _above(turn) if hands_back_to(turn.facts) is Owner.PARENT else handing.desk()
    handing.hand_over(turn, to, ended=AssignmentState.RETURNED, instruction=reason)
    turn.set(returns=turn.report.returns + 1)
    turn.tell("moved", agency=to.name)
    if turn.report.returns >= RETURNS_BEFORE_HEARING:
        enqueue("reports.hear", report=turn.report.pk)


def _above(turn: Turn) -> Agency:
    """The office that disposed of it; the dispatcher's where that one may not hold it."""
    sender = turn.lead.from_agency or turn.lead.agency.parent
    fits = sender is not None and sender.is_active and handing.may_hold(turn.report, sender)
    return sender if sender is not None and fits else handing.desk()


def recall(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """The sender takes the report back before it was accepted; it counts for nobody."""
    with acting(report, Verb.RECALL, given=given(reason=reason), **how) as t:
        to = t.lead.from_agency or handing.desk()
        handing.hand_over(t, to, ended=AssignmentState.DROPPED, instruction=reason)
        t.note = reason
        t.tell("moved", agency=to.name)
    return report


def hear(report: Report, **how: Unpack[How]) -> Report:
    """After two returns the offices decide together; the dispatcher's desk has the chair."""
    with acting(report, Verb.HEAR, **how) as t:
        refused = [row for row in t.case.assignments if row.state == AssignmentState.RETURNED]
        t.data["agencies"] = sorted({row.agency_id for row in refused})
        handing.hand_over(t, handing.desk())
        telling.tell_offices(t, t.data["agencies"], template="hearing")
    return report


def rule(
    report: Report,
    *,
    to: Agency | None = None,
    reason: str = "",
    keywords: str = "",
    **how: Unpack[How],
) -> Report:
    """The chair decides whose it is; the decision is a precedent that routing cites."""
    with acting(report, Verb.RULE, given=given(agency=to, reason=reason), **how) as t:
        _pass(t, to, reason)
        t.set(returns=0)
        heard = t.case.last(Verb.HEAR)
        parties = (heard.data or {}).get("agencies", []) if heard else []
        telling.tell_offices(t, parties, template="ruled")
        if to is not None and t.report.category is not None:
            Precedent.objects.create(
                report=t.report,
                category=t.report.category,
                area_id=t.report.area_id,
                agency=to,
                keywords=keywords,
                decided_at=t.at,
            )
    return report


def add_support(
    report: Report, *, to: Agency | None = None, instruction: str = "", **how: Unpack[How]
) -> Report:
    """Another office helps; the report is done when all are done."""
    fields = given(agency=to, instruction=instruction, reason=instruction)
    with acting(report, Verb.ADD_SUPPORT, given=fields, **how) as t:
        assert to is not None  # the rules asked for it
        handing.support(t, to, instruction=instruction)
        t.data["role"] = SUPPORTING
        t.note = instruction
    return report


def drop_support(
    report: Report, *, of: Agency | None = None, reason: str = "", **how: Unpack[How]
) -> Report:
    """The help of the office `of` isn't needed any more."""
    with acting(report, Verb.DROP_SUPPORT, given=given(agency=of, reason=reason), **how) as t:
        rows = [row for row in t.case.supporting if of is not None and row.agency_id == of.pk]
        if not rows:
            raise t.refuse(Code.NOT_SUPPORTING)
        t.about, t.note = of, reason
        t.data["role"] = SUPPORTING
        t.change(rows[-1], state=AssignmentState.DROPPED.value, ended_at=t.at)
    return report


def done(report: Report, *, note: str = "", **how: Unpack[How]) -> Report:
    """A supporting office has done its share."""
    with acting(report, Verb.DONE, given=given(note=note), **how) as t:
        row = my_support(t, AssignmentState.ACCEPTED)
        t.about, t.note = row.agency, note
        t.change(row, state=AssignmentState.DONE.value, ended_at=t.at)
    return report


def my_support(turn: Turn, *states: AssignmentState) -> Assignment:
    """The supporting assignment of the office the actor sits at. Raises Refused."""
    for row in turn.case.supporting:
        if row.state in states and row.agency_id in turn.offices:
            turn.data["role"] = SUPPORTING
            return row
    raise turn.refuse(Code.NOT_YOURS)
