"""How one actor stands to one report: the facts that the table of verbs asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from tanggap.identity import queries as identity
from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role
from tanggap.reports import due, sampling, undo_window
from tanggap.reports.case import HOLDING, Case
from tanggap.reports.clocks import Clock
from tanggap.reports.facts import WORKING_ROLES, ReportFacts
from tanggap.reports.models import Closing, Report, ReportEvent
from tanggap.reports.workflow import AssignmentState, ReportClass, State, Verb, Visibility

_NAMES = frozenset(verb.value for verb in Verb)
HEADS = (Role.LEADER, Role.AGENCY_ADMIN)


def facts(
    case: Case,
    actor: Actor,
    *,
    at: datetime,
    agency: Agency | None = None,
    score: int | None = None,
    target: Report | None = None,
) -> ReportFacts:
    """What the rules need to know of `case` as `actor` meets it at `at`.

    With `agency` the actor acts for that office alone, and must sit there; without it every
    seat counts. `score` is the rating about to be given, `target` the report to be merged into.
    """
    if agency is not None and not actor.sits_at(agency):
        actor = replace(actor, seats=())
    return ReportFacts(
        **_report(case),
        **_counts(case),
        **_windows(case, at=at),
        **_actor(case, actor, offices=offices(actor, agency)),
        undoes_to=undo_window.leads_back_to(case, actor, at=at),
        score=score,
        target_is_confidential=target is None or target.is_confidential,
    )


def offices(actor: Actor, agency: Agency | None) -> frozenset[int]:
    """Ids of the offices the actor may act for: `agency` alone when it is named."""
    return frozenset({agency.pk}) if agency else actor.agency_ids(*WORKING_ROLES)


def _report(case: Case) -> dict[str, Any]:
    stage, lead = case.stage, case.lead
    return {
        "state": State(stage.state),
        "report_class": ReportClass(stage.report_class) if stage.report_class else None,
        "visibility": Visibility(case.report.visibility),
        "is_confidential": case.report.is_confidential,
        "is_merged": case.into is not None,
        "is_withdrawn": stage.closing == Closing.WITHDRAWN,
        "has_supporters": case.report.supporters > 0,
        "is_hazard": case.report.is_emergency,
        "previous_state": State(stage.held_from) if stage.held_from else None,
        "is_reachable": _is_reachable(case),
        "may_ask_identity": _may_ask_identity(case),
        "peer_had_it": stage.institution_id is not None,
        "at_dispatcher": lead is not None and lead.agency.is_dispatcher,
        "came_by": _verb(lead.came_by) if lead else None,
        "in_hearing": stage.state == State.WAITING
        and lead is not None
        and lead.came_by == Verb.HEAR,
    }


def _verb(name: str) -> Verb | None:
    """The verb an assignment began with; reopening and rejection are no hand-overs."""
    return Verb(name) if name in _NAMES else None


def _is_reachable(case: Case) -> bool:
    """Whether the reporter left an address; read from the seal's outside, never opened."""
    contact = case.report.contact
    return contact is not None and identity.has_address(contact)


def _may_ask_identity(case: Case) -> bool:
    contact = case.report.contact
    if contact is None or contact.erased_at is not None or case.report.is_anonymous:
        return False
    # Who left nothing but a browser has no identity to show.
    return contact.email_index is not None or contact.phone_index is not None


def _counts(case: Case) -> dict[str, Any]:
    settled = case.since(Verb.VALIDATE, Verb.ANSWER, Verb.PEER_ANSWER)
    return {
        "holds": case.stage.holds,
        "returns": case.stage.returns,
        "reopens": case.stage.reopens,
        "extensions": sum(event.verb == Verb.EXTEND for event in case.events),
        "ratings": sum(event.verb == Verb.RATE for event in settled),
    }


def _windows(case: Case, *, at: datetime) -> dict[str, Any]:
    stage = case.stage
    is_due = stage.due_at is not None and stage.due_at <= at
    asked = case.last(Verb.EXTEND)
    decided = case.last(Verb.GRANT, Verb.REFUSE)
    is_asked = asked is not None and (decided is None or decided.seq < asked.seq)
    objection = case.last(Verb.OBJECT, Verb.UPHOLD, Verb.OVERTURN)
    declined = case.last(Verb.DECLINE, Verb.ARCHIVE, Verb.LAPSE)
    reopened = case.last(Verb.REOPEN)
    heard = case.last(Verb.HEAR)
    return {
        "must_visit": sampling.must_visit(case),
        "supporting_done": all(row.state == AssignmentState.DONE for row in case.supporting),
        "heard_since_reopen": bool(heard and (reopened is None or heard.seq > reopened.seq)),
        "extension_open": is_asked,
        "extension_expired": is_asked
        and asked is not None
        and due.is_over(Clock.EXTENSION, asked.at, case=case, at=at),
        "hold_expired": stage.state == State.ON_HOLD and is_due,
        "reply_window_over": stage.state == State.RESOLVED and is_due,
        "within_rating_window": stage.resolved_at is None
        or not due.is_over(Clock.RATING_WINDOW, stage.resolved_at, case=case, at=at),
        "objected": case.last(Verb.OBJECT) is not None,
        "objection_open": objection is not None and objection.verb == Verb.OBJECT,
        "within_objection_window": declined is None
        or not due.is_over(Clock.OBJECTION_WINDOW, declined.at, case=case, at=at),
    }


def _actor(case: Case, actor: Actor, *, offices: frozenset[int]) -> dict[str, Any]:
    lead = case.lead
    mine = [row for row in case.supporting if row.agency_id in offices and row.state in HOLDING]
    return {
        "roles": actor.roles,
        "is_lead": lead is not None and lead.agency_id in offices,
        "is_supporting": bool(mine),
        "has_accepted_support": any(row.state == AssignmentState.ACCEPTED for row in mine),
        "is_head": lead is not None and actor.sits_at(lead.agency, *HEADS),
        "is_superior": lead is not None and _is_above(actor, lead.agency),
        "is_sender": lead is not None and lead.from_agency_id in offices,
        "is_reporter": actor.kind == "reporter",
        "is_resolver": _did(case, actor, Verb.RESOLVE),
        "is_decliner": _did(case, actor, Verb.DECLINE) or _did(case, actor, Verb.ARCHIVE),
        "is_asker": _did(case, actor, Verb.EXTEND),
        "is_peer": actor.kind == "peer",
        "is_chair": actor.has_role(Role.DISPATCHER),
        "is_clock": actor.kind == "clock",
        "is_pack_rule": actor.kind == "system",
    }


def _is_above(actor: Actor, agency: Agency) -> bool:
    """Whether the actor heads an office above; the dispatcher's desk stands above no office."""
    return any(agency.path.startswith(path) and agency.path != path for path in actor.paths(*HEADS))


def _did(case: Case, actor: Actor, verb: Verb) -> bool:
    """Whether the actor did it, or somebody for whom she stands in, or one of them for her."""
    last = case.last(verb)
    return last is not None and not actor.people.isdisjoint(doers(last))


def earlier_hands(case: Case) -> frozenset[int]:
    """Ids of who took it on and who called it done before the reporter had it opened again."""
    reopened, lead = case.last(Verb.REOPEN), case.lead
    if reopened is None or lead is None or lead.came_by != Verb.REOPEN:
        return frozenset()
    taken = (reopened.data or {}).get("officer")
    before = (event for event in reversed(case.events) if event.seq < reopened.seq)
    done = next((event for event in before if event.verb == Verb.RESOLVE), None)
    return (doers(done) if done else frozenset()) | ({taken} if taken is not None else set())


def doers(event: ReportEvent) -> frozenset[int]:
    """Ids of who did it and of the person for whom it was done."""
    both = (event.actor_id, (event.data or {}).get("for"))
    return frozenset(person for person in both if person is not None)
