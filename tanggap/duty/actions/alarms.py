"""Alarms opened, climbed and acknowledged.

Everything that was told is a row written in the transaction that told it. Killed at any line, a
step either happened with its notices or didn't happen; a second worker passes over the rows of
the first. Whoever comes late takes one step and not all that were missed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from tanggap.duty import ringing, whom
from tanggap.duty.models import Acknowledgement, Alarm, Call
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports import actions as reports
from tanggap.reports.models import Assignment, Report
from tanggap.reports.remarks import Remark
from tanggap.reports.workflow import AssignmentState, State
from tanggap.taxonomy import queries as taxonomy

MOST = 200  # of one tick; the next comes in seconds
Because = Alarm.Because
CALLS = (State.SUBMITTED.value, State.WAITING.value)  # nobody has taken the report on yet


def ring(*, at: datetime) -> int:
    """Open, end and climb whatever has come; returns how many steps were taken."""
    _open(at)
    return sum(_step(pk, at) for pk in _calling(at))


def pace() -> ringing.Pace:
    """The pack's times."""
    return ringing.Pace(
        step=timedelta(minutes=taxonomy.setting("duty.step_minutes", 5)),
        again=timedelta(minutes=taxonomy.setting("duty.again_minutes", 15)),
    )


def _open(at: datetime) -> None:
    """An alarm for each danger that nobody has taken on and that none was opened for."""
    since = at - timedelta(hours=taxonomy.setting("duty.fresh_hours", 24))
    desk = _verifiers()
    held = [(row, row.office or desk) for row in _dangers(since=since)]
    new = [
        Alarm(report=row, holding=row.holding, agency_id=office, opened_at=at, next_at=at)
        for row, office in held
        if office
    ]
    # Two workers may see the same danger: the second writes nothing.
    Alarm.objects.bulk_create(new, ignore_conflicts=True)


def _dangers(*, since: datetime) -> QuerySet[Any]:
    """Reports without an alarm of whoever should act now; none that is old news when found."""
    held = _holding(OuterRef("pk"))
    known = Alarm.objects.filter(report=OuterRef("pk"), holding=OuterRef("holding"))
    rows = Report.objects.filter(is_emergency=True, state__in=CALLS, merged_into=None).annotate(
        holding=Coalesce(Subquery(held.values("pk")[:1]), 0),
        office=Subquery(held.values("agency")[:1]),
        began=Coalesce(Subquery(held.values("started_at")[:1]), "received_at"),
    )
    return rows.filter(~Exists(known), began__gte=since).only("pk")[:MOST]


def _holding(report: Any) -> QuerySet[Assignment]:
    """How the office that should act came to the report."""
    states = [AssignmentState.PENDING.value, AssignmentState.ACCEPTED.value]
    lead = Assignment.Role.LEAD
    return Assignment.objects.filter(report=report, role=lead, state__in=states)


def _verifiers() -> int | None:
    code = taxonomy.setting("desks.verifier", "")
    return Agency.objects.filter(code=code).values_list("pk", flat=True).first()


def _calling(at: datetime) -> list[int]:
    """Alarms to look at: all that are due, and of the others those that may be over."""
    rows = Alarm.objects.filter(over_at=None).order_by("next_at")
    return list(rows.values_list("pk", flat=True)[:MOST])


@transaction.atomic
def _step(pk: int, at: datetime) -> int:
    """End the alarm where nobody is needed any more, or take its next step if that has come."""
    rows = Alarm.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    alarm = rows.select_related("report__lead").filter(pk=pk, over_at=None).first()
    if alarm is None:
        return 0
    if because := _over(alarm):
        _end(alarm, because, at)
        return 0
    return _call(alarm, at) if alarm.is_due(at=at) else 0


def _over(alarm: Alarm) -> str:
    """Why nobody has to be called any more; empty while somebody has to."""
    report = alarm.report
    if not report.is_emergency:
        return Because.NO_DANGER
    if report.merged_into_id is not None:
        return Because.MOVED
    if report.state not in CALLS:
        return Because.ACCEPTED if report.state == State.IN_PROGRESS else Because.SETTLED
    held = _holding(report.pk).values_list("pk", flat=True).first()
    return "" if (held or 0) == alarm.holding else Because.MOVED


def _end(alarm: Alarm, because: str, at: datetime) -> None:
    alarm.over_at, alarm.because = at, because
    alarm.save(update_fields=["over_at", "because"])


def _call(alarm: Alarm, at: datetime) -> int:
    rungs, offices = whom.ladder(alarm, at=at)
    lap = Call.objects.filter(alarm=alarm, lap=alarm.lap).values_list("step", "user_id")
    found = ringing.next_step(rungs, ringing.keys(list(lap)), lap=alarm.lap, at=at, pace=pace())
    if found is None:
        alarm.next_at = at + pace().step
        alarm.save(update_fields=["next_at"])
        return 0
    alarm.number, alarm.lap, alarm.next_at = alarm.number + 1, found.lap, found.next_at
    alarm.save(update_fields=["number", "lap", "next_at"])
    _tell(alarm, found.rung, offices, at)
    return 1


def _tell(alarm: Alarm, rung: ringing.Rung, offices: dict[int, int], at: datetime) -> None:
    Call.objects.bulk_create(
        Call(alarm=alarm, number=alarm.number, lap=alarm.lap, step=rung.step, user_id=user, at=at)
        for user in rung.people
    )
    messaging.notify_staff(
        user_ids=rung.people,
        template="alarm" if alarm.number == 1 else "alarm_again",
        data={
            "office": alarm.agency.name,
            "since_at": alarm.opened_at.isoformat(),
            "path": f"/siaga/{alarm.pk}/",
        },
        subject=alarm.report.number,
        effect_key=f"alarm:{alarm.pk}:{alarm.number}",
        at=at,
        urgent=True,
        offices={user: offices[user] for user in rung.people},
    )


@transaction.atomic
def acknowledge(alarm: Alarm, *, by: Actor, at: datetime) -> Alarm:
    """Somebody has taken note and acts: the ringing stops. A second one changes nothing.

    The row is for the alarm; the remark puts it on the report's own chain of events.
    """
    assert by.user_id is not None
    row = Alarm.objects.select_for_update(of=("self",), no_key=True).get(pk=alarm.pk)
    if not row.is_ringing:
        return row
    Acknowledgement.objects.create(alarm=row, user_id=by.user_id, at=at)
    _end(row, Because.ACKNOWLEDGED, at)
    reports.note(row.report, remark=Remark("alarm_taken"), scope="agencies", by=by, at=at)
    return row
