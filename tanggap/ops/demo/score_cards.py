"""The demonstration year's score cards, by the real actions: eleven months closed, one open.

A worker makes them after the load, which stays as quick as it was. Each month is one transaction;
begun again, it goes on where it stopped.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from tanggap.ops.demo import figures
from tanggap.people.access import SYSTEM, Actor, actor_for
from tanggap.people.models import Role, User
from tanggap.performance import actions, rules
from tanggap.performance.counting import Month
from tanggap.performance.rules import Code, Refused

_OFFICE_HOURS = timedelta(hours=9)


def make(*, at: datetime) -> None:
    """Close January to November as known on the day of closing, count December as known now."""
    year, by = figures.read(Path(settings.PACK_DIR) / "demo").year, _operator(at)
    for number in range(1, 12):
        _close(Month(date(year, number, 1)), by)
    actions.recompute(Month(date(year, 12, 1)), at=at)
    actions.recompute_recent(at=at)


def _operator(at: datetime) -> Actor:
    """The demonstration's operator, where there is one."""
    rows = User.objects.filter(is_demo=True, memberships__role=Role.OPERATOR)
    user = rows.order_by("pk").first()
    return actor_for(user, at=at) if user else SYSTEM


def _close(month: Month, by: Actor) -> None:
    try:
        actions.close_month(month=month, by=by, at=rules.closable_from(month) + _OFFICE_HOURS)
    except Refused as refused:
        if refused.code is not Code.ALREADY_CLOSED:
            raise
