"""Who works where, for whoever has to tell them something."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tanggap.people.models import Membership


def holders(*roles: str, offices: Iterable[int], at: datetime) -> dict[int, int]:
    """The active people who sit in one of `roles` at one of `offices`: person -> office."""
    return _seated(at, role__in=roles, agency__in=list(offices))


def holders_anywhere(*roles: str, at: datetime) -> dict[int, int]:
    """The active people with one of `roles` at any office: person -> office."""
    return _seated(at, role__in=roles)


def _seated(at: datetime, **which: object) -> dict[int, int]:
    seats = Membership.objects.current(at=at).filter(user__is_active=True, **which)
    return dict(seats.order_by("pk").values_list("user_id", "agency_id"))
