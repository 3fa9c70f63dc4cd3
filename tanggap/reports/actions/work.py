"""The work itself: news of it, a plan, more time, and the proof that it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from tanggap.reports.actions import handing, telling
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.photos import Photo, add, is_proof
from tanggap.reports.models import Assignment, Extension, Report
from tanggap.reports.workflow import AssignmentState, Code, Outcome, Verb


def progress(
    report: Report,
    *,
    text: str = "",
    photos: Sequence[Photo] = (),
    asset: str = "",
    **how: Unpack[How],
) -> Report:
    """Tell the reporter how the work goes."""
    with acting(report, Verb.PROGRESS, given=given(text=text, note=text), **how) as t:
        add(t, photos)
        _name_asset(t, asset)
        t.note = text
        t.tell("progress", agency=t.agency.name if t.agency else "", note=text)
    return report


def propose(
    report: Report,
    *,
    verb: Verb,
    reason: str = "",
    change: Mapping[str, Any] | None = None,
    **how: Unpack[How],
) -> Report:
    """An office proposes what only the desk may do: to decline, or to correct (`change`)."""
    fields = given(verb=verb, reason=reason, proposal=verb, change=verb)
    with acting(report, Verb.PROPOSE, given=fields, **how) as t:
        t.note = reason
        t.data |= {"verb": verb.value} | ({"change": dict(change)} if change else {})
    return report


def extend(
    report: Report,
    *,
    days: int | None = None,
    reason: str = "",
    reason_code: str = "",
    **how: Unpack[How],
) -> Report:
    """Ask the superior for `days` more."""
    with acting(report, Verb.EXTEND, given=given(days=days, reason=reason), **how) as t:
        assert days is not None  # the rules asked for it
        t.because(reason, reason_code)
        t.data["days"] = days
        Extension.objects.create(
            report=t.report, agency=t.lead.agency, days=days, reason=reason, asked_at=t.at
        )
        data: dict[str, object] = {"office": t.lead.agency.name, "days": days}
        telling.tell_superiors(t, template="extension_asked", data=data)
    return report


def grant(report: Report, *, note: str = "", **how: Unpack[How]) -> Report:
    """The superior gives the time asked for."""
    with acting(report, Verb.GRANT, given=given(note=note, reason=note), **how) as t:
        t.note = note
        t.data["days"] = days = _decide(t, Extension.State.GRANTED)
        offices = [t.lead.agency_id]
        telling.tell_offices(t, offices, template="extension_granted", data={"days": days})
    return report


def refuse(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """The superior does not give more time, or said nothing until it was too late (the clock)."""
    with acting(report, Verb.REFUSE, given=given(reason=reason, note=reason), **how) as t:
        t.note = reason
        _decide(t, Extension.State.REFUSED)
        telling.tell_offices(t, [t.lead.agency_id], template="extension_refused")
    return report


def _decide(turn: Turn, state: str) -> int:
    """Settle the open request; returns its days."""
    row = Extension.objects.filter(report=turn.report, state=Extension.State.ASKED).first()
    if row is None:
        raise turn.refuse(Code.NO_EXTENSION)
    row.state, row.decided_at = state, turn.at
    row.save(update_fields=["state", "decided_at"])
    return row.days


def resolve(
    report: Report,
    *,
    outcome: Outcome | None = None,
    note: str = "",
    photos: Sequence[Photo] = (),
    asset: str = "",
    **how: Unpack[How],
) -> Report:
    """The work is done, or there is nothing to do: outcome, words, proof of the category's kind.

    The outcomes not_found, already_fixed and not_public need a photograph of the place
    (purpose "place") with time and position; a document is a photo of purpose "document".
    """
    is_proven = outcome is not None and is_proof(report, outcome, photos)
    fields = given(outcome=outcome, note=note, proof=is_proven or None)
    with acting(report, Verb.RESOLVE, given=fields, **how) as t:
        assert outcome is not None  # the rules asked for it
        handing.must_be_another(t)
        add(t, photos)
        _finish_lead(t, t.lead)
        _name_asset(t, asset)
        t.set(outcome=outcome.value, is_scheduled=False)
        t.note = note
        t.data["outcome"] = outcome.value
        t.tell("followed_up", agency=t.lead.agency.name)
    return report


def _name_asset(turn: Turn, number: str) -> None:
    """Keep the number that stands on the thing itself: the lamp post, the pump, the tree."""
    if number:
        turn.set(asset=number)
        turn.data["asset"] = number


def _finish_lead(turn: Turn, row: Assignment) -> None:
    turn.change(
        row,
        state=AssignmentState.DONE.value,
        ended_at=turn.at,
        officer_id=row.officer_id or turn.by.whose,
    )
