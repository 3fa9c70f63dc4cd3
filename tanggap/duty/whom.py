"""The ladder of one alarm: people in their current seats who may open its report."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from tanggap.deadlines.whom import may_see
from tanggap.duty import roster
from tanggap.duty.models import Alarm, Change, Shift
from tanggap.duty.ringing import ABOVE, DESK, DUTY, OFFICE, Rung
from tanggap.people.models import Agency, Role, StandIn
from tanggap.people.queries import holders, stand_ins

HEADS = (Role.LEADER, Role.AGENCY_ADMIN)


def ladder(alarm: Alarm, *, at: datetime) -> tuple[list[Rung], dict[int, int]]:
    """The rungs in their order, and because of which office each person is called.

    A person without a seat, or who may not open the report, is passed over: a confidential report
    calls its case workers alone, and one about an office never that office.
    """
    office = Agency.objects.get(pk=alarm.agency_id)
    turn = on_duty(office, at=at)
    heads = _holders(alarm, office, at)
    here = {**heads, **dict.fromkeys(turn, office.pk)}
    above = _first_above(alarm, office, at)
    allowed = _allowed({*here, *above}, alarm, at)
    rungs = [Rung(DUTY, (person,)) for person in turn if person in allowed]
    rungs += [Rung(OFFICE, _sorted(heads, allowed)), Rung(ABOVE, _sorted(above, allowed))]
    found = {**above, **here}
    if not any(rung.people for rung in rungs):
        found = _desk(at)
        rungs = [Rung(DESK, _sorted(found, _allowed(found, alarm, at)))]
    return rungs, found


def on_duty(office: Agency, *, at: datetime) -> tuple[int, ...]:
    """The people on the roster of `office` at `at`, in the order in which they are called."""
    shifts = list(Shift.objects.filter(agency=office, ended_at=None))
    changes = list(
        Change.objects.filter(
            agency=office, ended_at=None, starts_at__lte=at, ends_at__gt=at
        ).order_by("pk")
    )
    return roster.on_duty(
        [roster.Shift(s.user_id, s.weekday, s.starts, s.ends, s.rank) for s in shifts],
        _away(changes, stand_ins(people_on(shifts, changes), at=at)),
        at=at.astimezone(ZoneInfo(settings.TIME_ZONE)),
    )


def people_on(shifts: Iterable[Shift], changes: Iterable[Change]) -> set[int]:
    """Everybody whom a roster calls, by the week or by an exception."""
    extra = {change.standin_id for change in changes if change.standin_id is not None}
    return {shift.user_id for shift in shifts} | extra


def _away(changes: Iterable[Change], lent: Iterable[StandIn]) -> list[roster.Change]:
    """Whom the roster itself names goes before a stand-in of the staff, and both before nobody."""
    found = [roster.Change(c.starts_at, c.ends_at, c.away_id, c.standin_id) for c in changes]
    found += [roster.Change(s.starts_at, s.ends_at, s.absent_id, s.person_id) for s in lent]
    return sorted(found, key=lambda change: change.standin is None)


def _holders(alarm: Alarm, office: Agency, at: datetime) -> dict[int, int]:
    return holders(*_roles(alarm, office), offices=[office.pk], at=at)


def _roles(alarm: Alarm, office: Agency) -> tuple[str, ...]:
    """Who answers for an office: at the desks those who work there, else its head and admins."""
    if alarm.holding == 0:
        return (Role.VERIFIER,)
    if office.is_dispatcher:
        return (Role.DISPATCHER,)
    return (*HEADS, Role.CASE_WORKER) if alarm.report.is_confidential else HEADS


def _first_above(alarm: Alarm, office: Agency, at: datetime) -> dict[int, int]:
    """Whoever answers for the first office above that has anybody."""
    codes = office.path.strip("/").split("/")[:-1]
    rows = sorted(Agency.objects.filter(code__in=codes), key=lambda row: -len(row.path))
    return next(filter(None, (_holders(alarm, row, at) for row in rows)), {})


def _desk(at: datetime) -> dict[int, int]:
    desk = Agency.objects.filter(is_dispatcher=True).values_list("pk", flat=True)
    return holders(Role.DISPATCHER, offices=list(desk), at=at)


def _allowed(people: Iterable[int], alarm: Alarm, at: datetime) -> set[int]:
    return {person for person, _report in may_see(people, [alarm.report_id], at=at)}


def _sorted(people: Iterable[int], allowed: set[int]) -> tuple[int, ...]:
    return tuple(sorted(person for person in people if person in allowed))
