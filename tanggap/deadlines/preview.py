"""What a change of the rules would move, before anybody makes it. Nothing is written or locked.

Only open reports are looked at. Where they are very many a part of them is drawn, and the numbers
say how far they may be off: a million open reports take no longer than some thousand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil, sqrt

from tanggap.deadlines.policies import changed_by
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports import access, bulk, due, touched
from tanggap.reports import actions as reports
from tanggap.reports.actions import Moved
from tanggap.reports.bulk import Running
from tanggap.reports.clocks import Rules
from tanggap.reports.touched import Change
from tanggap.taxonomy import clock_rules, queries
from tanggap.taxonomy.clock_rules import NewDay, NewPolicy, NoSuchDay, Plan

MOST = 5_000  # reports reckoned: half a second on a small machine
SHOWN = 20
OFFICES = 8
SURE = 1.96  # standard deviations: 19 times out of 20


@dataclass(frozen=True, slots=True)
class Example:
    """One report that would move."""

    number: str
    office: str
    old: datetime | None
    new: datetime | None


@dataclass(frozen=True, slots=True)
class Number:
    """How many; `off` is how far a drawn part may be off, 19 times out of 20."""

    value: int
    off: int = 0


@dataclass(slots=True)
class Preview:
    """What would move."""

    total: Number  # open reports that can move at all
    looked_at: int  # of all that are open
    is_drawn: bool  # only a part was looked at
    later: Number
    earlier: Number
    other: Number  # a limit where there was none, or none any more
    become_late: Number
    become_timely: Number
    offices: list[tuple[str, Number]] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)

    @property
    def moved(self) -> int:
        """How many would move, all ways together."""
        return self.later.value + self.earlier.value + self.other.value


def of_day(
    *, said: NewDay | None = None, unsaid: date | None = None, by: Actor, at: datetime
) -> Preview:
    """A day said, or one taken back. Raises NoSuchDay."""
    if unsaid is not None and not clock_rules.is_said(unsaid):
        raise NoSuchDay
    day = said.date if said is not None else unsaid
    assert day is not None
    after = due.rules_with(queries.policies(), clock_rules.calendar_with(said=said, unsaid=unsaid))
    return _preview(Change(days=(day,)), after, by=by, at=at)


def of_policy(said: NewPolicy, *, by: Actor, at: datetime) -> Preview:
    """A new version of a rule. Raises Overlaps."""
    return _of_plan(clock_rules.plan_policy(said, queries.policies()), by=by, at=at)


def of_end(code: str, last_day: date, *, by: Actor, at: datetime) -> Preview:
    """A rule that ends. Raises NotEnding."""
    return _of_plan(clock_rules.plan_end(code, last_day, queries.policies()), by=by, at=at)


def _of_plan(plan: Plan, *, by: Actor, at: datetime) -> Preview:
    policies = queries.policies()
    after = due.rules_with(plan.over(policies), queries.calendar())
    return _preview(changed_by(plan, policies), after, by=by, at=at)


def _preview(change: Change, after: Rules, *, by: Actor, at: datetime) -> Preview:
    which, ids = touched.which(change, after), bulk.drawn(MOST)
    # Whoever looks at all that is there needs no second number.
    running = bulk.count() if len(ids) == MOST else len(ids)
    touching, moved = 0, list[Moved]()
    for rows in _batches(which, ids):
        touching += len(rows)
        found = reports.moving(rows, after, due.rungs(), at=at)
        moved += [one for one in found if one.way != "same"]
    return _summed(moved, touching, _Part(running, len(ids)), by=by, at=at)


def _batches(which: bulk.Which, ids: Sequence[int]) -> Iterator[list[Running]]:
    for place in range(0, len(ids), reports.BATCH):
        some = ids[place : place + reports.BATCH]
        yield bulk.running(after=0, limit=len(some), which=bulk.among(which, some))


@dataclass(frozen=True, slots=True)
class _Part:
    """How many reports run, and how many of them were looked at."""

    running: int
    looked_at: int

    def scaled(self, count: int) -> Number:
        """The count among all, from that among those that were drawn."""
        if self.looked_at in (0, self.running):
            return Number(count)
        share, of = count / self.looked_at, self.looked_at
        deviation = sqrt(max(share * (1 - share), 1 / of) / of * (1 - of / self.running))
        return Number(round(share * self.running), ceil(SURE * deviation * self.running))


def _summed(
    moved: Sequence[Moved], touching: int, part: _Part, *, by: Actor, at: datetime
) -> Preview:
    ways = Counter(one.way for one in moved)
    late = Counter((_is_late(one.report.turn.due_at, at), _is_late(one.now.due_at, at))
                   for one in moved)  # fmt: skip
    leads = Counter(one.report.lead for one in moved)
    names = dict(Agency.objects.filter(pk__in=[pk for pk in leads if pk]).values_list("pk", "name"))

    scaled = part.scaled
    return Preview(
        total=scaled(touching),
        looked_at=part.looked_at,
        is_drawn=part.looked_at < part.running,
        later=scaled(ways["later"]),
        earlier=scaled(ways["earlier"]),
        other=scaled(ways["other"]),
        become_late=scaled(late[False, True]),
        become_timely=scaled(late[True, False]),
        offices=[(names.get(pk or 0, ""), scaled(n)) for pk, n in leads.most_common(OFFICES)],
        examples=list(_examples(moved, names, by)),
    )


def _is_late(due_at: datetime | None, at: datetime) -> bool:
    return due_at is not None and due_at <= at


def _examples(moved: Iterable[Moved], names: dict[int, str], by: Actor) -> Iterator[Example]:
    """The first that she may see; those whose turn it is before those with a promise alone."""
    ordered = sorted(moved, key=lambda one: one.report.turn.due_at == one.now.due_at)
    first = ordered[: SHOWN * 5]
    rows = access.visible_to(by).filter(pk__in=[one.report.id for one in first])
    seen = set(rows.values_list("pk", flat=True))
    for one in [one for one in first if one.report.id in seen][:SHOWN]:
        old, new = one.report.turn.due_at, one.now.due_at
        if old == new:
            old, new = one.report.promised_at, one.now.promised_at
        yield Example(one.report.number, names.get(one.report.lead or 0, ""), old, new)
