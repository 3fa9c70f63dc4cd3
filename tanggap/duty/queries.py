"""Reads for the pages about alarms and rosters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from tanggap.duty import access, whom
from tanggap.duty.models import Acknowledgement, Alarm, Call, Change, Shift
from tanggap.lib.editions import kept
from tanggap.people.access import Actor
from tanggap.people.models import Agency, Membership, StandIn, User
from tanggap.people.queries import stand_ins

PAGE = 30
SOON = timedelta(days=60)  # exceptions that far ahead are shown


def ringing(actor: Actor, *, most: int = PAGE) -> list[Alarm]:
    """The alarms that ring now, the longest first. One query; none while nothing rings."""
    if not _rings():
        return []
    rows = access.alarms_for(actor).filter(over_at=None)
    return list(rows.select_related("report", "agency").order_by("opened_at", "pk")[:most])


@kept(Alarm)
def _rings() -> bool:
    """Every page of the staff asks this; remembered until an alarm begins or ends."""
    return Alarm.objects.filter(over_at=None).exists()


def hers(actor: Actor) -> list[Alarm]:
    """Those of them that she may acknowledge."""
    return [alarm for alarm in ringing(actor) if access.may_acknowledge(actor, alarm)]


def past(actor: Actor, *, before: int | None = None) -> tuple[list[Alarm], int | None]:
    """Alarms that are over, the newest first, and the cursor of older ones."""
    rows = access.alarms_for(actor).filter(over_at__isnull=False)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    wanted = rows.select_related("report", "agency", "acknowledgement__user")
    found = list(wanted.order_by("-pk")[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None


def calls_of(alarm: Alarm) -> list[Call]:
    """Who was called, oldest first."""
    return list(alarm.calls.select_related("user").order_by("number", "user__name", "pk"))


def acknowledgement_of(alarm: Alarm) -> Acknowledgement | None:
    """Who took note, if anybody did."""
    return Acknowledgement.objects.select_related("user").filter(alarm=alarm).first()


def last_calls(alarms: Sequence[Alarm]) -> dict[int, list[str]]:
    """The names of whom each alarm called last. One query."""
    latest = Q(pk__in=[])
    for alarm in alarms:
        latest |= Q(alarm=alarm, number=alarm.number)
    names: dict[int, list[str]] = {}
    for call in Call.objects.filter(latest).select_related("user").order_by("user__name"):
        names.setdefault(call.alarm_id, []).append(call.user.name)
    return names


def shifts_of(office: Agency) -> list[Shift]:
    """The weekly pattern, in the order of the week."""
    rows = Shift.objects.filter(agency=office, ended_at=None).select_related("user")
    return list(rows.order_by("weekday", "starts", "rank", "pk"))


def shift_of(office: Agency, pk: int) -> Shift | None:
    """One turn of the pattern."""
    return Shift.objects.select_related("agency").filter(agency=office, pk=pk).first()


def changes_of(office: Agency, *, at: datetime) -> list[Change]:
    """Exceptions that hold or will soon."""
    rows = Change.objects.filter(
        agency=office, ended_at=None, ends_at__gt=at, starts_at__lt=at + SOON
    )
    return list(rows.select_related("away", "standin").order_by("starts_at", "pk"))


def stand_ins_of(office: Agency, *, at: datetime) -> list[StandIn]:
    """Who stands in, now or soon, for somebody of the roster, by what the staff themselves said."""
    people = whom.people_on(shifts_of(office), changes_of(office, at=at))
    return stand_ins(people, at=at, ahead=SOON)


def change_of(office: Agency, pk: int) -> Change | None:
    """One exception."""
    return Change.objects.select_related("agency").filter(agency=office, pk=pk).first()


def on_duty(office: Agency, *, at: datetime) -> list[User]:
    """Who is on duty now, in the order in which they are called."""
    order = whom.on_duty(office, at=at)
    found = User.objects.in_bulk(order)
    return [found[person] for person in order if found[person].is_active]


def colleagues(office: Agency, *, at: datetime) -> list[User]:
    """Everybody who has a seat at the office, by name: one of them can be put on the roster."""
    seats = Membership.objects.current(at=at).filter(agency=office)
    people = User.objects.filter(pk__in=seats.values("user"), is_active=True)
    return list(people.order_by("name", "pk"))


def tag(actor: Actor) -> list[int]:
    """Changes when what rings for her does."""
    return [alarm.pk for alarm in hers(actor)]


def planned(offices: Sequence[Agency]) -> set[int]:
    """Which of these offices have a roster. One query."""
    rows = Shift.objects.filter(agency__in=offices, ended_at=None)
    return set(rows.values_list("agency_id", flat=True).distinct())
