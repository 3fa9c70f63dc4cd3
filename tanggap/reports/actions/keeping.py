"""Verbs that change what is known of a report, or who may see it, and leave its state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack

from django.db import models

from tanggap.people.models import Agency
from tanggap.reports.actions import handing, placing, telling
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.photos import Photo, Purpose, add, approve, choose
from tanggap.reports.actions.verification import seal
from tanggap.reports.case import HOLDING
from tanggap.reports.models import Report
from tanggap.reports.remarks import Remark
from tanggap.reports.workflow import AssignmentState, Code, State, Verb, Visibility

CORRECTABLE = frozenset(
    {"report_class", "kind", "category", "about", "title", "address", "lat", "lng", "area", "asset"}
    | {"is_area_approximate", "occurred_at", "is_emergency", "is_confidential"}
)
SCOPES = ("internal", "agencies", "public")


def correct(report: Report, *, note: str = "", **how_and_changes: Any) -> Report:
    """Put class, kind, category, place or the office complained about right; clocks anew.

    Beside by=, at=, version= and agency= give any of CORRECTABLE. A point without an area is
    located; a named area drops a point that lies elsewhere.
    """
    how: How = {k: v for k, v in how_and_changes.items() if k not in CORRECTABLE}  # type: ignore[assignment]
    changes = {k: v for k, v in how_and_changes.items() if k in CORRECTABLE}
    with acting(report, Verb.CORRECT, given=given(changes=tuple(changes)), **how) as t:
        changes |= placing.follow(t, changes)
        pairs = {k: [_now(t.report, k), _plain(v)] for k, v in changes.items()}
        t.data["changes"] = {k: pair for k, pair in pairs.items() if pair[0] != pair[1]}
        t.set(**changes)
        seal(t)
        _confirm_confidential(t)
        _leave_if_forbidden(t)
        t.note = note
    return report


def _now(report: Report, name: str) -> Any:
    column = Report._meta.get_field(name).attname  # type: ignore[union-attr]
    return _plain(getattr(report, column))


def _plain(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value.isoformat() if isinstance(value, datetime) else value


def _confirm_confidential(turn: Turn) -> None:
    """What became confidential is private from that moment on."""
    if turn.report.is_confidential and turn.report.visibility == Visibility.PUBLIC:
        turn.set(visibility=Visibility.PRIVATE.value)


def _leave_if_forbidden(turn: Turn) -> None:
    """Offices that may not know of the report lose it at once: the lead to whom the pack names.

    Who is at work already has to be passed over first, so that the work isn't lost silently.
    """
    for row in turn.case.supporting:
        if row.state in HOLDING and not handing.may_hold(turn.report, row.agency):
            turn.change(row, state=AssignmentState.DROPPED.value, ended_at=turn.at)
    lead = turn.case.lead
    if lead is None or handing.may_hold(turn.report, lead.agency):
        return
    if (turn.report.held_from or turn.report.state) != State.WAITING:
        raise turn.refuse(Code.CONFLICT_OF_INTEREST)
    is_delicate = handing.is_about_an_office(turn.report)
    to = handing.inspector(turn.report) if is_delicate else handing.desk()
    handing.hand_over(turn, to)


def note(
    report: Report,
    *,
    text: str = "",
    scope: str = "internal",
    photos: Sequence[Photo] = (),
    crew: str = "",
    remark: Remark | None = None,
    **how: Unpack[How],
) -> Report:
    """A remark for the own office ("internal"), for all offices ("agencies") or for everybody.

    One for everybody goes to the reporter too: it is an answer, and counts as one.

    Its photographs stay inside, whatever they show. `crew` names who speaks by an office's link
    and has no account. A `remark` is worded by the program, and said to everybody in her language.
    """
    if scope not in SCOPES:
        raise ValueError(f"scope is one of {SCOPES}")
    text = remark.text if remark else text
    with acting(report, Verb.NOTE, given=given(text=text), **how) as t:
        add(t, [replace(photo, purpose=Purpose.NOTE) for photo in photos])
        t.note = text
        t.data |= {"audience": scope} | ({"crew": crew} if crew else {})
        t.data |= remark.data if remark else {}
        if scope != "agencies" and t.agency is None:
            t.about = _first_seat(t)
        if scope == "public":
            t.tell("progress", agency=_speaker(t), note=text)
        if "@" in text and (people := telling.mentioned(t, text, scope=scope)):
            t.data["mentions"] = [user.pk for user in people]
            telling.tell_mentioned(t, people)
    return report


def _speaker(turn: Turn) -> str:
    office = turn.agency or _first_seat(turn)
    return office.name if office else ""


def _first_seat(turn: Turn) -> Agency | None:
    seats = [seat.agency_id for seat in turn.by.seats]
    return Agency.objects.filter(pk__in=seats[:1]).first()


def publish(report: Report, *, photos: Collection[int] = (), **how: Unpack[How]) -> Report:
    """Everybody may see the redacted report, and the photographs with these ids."""
    with acting(report, Verb.PUBLISH, **how) as t:
        approve(t, photos)
        t.set(is_made_public=not _was_open(t), visibility=Visibility.PUBLIC.value)
    return report


def _was_open(turn: Turn) -> bool:
    """Whether everybody read it by the reporter's own choice, before staff hid it."""
    first = next((e for e in turn.case.events if e.verb in (Verb.PUBLISH, Verb.HIDE)), None)
    return first is not None and (first.data or {}).get("was") == Visibility.PUBLIC


def show_photos(report: Report, *, photos: Collection[int] = (), **how: Unpack[How]) -> Report:
    """Of a public report's photographs by the reporter everybody sees those with these ids."""
    with acting(report, Verb.SHOW_PHOTOS, **how) as t:
        choose(t, photos)
    return report


def hide(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """The public may no longer see it."""
    with acting(report, Verb.HIDE, given=given(reason=reason), **how) as t:
        t.data["was"] = t.report.visibility
        t.set(visibility=Visibility.HIDDEN.value)
        t.note = reason
    return report
