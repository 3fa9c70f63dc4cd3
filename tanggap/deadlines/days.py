"""Closed and opened days that the operator adds: logged, and every running clock follows."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from tanggap.deadlines import recomputing
from tanggap.people import log
from tanggap.people.access import Actor
from tanggap.people.models import Change
from tanggap.reports import touched
from tanggap.taxonomy import clock_rules
from tanggap.taxonomy.clock_rules import NewDay


@transaction.atomic
def say(said: NewDay, *, by: Actor, at: datetime, reason: str) -> None:
    """Close or open a day."""
    row = clock_rules.say_day(said, at=at)
    after = {"name": row.name, "day_kind": row.kind, "source": row.source}
    who = log.Who(by, at, reason)
    line = log.note(who, Change.Kind.DAY, "add", row.date.isoformat(), after=after)
    recomputing.ask(at=at, change=touched.Change(days=(said.date,)), line=line)


@transaction.atomic
def unsay(day: date, *, by: Actor, at: datetime, reason: str) -> None:
    """Let pack and library speak about the day again. Raises NoSuchDay."""
    row = clock_rules.unsay_day(day, at=at)
    before = {"name": row.name, "day_kind": row.kind}
    who = log.Who(by, at, reason)
    line = log.note(who, Change.Kind.DAY, "close", day.isoformat(), before=before)
    recomputing.ask(at=at, change=touched.Change(days=(day,)), line=line)
