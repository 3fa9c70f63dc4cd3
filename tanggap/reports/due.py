"""The cached times of a report: computed from its events by `clocks`, under the pack's rules."""

from __future__ import annotations

from datetime import datetime, timedelta

from tanggap.lib.calendar import WorkCalendar
from tanggap.reports.case import Case
from tanggap.reports.workflow import State, Verb
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import ClockPolicy


def deadline(clock: str, start: datetime, *, case: Case, kind: str = "") -> datetime | None:
    """When the window `clock` that began at `start` ends; None where the pack has no such rule."""
    calendar = taxonomy.calendar()
    rule = _rule(clock, start, case=case, kind=kind, calendar=calendar)
    return _end(rule, start, calendar) if rule else None


def is_over(clock: str, start: datetime, *, case: Case, at: datetime) -> bool:
    """Whether that window has ended at `at`; a window without a rule never ends."""
    end = deadline(clock, start, case=case)
    return end is not None and end <= at


def _rule(
    clock: str, start: datetime, *, case: Case, kind: str, calendar: WorkCalendar
) -> ClockPolicy | None:
    day = start.astimezone(calendar.zone).date()
    found = [
        rule
        for rule in taxonomy.policies()
        if rule.clock == clock
        and rule.valid_from <= day
        and (rule.valid_to is None or day <= rule.valid_to)
        and rule.report_class in ("", case.report.report_class)
        and rule.kind in ("", kind)
        and rule.category_id in (None, case.report.category_id)
    ]
    # The most particular rule speaks; of equal ones the newest.
    return max(
        found,
        key=lambda rule: (
            rule.category_id is not None,
            rule.kind != "",
            rule.report_class != "",
            rule.valid_from,
        ),
        default=None,
    )


def _end(rule: ClockPolicy, start: datetime, calendar: WorkCalendar) -> datetime:
    if rule.unit == "working_days":
        return calendar.add_days(start, rule.amount)
    return start + timedelta(**{rule.unit: rule.amount})


def caches(case: Case, *, at: datetime) -> dict[str, datetime | None]:
    """`due_at` of whose turn it is, `due_from` since when, `promised_at` told to the citizen."""
    start = _start(case)
    due = deadline(start[0], start[1], case=case, kind=start[2]) if start else None
    promised = deadline("completion", case.report.verified_at or case.report.received_at, case=case)
    is_open = case.into is None and State(case.report.state) in _TURNS
    return {
        "due_at": due if is_open else None,
        "due_from": start[1] if start and due and is_open else None,
        "promised_at": promised,
    }


_TURNS = frozenset(State) - {State.CLOSED, State.DECLINED}


def _start(case: Case) -> tuple[str, datetime, str] | None:
    state, report = State(case.report.state), case.report
    now = case.events[-1].at
    entered = next((e.at for e in reversed(case.events) if e.from_state != e.to_state), now)
    if state is State.WAITING and case.lead is not None:
        clock = "hearing" if case.lead.came_by == Verb.HEAR else "reaction"
        return clock, case.lead.started_at, case.lead.agency.kind
    if state is State.IN_PROGRESS:
        if report.is_scheduled and (planned := case.last(Verb.SCHEDULE)):
            return "schedule_review", planned.at, ""
        return "completion", report.verified_at or report.received_at, report.kind
    if state is State.RESOLVED:
        replied = [e.at for e in case.since(Verb.VALIDATE, Verb.ANSWER) if e.verb == Verb.REPLY]
        return "reply_window", replied[-1] if replied else report.resolved_at or entered, ""
    names = {
        State.SUBMITTED: "verification",
        State.ON_HOLD: "hold",
        State.AWAITING_VALIDATION: "validation",
        State.REFERRED: "referral",
    }
    return (names[state], entered, "") if state in names else None
