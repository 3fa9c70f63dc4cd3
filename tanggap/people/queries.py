"""Who works where, for whoever has to tell them something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tanggap.lib.editions import kept
from tanggap.people.models import Agency, Membership, StandIn, User


def holders(*roles: str, offices: Iterable[int], at: datetime) -> dict[int, int]:
    """The active people who sit in one of `roles` at one of `offices`: person -> office."""
    return _seated(at, role__in=roles, agency__in=list(offices))


def holders_anywhere(*roles: str, at: datetime) -> dict[int, int]:
    """The active people with one of `roles` at any office: person -> office."""
    return _seated(at, role__in=roles)


def _seated(at: datetime, **which: object) -> dict[int, int]:
    seats = Membership.objects.current(at=at).filter(user__is_active=True, **which)
    found = dict(seats.order_by("pk").values_list("user_id", "agency_id"))
    return {**_stand_ins(found, at), **found}


def _stand_ins(absent: dict[int, int], at: datetime) -> dict[int, int]:
    """Who stands in for one of them: person -> that one's office."""
    rows = StandIn.objects.current(at=at).filter(absent__in=absent, person__is_active=True)
    return {person: absent[who] for person, who in rows.values_list("person_id", "absent_id")}


def stand_ins(
    absent: Iterable[int], *, at: datetime, ahead: timedelta = timedelta()
) -> list[StandIn]:
    """Who stands in for one of them at `at`, or begins to within `ahead`. One query."""
    rows = StandIn.objects.filter(
        absent__in=list(absent), absent__is_active=True, person__is_active=True
    ).filter(starts_at__lte=at + ahead, ends_at__gt=at)
    return list(rows.select_related("person", "absent").order_by("starts_at", "pk"))


def name_of(person: int) -> str:
    """The name of one person; empty when there is none. One query."""
    return next(iter(User.objects.filter(pk=person).values_list("name", flat=True)), "")


@kept(Agency, most=512)
def under(path: str) -> frozenset[int]:
    """The offices at `path` of the tree and below it."""
    return frozenset(Agency.objects.filter(path__startswith=path).values_list("pk", flat=True))


@kept(Agency)
def dispatchers() -> frozenset[int]:
    """The desk that passes on what nobody's mandate covers."""
    return frozenset(Agency.objects.filter(is_dispatcher=True).values_list("pk", flat=True))
