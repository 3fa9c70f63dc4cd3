"""What the reporter says and decides, and what other citizens add."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from tanggap.identity.models import Contact
from tanggap.lib.jobs import enqueue
from tanggap.messaging import actions as messaging
from tanggap.reports.actions import handing
from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.actions.photos import Photo, add
from tanggap.reports.models import Closing, Report
from tanggap.reports.rules import MAX_REOPENS
from tanggap.reports.workflow import State, Verb


def reply(
    report: Report, *, text: str = "", photos: Sequence[Photo] = (), **how: Unpack[How]
) -> Report:
    """The reporter answers or adds something; a report on hold goes on where it was."""
    with acting(report, Verb.REPLY, given=given(text=text), **how) as t:
        add(t, photos)
        t.note = text
        if t.report.state == State.ON_HOLD and t.case.into is None:
            t.set(held_from="")
        messaging.record_reply(
            subject=t.report.number,
            body=text,
            effect_key=f"{t.report.number}:{t.report.seq + 1}:reply",
            at=t.at,
        )
    return report


def object_to(report: Report, *, reason: str = "", **how: Unpack[How]) -> Report:
    """The reporter objects to a refusal, once; somebody else decides."""
    with acting(report, Verb.OBJECT, given=given(reason=reason), **how) as t:
        t.note = reason
        t.tell("objected")
    return report


def rate(
    report: Report,
    *,
    stars: int | None = None,
    reason: str = "",
    reason_code: str = "",
    **how: Unpack[How],
) -> Report:
    """1 to 5 stars: three and more close the report, fewer need a reason and offer reopening."""
    if stars is not None and not 1 <= stars <= 5:
        raise ValueError("stars go from 1 to 5")
    fields = given(score=stars, reason=reason)
    with acting(report, Verb.RATE, given=fields, score=stars, **how) as t:
        is_change = t.report.stars is not None
        t.set(stars=stars, rating_reason=reason[:400], rated_at=t.at)
        t.set(rating_changes=t.report.rating_changes + int(is_change))
        t.because(reason, reason_code)
        t.data["stars"] = stars
        if t.case.into is not None:  # what she judges is the work on the other report
            t.data["of"] = t.case.into.pk
        if t.to is State.CLOSED and t.case.into is None and t.report.closed_at is None:
            t.set(closed_at=t.at)
    return report


def reopen(
    report: Report,
    *,
    reason: str = "",
    reason_code: str = "",
    photos: Sequence[Photo] = (),
    **how: Unpack[How],
) -> Report:
    """It is not fixed: back to the office that had it and another person there.

    Of a merged report the one it was merged into is reopened. Returns the report given.
    """
    target = report.merged_into or report
    if target is not report:
        how = {**how, "version": None}
    with acting(target, Verb.REOPEN, given=given(reason=reason), **how) as t:
        add(t, photos)
        if target is not report:
            t.data["from_number"] = report.number
        t.because(reason, reason_code)
        if t.to is State.WAITING:
            _again(t)
        t.set(resolved_at=None, closed_at=None, closing="", outcome="")
        t.set(reopens=t.report.reopens + int(t.facts.is_reporter))
        t.tell("reopened")
        if t.report.reopens >= MAX_REOPENS and t.to is State.WAITING:
            enqueue("reports.hear", report=t.report.pk)
    return report


def _again(turn: Turn) -> None:
    lead = turn.case.lead
    if lead is None or not lead.agency.is_active:
        handing.hand_over(turn, handing.desk())
        return
    turn.data["officer"] = lead.officer_id
    handing.take_up_again(turn, lead)


def withdraw(
    report: Report, *, reason: str = "", reason_code: str = "", **how: Unpack[How]
) -> Report:
    """The reporter takes it back; if others need it done, only she leaves."""
    with acting(report, Verb.WITHDRAW, given=given(reason=reason), **how) as t:
        t.because(reason, reason_code)
        t.tell("withdrawn")
        if t.to is State.CLOSED:
            handing.release(t)
            t.set(closing=Closing.WITHDRAWN.value, closed_at=t.at, held_from="")
        else:
            t.data["left"] = True
            t.leaves = True
    return report


def adopt(report: Report, *, contact: Contact) -> None:
    """A contact for a report that came without one, in the caller's transaction.

    No event: nothing happened to the report, and whose it is stands nowhere but in the seal.
    """
    report.contact = contact
    report.save(update_fields=["contact"])


def comment(report: Report, *, text: str = "", **how: Unpack[How]) -> Report:
    """A public word of a citizen or an office."""
    with acting(report, Verb.COMMENT, given=given(text=text, note=text), **how) as t:
        t.note = text
    return report
