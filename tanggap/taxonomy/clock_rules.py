"""The operator's rules of the clocks: what a change would make of them, and the only writer.

Nothing is deleted. A new version ends the one it follows on the day before; what every rule said
when is kept in `RowVersion`, so that a clock that stopped is still explained by what was known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction

from tanggap.lib.calendar import WorkCalendar
from tanggap.taxonomy import known, load, periods
from tanggap.taxonomy.models import Category, ClockPolicy, Holiday, OperatorDay
from tanggap.taxonomy.periods import Dated, Period
from tanggap.taxonomy.queries import office_hours, work_calendar

DAY = timedelta(days=1)


class Overlaps(Exception):
    """Another rule speaks for the same reports on some of the same days."""

    def __init__(self, other: ClockPolicy) -> None:
        self.other = other
        super().__init__(other.code)


class NotEnding(Exception):
    """The rule ends earlier anyway, or wouldn't have begun."""


class NoSuchDay(Exception):
    """The operator said nothing about that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPolicy:
    """A dated rule as the operator writes it."""

    clock: str
    amount: int
    unit: str
    valid_from: date
    source: str
    source_en: str = ""
    report_class: str = ""
    kind: str = ""
    category: str = ""
    valid_to: date | None = None
    is_ours: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDay:
    """A day that is closed, or opened, from now on."""

    date: date
    kind: str
    name: str
    source: str
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a change does to the policies: a new row, and rows that end earlier."""

    new: ClockPolicy | None = None
    ended: Mapping[str, date] = field(default_factory=dict)  # code -> its last day

    def over(self, policies: Iterable[ClockPolicy]) -> list[ClockPolicy]:
        """The policies as they would be. Shared rows stay as they are."""
        rows = [self._ended(row) if row.code in self.ended else row for row in policies]
        return [*rows, self.new] if self.new else rows

    def _ended(self, row: ClockPolicy) -> ClockPolicy:
        changed = copy(row)
        changed.ended_on = self.ended[row.code]
        return changed


def plan_policy(said: NewPolicy, policies: Sequence[ClockPolicy]) -> Plan:
    """The new version, with the rule that it follows ended the day before. Raises Overlaps."""
    categories = dict(Category.objects.filter(code=said.category).values_list("code", "pk"))
    new = ClockPolicy(
        code=_code(said, {row.code for row in policies}),
        clock=said.clock,
        report_class=said.report_class,
        kind=said.kind,
        category_id=categories.get(said.category),
        amount=said.amount,
        unit=said.unit,
        valid_from=said.valid_from,
        valid_to=said.valid_to,
        source=said.source,
        source_en=said.source_en,
        is_ours=said.is_ours,
        status="ours" if said.is_ours else "sourced",
        note=said.note,
        origin=ClockPolicy.Origin.OPERATOR,
    )
    followed = _followed(new, policies)
    plan = Plan(new, {row.code: said.valid_from - DAY for row in followed})
    _must_not_meet(new, [row for row in plan.over(policies) if row is not new])
    return plan


def _code(said: NewPolicy, taken: set[str]) -> str:
    """A code that stays for ever: the clock and the day, numbered if there is another."""
    base = f"{said.clock.replace('_', '-')}-{said.valid_from:%Y%m%d}"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return next(code for code in (base, *numbered) if code not in taken)


def _followed(new: ClockPolicy, policies: Iterable[ClockPolicy]) -> list[ClockPolicy]:
    """Rules for the same reports that began earlier and would still hold."""
    same = _dated(new).selector
    return [
        row
        for row in policies
        if _dated(row).selector == same
        and row.valid_from < new.valid_from
        and (row.until is None or row.until >= new.valid_from)
    ]


def _must_not_meet(new: ClockPolicy, policies: Sequence[ClockPolicy]) -> None:
    others = {row.code: row for row in policies}
    if found := periods.against(_dated(new), map(_dated, policies)):
        raise Overlaps(others[found.code])


def _dated(row: ClockPolicy) -> Dated:
    category = str(row.category_id or "")
    # A rule that was ended before it began never speaks.
    period = Period(row.valid_from, row.until)
    return Dated(
        selector=(row.clock, row.report_class, row.kind, category),
        period=period,
        place=0,
        code=row.code,
    )


def plan_end(code: str, last_day: date, policies: Sequence[ClockPolicy]) -> Plan:
    """The rule `code` holds for clocks that start up to `last_day`. Raises NotEnding."""
    row = next((one for one in policies if one.code == code), None)
    if row is None or last_day < row.valid_from - DAY:
        raise NotEnding
    if row.until is not None and row.until <= last_day:
        raise NotEnding
    return Plan(None, {code: last_day})


@transaction.atomic
def follow(plan: Plan, *, at: datetime) -> None:
    """Write what `plan` says, and its history."""
    for code, last_day in plan.ended.items():
        ClockPolicy.objects.filter(code=code).update(ended_on=last_day)
        load.record(known.ENDS, code, {"ended_on": last_day}, at=at)
    if plan.new is not None:
        plan.new.save(force_insert=True)
        load.record(known.OWN_POLICIES, plan.new.code, _said(plan.new), at=at)


def _said(row: ClockPolicy) -> dict[str, object]:
    """The row in the pack's own terms."""
    names = (
        "clock", "report_class", "kind", "amount", "unit", "valid_from", "valid_to", "source",
        "source_en", "is_ours", "status", "note",
    )  # fmt: skip
    category = row.category.code if row.category else ""
    return {"code": row.code, "category": category, **{name: getattr(row, name) for name in names}}


def calendar_with(*, said: NewDay | None = None, unsaid: date | None = None) -> WorkCalendar:
    """The calendar as it would be with a day said, or one taken back."""
    days = Holiday.objects.filter(is_active=True).values_list("date", "is_collective_leave")
    own = OperatorDay.objects.filter(ended_at=None).values_list("date", "kind")
    changed = {day: kind for day, kind in own if day != unsaid}
    if said is not None:
        changed[said.date] = said.kind
    return work_calendar(dict(days), changed, office_hours())


@transaction.atomic
def say_day(said: NewDay, *, at: datetime) -> OperatorDay:
    """Close or open a day; what the operator said of it before ends."""
    OperatorDay.objects.filter(date=said.date, ended_at=None).update(ended_at=at)
    row = OperatorDay.objects.create(
        date=said.date,
        kind=said.kind,
        name=said.name,
        name_en=said.name_en,
        source=said.source,
        created_at=at,
    )
    data = {"date": row.date, "kind": row.kind, "name": row.name, "name_en": row.name_en}
    load.record(known.OWN_DAYS, row.date.isoformat(), {**data, "source": row.source}, at=at)
    return row


def is_said(day: date) -> bool:
    """Whether the operator says something about the day."""
    return OperatorDay.objects.filter(date=day, ended_at=None).exists()


@transaction.atomic
def unsay_day(day: date, *, at: datetime) -> OperatorDay:
    """Pack and library speak about the day again. Raises NoSuchDay."""
    row = OperatorDay.objects.select_for_update().filter(date=day, ended_at=None).first()
    if row is None:
        raise NoSuchDay
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    load.record(known.OWN_DAYS, day.isoformat(), None, at=at)
    return row
