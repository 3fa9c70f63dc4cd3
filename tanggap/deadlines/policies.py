"""Dated rules of the clocks that the operator adds or ends: logged, and running clocks follow."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from tanggap.deadlines import recomputing
from tanggap.people import log
from tanggap.people.access import Actor
from tanggap.people.models import Change
from tanggap.reports import touched
from tanggap.reports.touched import Differs
from tanggap.taxonomy import clock_rules, queries
from tanggap.taxonomy.clock_rules import DAY, NewPolicy, Plan
from tanggap.taxonomy.models import ClockPolicy


@transaction.atomic
def add(said: NewPolicy, *, by: Actor, at: datetime, reason: str) -> str:
    """A new version; the rule it follows ends the day before. Raises Overlaps. Its code."""
    plan = clock_rules.plan_policy(said, queries.policies())
    assert plan.new is not None
    after = {"amount": said.amount, "unit": said.unit, "valid_from": said.valid_from.isoformat()}
    _follow(
        plan,
        "add",
        plan.new.code,
        {**after, "source": said.source, "source_en": said.source_en},
        by,
        at,
        reason,
    )
    return plan.new.code


@transaction.atomic
def end(code: str, last_day: date, *, by: Actor, at: datetime, reason: str) -> None:
    """The rule holds up to `last_day`. Raises NotEnding."""
    plan = clock_rules.plan_end(code, last_day, queries.policies())
    _follow(plan, "close", code, {"valid_to": last_day.isoformat()}, by, at, reason)


def _follow(
    plan: Plan, verb: str, code: str, after: log.Values, by: Actor, at: datetime, reason: str
) -> None:
    change = changed_by(plan, queries.policies())
    clock_rules.follow(plan, at=at)
    line = log.note(log.Who(by, at, reason), Change.Kind.CLOCK, verb, code, after=after)
    recomputing.ask(at=at, change=change, line=line)


def changed_by(plan: Plan, policies: Sequence[ClockPolicy]) -> touched.Change:
    """What is different once `plan` is followed: rules that begin, and days that they lose."""
    before = {row.code: row for row in policies}
    parts = [
        _differs(before[code], last_day + DAY, before[code].until)
        for code, last_day in plan.ended.items()
    ]
    if plan.new is not None:
        parts.append(_differs(plan.new, plan.new.valid_from, plan.new.until))
    return touched.Change(rules=tuple(parts))


def _differs(row: ClockPolicy, since: date, until: date | None) -> Differs:
    return Differs(
        clock=row.clock,
        since=since,
        until=until,
        report_class=row.report_class,
        kind=row.kind,
        category=row.category_id,
    )
