"""Before anybody works: is it complete, is it ours, and whom does it concern?"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import TypedDict, Unpack

from tanggap.people.models import Agency
from tanggap.reports.actions import handing
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.photos import approve
from tanggap.reports.models import Closing, Report
from tanggap.reports.workflow import AssignmentState, ReportClass, State, Verb, Visibility
from tanggap.taxonomy.models import Category, Institution


class As(Enum):
    """What a field keeps when nothing is said about it; None would take it away."""

    KNOWN = "known"


def verify(
    report: Report,
    *,
    report_class: ReportClass | None = None,
    kind: str = "simple",
    category: Category | None = None,
    to: Agency | None = None,
    about: Agency | As | None = As.KNOWN,
    note: str = "",
    photos: Collection[int] = (),
    **how: Unpack[How],
) -> Report:
    """The report is complete: it goes to the office `to`, or to the dispatcher when there is none.

    `about` is the office complained about; `photos` are the ids of the reporter's photographs
    approved for everybody. A protected category makes the report confidential, and so does one
    about an office, which then goes to the inspectorate when `to` names nobody. The pack's rule
    may verify without a category.
    """
    report_class = report_class or ReportClass(report.report_class)
    category = category or report.category
    fields = given(**{"class": report_class, "kind": kind, "category": category})
    fields |= {"category"} if how["by"].kind == "system" else frozenset()
    with acting(report, Verb.VERIFY, given=fields, **how) as t:
        t.set(report_class=report_class.value, kind=kind, category=category, verified_at=t.at)
        _complain(t, about)
        seal(t)
        t.note = note
        handing.hand_over(t, _first_office(t, to))
        approve(t, photos)
        t.tell("verified", agency=t.lead.agency.name)
    return report


def _complain(turn: Turn, about: Agency | As | None) -> None:
    if not isinstance(about, As):
        turn.set(about=about)
    if turn.report.about_id is not None:
        turn.data["complained_about"] = turn.report.about_id


def seal(turn: Turn) -> None:
    """Protected categories are confidential, and so are reports about an office."""
    category = turn.report.category
    if handing.is_about_an_office(turn.report) or (category and category.is_protected):
        turn.set(is_confidential=True, visibility=Visibility.PRIVATE.value)
    if category is not None and category.is_emergency:
        turn.set(is_emergency=True)


def _first_office(turn: Turn, to: Agency | None) -> Agency:
    if to is not None:
        return to
    is_delicate = handing.is_about_an_office(turn.report)
    return handing.inspector(turn.report) if is_delicate else handing.desk()


def hold(
    report: Report, *, question: str = "", reason_code: str = "", **how: Unpack[How]
) -> Report:
    """Ask the reporter; the holder's clock pauses until she answers."""
    fields = given(question=question)
    with acting(report, Verb.HOLD, given=fields, **how) as t:
        t.set(held_from=t.report.state, holds=t.report.holds + 1)
        t.because(question, reason_code)
        t.tell("held", note=question)
    return report


class Ending(TypedDict, total=False):
    """Why a report ends without work, and how to object; `reason_code` names the ready reason."""

    reason: str
    remedy: str
    reason_code: str


class PutAway(Ending, How):
    """What `decline` and `archive` are told."""


def decline(report: Report, **said: Unpack[PutAway]) -> Report:
    """Close the report without work, for a legal `reason`; `remedy` says how to object."""
    return _put_away(report, Verb.DECLINE, "declined", **said)


def archive(report: Report, **said: Unpack[PutAway]) -> Report:
    """Put away what holds nothing to act on; `remedy` says what to do if it does."""
    return _put_away(report, Verb.ARCHIVE, "archived", **said)


def _put_away(
    report: Report,
    verb: Verb,
    template: str,
    *,
    reason: str = "",
    remedy: str = "",
    reason_code: str = "",
    **how: Unpack[How],
) -> Report:
    with acting(report, verb, given=given(reason=reason, remedy=remedy), **how) as t:
        if t.report.is_scheduled:
            t.data["scheduled"] = True
        handing.release(t)
        t.set(held_from="", closed_at=t.at)
        t.refuse_because(reason, reason_code)
        t.data["remedy"] = remedy
        t.tell(template, note=reason, remedy=remedy, **_basis(t))
    return report


def _basis(turn: Turn) -> dict[str, str]:
    """The regulation that the reporter is told, where the reason has one."""
    return {"basis": turn.data["basis"]} if "basis" in turn.data else {}


def uphold(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """Another person found the objection unfounded; the decision is final."""
    fields = given(reason=reason)
    with acting(report, Verb.UPHOLD, given=fields, **how) as t:
        t.note = reason
        t.tell("upheld", note=reason)
    return report


def overturn(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """Another person found the objection founded: the report is looked at again."""
    fields = given(reason=reason)
    with acting(report, Verb.OVERTURN, given=fields, **how) as t:
        t.set(closed_at=None, came_by="")
        t.note = reason
        t.tell("overturned", note=reason)
    return report


def refer(
    report: Report,
    *,
    institution: Institution | None = None,
    reason: str = "",
    reason_code: str = "",
    **how: Unpack[How],
) -> Report:
    """It is another institution's duty: they get it, and the citizen keeps following it here."""
    fields = given(institution=institution, reason=reason)
    with acting(report, Verb.REFER, given=fields, **how) as t:
        assert institution is not None  # the rules asked for it
        handing.release(t, lead=AssignmentState.PASSED_ON)
        t.set(institution=institution, held_from="")
        t.refuse_because(reason, reason_code)
        t.data["institution"] = institution.pk
        t.tell("referred", institution=institution.name, note=reason)
    return report


def answer(report: Report, *, text: str = "", **how: Unpack[How]) -> Report:
    """Settle a suggestion or a question by an answer."""
    fields = given(text=text)
    with acting(report, Verb.ANSWER, given=fields, **how) as t:
        is_holder = t.facts.is_lead and t.report.state != State.SUBMITTED
        handing.release(t, lead=AssignmentState.DONE if is_holder else AssignmentState.DROPPED)
        t.set(resolved_at=t.at, closing=Closing.ANSWER.value)
        t.note = text
        t.tell("answered", note=text)
    return report


def peer_answer(report: Report, *, text: str = "", **how: Unpack[How]) -> Report:
    """The other institution, or our liaison desk for it, says what it did."""
    fields = given(text=text)
    with acting(report, Verb.PEER_ANSWER, given=fields, **how) as t:
        t.set(resolved_at=t.at, closing="")
        t.note = text
        t.tell("peer_answered", institution=_institution_name(t), note=text)
    return report


def _institution_name(turn: Turn) -> str:
    institution = turn.report.institution
    return institution.name if institution else ""


def peer_return(
    report: Report,
    *,
    reason: str = "",
    proposal: str = "",
    **how: Unpack[How],
) -> Report:
    """The other institution says it is not theirs and whom it would ask; our desk decides."""
    fields = given(reason=reason, proposal=proposal)
    with acting(report, Verb.PEER_RETURN, given=fields, **how) as t:
        handing.hand_over(t, handing.desk())
        t.set(institution=None)
        t.note = reason
        t.data["proposal"] = proposal
        t.tell("moved", agency=t.lead.agency.name)
    return report
