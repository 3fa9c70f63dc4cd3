"""Long works: agreed for a month, confirmed at each review, moved with a reason, or taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Unpack

from django.utils import timezone

from tanggap.people.models import Agency
from tanggap.reports.actions import telling
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.models import Report
from tanggap.reports.vocabulary import Step
from tanggap.reports.workflow import Code, Verb

# What a plan already says needn't be said again to keep it or to end it.
_KNOWN = {
    Step.CONFIRMED: frozenset({"programme", "month", "reason"}),
    Step.ENDED: frozenset({"programme", "month"}),
}


def schedule(
    report: Report,
    *,
    step: Step | None = None,
    programme: str = "",
    month: date | None = None,
    reason: str = "",
    together: Collection[Agency] = (),
    **how: Unpack[How],
) -> Report:
    """Long works: done with `programme` in `month` (its first day), for a public reason.

    The holder's clock stops, the citizen's does not. `together` names helping offices that decide
    it too. A plan that holds is CONFIRMED at its review, MOVED to another month, or ENDED: then
    the holder's clock runs again. Without `step` a new plan is set, or the old one moved.
    """
    fields = given(programme=programme, month=month, reason=reason)
    if step is not None:
        fields |= _KNOWN.get(step, frozenset())
    with acting(report, Verb.SCHEDULE, given=fields, **how) as t:
        plan = _plan(t)
        step = step or (Step.MOVED if plan else Step.SET)
        _must_fit(t, step, plan)
        t.note = reason
        _write(t, step, plan or {}, programme, month)
        if step is not Step.ENDED:
            _decide_together(t, together, plan or {})
        _tell(t, step, reason)
    return report


def plan_of(report: Report) -> Mapping[str, Any]:
    """What the newest schedule of a report says; empty where none holds."""
    if not report.is_scheduled:
        return {}
    last = report.events.filter(verb=Verb.SCHEDULE).order_by("seq").last()
    return (last.data or {}) if last else {}


def _plan(turn: Turn) -> Mapping[str, Any] | None:
    last = turn.case.last(Verb.SCHEDULE)
    if last is None or not turn.report.is_scheduled:
        return None
    return last.data or {}


def _must_fit(turn: Turn, step: Step, plan: Mapping[str, Any] | None) -> None:
    if plan is None and step is not Step.SET:
        raise turn.refuse(Code.NOT_SCHEDULED)


def _write(
    turn: Turn, step: Step, plan: Mapping[str, Any], programme: str, month: date | None
) -> None:
    """The plan as it is from now on, and what it was."""
    old = {name: plan[name] for name in ("programme", "month") if name in plan}
    turn.set(is_scheduled=step is not Step.ENDED)
    turn.data["step"] = step.value
    if step in (Step.MOVED, Step.ENDED):
        turn.data["before"] = old
    if step is Step.CONFIRMED:
        month, programme = date.fromisoformat(f"{old['month']}-01"), old["programme"]
    if step is Step.ENDED or month is None:
        return
    until = _end_of_month(month)
    if until <= turn.at:
        raise turn.refuse(Code.MONTH_OVER)
    turn.data |= {"programme": programme, "month": f"{month:%Y-%m}", "until": until.isoformat()}


def _decide_together(turn: Turn, together: Collection[Agency], plan: Mapping[str, Any]) -> None:
    """Name the helping offices that decided too, and tell them."""
    helping = {row.agency_id for row in turn.case.supporting}
    named = {office.pk for office in together}
    if named - helping:
        raise turn.refuse(Code.NOT_SUPPORTING)
    named |= helping.intersection(plan.get("together", ()))
    if not named:
        return
    turn.data["together"] = sorted(named)
    office: dict[str, object] = {"office": turn.lead.agency.name, "month": turn.data["month"]}
    telling.tell_offices(turn, sorted(named), template="scheduled_together", data=office)


def _tell(turn: Turn, step: Step, reason: str) -> None:
    """The reporter hears of a month and of its end, not of each review."""
    if step is Step.ENDED:
        turn.tell("schedule_ended", note=reason)
    elif step is not Step.CONFIRMED:
        named = {name: turn.data[name] for name in ("programme", "month")}
        turn.tell("scheduled", note=reason, **named)


def _end_of_month(day: date) -> datetime:
    """The first moment after the month of `day`, where the institution is."""
    first = (day.replace(day=1) + timedelta(days=31)).replace(day=1)
    return timezone.make_aware(datetime.combine(first, time.min))
