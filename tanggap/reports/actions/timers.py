"""What happens when a window ends and nobody said anything."""

from __future__ import annotations

from datetime import datetime
from typing import Unpack

from tanggap.messaging import actions as messaging
from tanggap.reports.actions import handing
from tanggap.reports.actions.acting import How, acting
from tanggap.reports.models import Report
from tanggap.reports.workflow import State, Verb


def lapse(report: Report, **how: Unpack[How]) -> Report:
    """The question stayed unanswered: before verification it is archived, else work goes on."""
    with acting(report, Verb.LAPSE, **how) as t:
        t.set(held_from="")
        if t.to is State.DECLINED:
            handing.release(t)
            t.set(closed_at=t.at)
            t.tell("lapsed")
    return report


def close(report: Report, **how: Unpack[How]) -> Report:
    """Nothing is left to do: the reporter says so, or was silent until the reply window ended."""
    with acting(report, Verb.CLOSE, **how) as t:
        t.set(closed_at=t.at)
        if t.facts.is_clock:
            t.tell("closed")
    return report


def remind(report: Report, *, question: str, seq: int, at: datetime) -> None:
    """Ask again the question of event `seq`, once. Nothing happens to the report: no event."""
    messaging.notify(
        subject=report.number,
        contact_id=report.contact_id,
        template="hold_reminder",
        data={"note": question},
        effect_key=f"{report.number}:{seq}:hold_reminder",
        at=at,
    )
