"""Who holds a report: ending one office's turn and beginning another's."""

from __future__ import annotations

from tanggap.people.models import Agency, Membership
from tanggap.reports import standing
from tanggap.reports.actions.acting import Turn
from tanggap.reports.case import HOLDING
from tanggap.reports.facts import WORKING_ROLES
from tanggap.reports.models import Assignment, Report
from tanggap.reports.workflow import AssignmentState, Code, Verb
from tanggap.taxonomy import queries as taxonomy

MANDATE = "agency:"


def desk() -> Agency:
    """The dispatcher's office. One query."""
    return Agency.objects.get(is_dispatcher=True)


def inspector(report: Report) -> Agency:
    """Who gets a report about an office: whom the pack names, else the dispatcher.

    The mandate of a conflict-of-interest category speaks first, then the pack's inspectorate.
    """
    category = report.category
    code = str(taxonomy.setting("desks.inspectorate", ""))
    if category is not None and category.is_conflict_of_interest and MANDATE in category.lead:
        code = category.lead.removeprefix(MANDATE)
    found = Agency.objects.filter(code=code, is_active=True).first()
    return found if found is not None and may_hold(report, found) else desk()


def is_about_an_office(report: Report) -> bool:
    """Whether the report complains about an office or about officials."""
    category = report.category
    return report.about is not None or bool(category and category.is_conflict_of_interest)


def hand_over(
    turn: Turn,
    to: Agency,
    *,
    ended: AssignmentState = AssignmentState.PASSED_ON,
    instruction: str = "",
) -> None:
    """End the lead's turn as `ended` and begin one at `to`. Raises Refused."""
    must_be_able(turn, to)
    _stop_helping(turn, to)
    before = turn.case.lead
    if before is not None:
        turn.change(before, state=ended.value, ended_at=turn.at)
        turn.data["from"] = before.agency_id
    turn.add(_begin(turn, to, Assignment.Role.LEAD, instruction, before))
    turn.about = to
    turn.set(is_scheduled=False)


def _stop_helping(turn: Turn, to: Agency) -> None:
    """Who leads no longer helps."""
    for row in turn.case.supporting:
        if row.agency_id == to.pk and row.state in HOLDING:
            turn.change(row, state=AssignmentState.DROPPED.value, ended_at=turn.at)


def _begin(
    turn: Turn, to: Agency, role: str, instruction: str, before: Assignment | None
) -> Assignment:
    return Assignment(
        report=turn.report,
        agency=to,
        role=role,
        state=AssignmentState.PENDING.value,
        came_by=turn.verb.value,
        from_agency=before.agency if before else None,
        instruction=instruction,
        started_at=turn.at,
    )


def support(turn: Turn, to: Agency, *, instruction: str) -> None:
    """Begin a supporting turn at `to`."""
    must_be_able(turn, to)
    if any(row.agency_id == to.pk for row in turn.case.supporting):
        raise turn.refuse(Code.SAME_AGENCY)
    turn.about = to
    turn.add(_begin(turn, to, Assignment.Role.SUPPORTING, instruction, turn.case.lead))


def take_up_again(turn: Turn, row: Assignment, *, came_by: str = "") -> None:
    """Put the office that did the work back to the start, with no officer named."""
    turn.change(
        row,
        state=AssignmentState.PENDING.value,
        came_by=came_by or turn.verb.value,
        officer=None,
        started_at=turn.at,
        accepted_at=None,
        ended_at=None,
    )
    turn.about = row.agency
    turn.set(is_scheduled=False)


def release(turn: Turn, *, lead: AssignmentState = AssignmentState.DROPPED) -> None:
    """End every open turn: the lead's as `lead`, the others as dropped."""
    for row in turn.case.assignments:
        if row.state in HOLDING:
            is_lead = row.role == Assignment.Role.LEAD
            ended = lead if is_lead else AssignmentState.DROPPED
            turn.change(row, state=ended.value, ended_at=turn.at)
    turn.set(is_scheduled=False)


def must_be_able(turn: Turn, to: Agency) -> None:
    """Raise Refused when `to` may not hold this report."""
    if not to.is_active:
        raise turn.refuse(Code.INACTIVE_AGENCY)
    lead = turn.case.lead
    is_holder = lead is not None and lead.agency_id == to.pk and lead.state in HOLDING
    if is_holder and turn.verb is not Verb.HEAR:
        raise turn.refuse(Code.SAME_AGENCY)
    if not may_hold(turn.report, to):
        raise turn.refuse(Code.CONFLICT_OF_INTEREST)


def may_hold(report: Report, agency: Agency) -> bool:
    """Whether `agency` may hold `report`.

    Never the office complained about nor one below it; what is confidential, or about an
    office, only offices with case workers, or the dispatcher.
    """
    about = report.about
    if about is not None and agency.path.startswith(about.path):
        return False
    is_delicate = report.is_confidential or is_about_an_office(report)
    return agency.is_dispatcher or agency.handles_confidential or not is_delicate


def must_be_another(turn: Turn) -> None:
    """After a reopening somebody else does it, if the office has somebody else.

    Refused: OWN_WORK.
    """
    before = standing.earlier_hands(turn.case)
    if before.isdisjoint(turn.by.people):
        return
    seats = Membership.objects.filter(agency=turn.lead.agency, role__in=WORKING_ROLES)
    if seats.current(at=turn.at).exclude(user__in=before).exists():
        raise turn.refuse(Code.OWN_WORK)
