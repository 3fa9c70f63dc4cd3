"""Duty rosters of the demonstration: who is called when danger is reported.

The offices that lead a dangerous category, the departments above their branches, and the offices
of the demo people. Where nobody works yet, invented guards do, who can't log in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password

from tanggap.duty.models import Change, Shift
from tanggap.ops.demo.world import Office, World
from tanggap.people.models import Membership, Role, StandIn, User

EACH = 3  # guards of an office in which nobody works yet
_DAY, _NIGHT = (time(7), time(19)), (time(19), time(7))
_WHOLE = (time(7), time(7))
_ROLES = (Role.OFFICER, Role.AGENCY_ADMIN)


def write(world: World, table: dict[str, Any], *, seed: int, at: datetime) -> int:
    """Write the rosters and two absences around `at`; returns how many offices have one.

    The demo people must be there. A fixed number of statements, however many offices there are.
    """
    operator = User.objects.filter(memberships__role=Role.OPERATOR, is_demo=True).order_by("pk")[0]
    seated = _seated()
    offices = _offices(world, set(seated))
    empty = [office for office in offices if office.pk not in seated]
    hired = _hire(empty, table["guards"]["names"], seed, at)
    on_duty = {
        office.pk: [*seated.get(office.pk, ()), *hired.get(office.pk, ())] for office in offices
    }
    made: dict[str, Any] = {"made_by": operator, "made_at": at}
    Shift.objects.bulk_create(
        Shift(
            agency_id=office,
            user_id=user,
            weekday=day,
            starts=hours[0],
            ends=hours[1],
            rank=rank,
            **made,
        )
        for office, people in on_duty.items()
        for user, rank, hours in _turns(people)
        for day in range(7)
    )
    _absences(on_duty, seated, made, at)
    return len(offices)


def _offices(world: World, worked_in: set[int]) -> list[Office]:
    """Whoever leads danger anywhere in the city, its department, and where demo people work."""
    leads = {
        world.offices[world.lead_for(topic, village)]
        for topic in world.topics
        if topic.is_emergency and topic.scheme == "crm"
        for village in {village.city: village for village in world.villages}.values()
    }
    above = {office.parent for office in leads}
    departments = {o for o in world.offices if o.code in above and o.kind == "dinas"}
    own = {office for office in world.offices if office.pk in worked_in}
    return sorted(leads | departments | own, key=lambda office: office.pk)


def _seated() -> dict[int, list[int]]:
    """The demo people whom an alarm may call, by their office; officers first."""
    rows = Membership.objects.filter(user__is_demo=True, role__in=_ROLES, ends_at=None)
    found: dict[int, list[int]] = {}
    for office, user in rows.order_by("-role", "pk").values_list("agency_id", "user_id"):
        found.setdefault(office, []).append(user)
    return found


def _hire(
    offices: Sequence[Office], names: Sequence[str], seed: int, at: datetime
) -> dict[int, list[int]]:
    shuffled = list(names)
    Random(f"{seed}:guards").shuffle(shuffled)
    named = cycle(shuffled)
    posts = [(office, n) for office in offices for n in range(1, EACH + 1)]
    users = User.objects.bulk_create(
        User(
            username=f"siaga-{office.code}-{n}", name=next(named), created_at=at, is_demo=True,
            password=make_password(None),
        )
        for office, n in posts
    )  # fmt: skip
    found: dict[int, list[int]] = {}
    for (office, _n), user in zip(posts, users, strict=True):
        found.setdefault(office.pk, []).append(user.pk)
    Membership.objects.bulk_create(
        Membership(user_id=user, agency_id=office, role=Role.OFFICER, starts_at=at)
        for office, people in found.items()
        for user in people
    )
    return found


def _turns(people: Sequence[int]) -> Iterator[tuple[int, int, tuple[time, time]]]:
    """One by day, one by night, a third behind both; who is alone has all of it."""
    hours = [_WHOLE] if len(people) == 1 else [_DAY, _NIGHT]
    for user, turn in zip(people, hours, strict=False):
        yield user, 1, turn
    for user in people[2:]:
        yield user, 2, _WHOLE


def _absences(
    on_duty: dict[int, list[int]], seated: dict[int, list[int]], made: dict[str, Any], at: datetime
) -> None:
    """An exception where the demo people see it, and a stand-in among the guards."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    swapped = next((o for o, people in on_duty.items() if o in seated and len(people) > 1), None)
    if swapped is not None:
        away, standin = on_duty[swapped][:2]
        Change.objects.create(
            agency_id=swapped, away_id=away, standin_id=standin, note="Cuti",
            starts_at=day + timedelta(days=3), ends_at=day + timedelta(days=5), **made,
        )  # fmt: skip
    lent = next((people for o, people in on_duty.items() if o not in seated), None)
    if lent is not None:
        StandIn.objects.create(
            absent_id=lent[0], person_id=lent[2], starts_at=at, ends_at=day + timedelta(days=6),
            created_by_id=lent[0], created_at=at,
        )  # fmt: skip
