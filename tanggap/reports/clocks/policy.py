"""Dated rules of the clocks, and which of them speaks for one report at one moment."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from tanggap.lib.calendar import WorkCalendar
from tanggap.reports.clocks.kinds import AGENCY_CLOCKS, Clock


class Unit(StrEnum):
    """What a policy's amount counts."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One dated rule with its source. Empty class, kind and category mean: any.

    `kind` is the kind of the holding agency for the clock of its reaction, and the kind of
    the complaint for every other clock.
    """

    code: str
    clock: Clock
    amount: int
    unit: Unit
    valid_from: date
    valid_to: date | None = None
    report_class: str = ""
    kind: str = ""
    category: int | None = None
    source: str = ""
    source_en: str = ""
    is_ours: bool = False

    def is_valid(self, day: date) -> bool:
        """Whether the rule holds for a clock that starts on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerDue:
    """Until when the institution that sent the report wants it settled."""

    name: str
    due_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the clocks need to know of a report beside its events.

    Class, kind and category are today's: correcting them corrects the clocks.
    `agency_kinds` names the kind of each agency in the events by its id.
    """

    received_at: datetime
    report_class: str = ""
    kind: str = ""
    category: int | None = None
    channel: str = ""
    agency_kinds: Mapping[int, str] = field(default_factory=dict)
    peer: PeerDue | None = None


Asked = tuple[Clock, date, str, str, int | None]
MOST_FOUND = 50_000


class Rules:
    """Policies and calendar of one institution, ready to be asked often.

    `earlier` gives the rules as they were known at a moment: a clock that stopped stays what it
    was, whatever is changed afterwards.
    """

    def __init__(
        self,
        policies: Iterable[Policy],
        calendar: WorkCalendar,
        *,
        earlier: Callable[[datetime], "Rules | None"] = lambda at: None,
    ) -> None:
        self.calendar = calendar
        self._earlier = earlier
        self._found: dict[Asked, Policy | None] = {}
        self._by_clock: dict[Clock, list[Policy]] = {}
        for policy in sorted(policies, key=_precision, reverse=True):
            self._by_clock.setdefault(policy.clock, []).append(policy)

    def known(self, at: datetime | None) -> "Rules":
        """Return the rules as they were known at `at`; None means now."""
        return self if at is None else self._earlier(at) or self

    def find(
        self, clock: Clock, subject: Subject, *, at: datetime, agency: int | None = None
    ) -> Policy | None:
        """Return the most precise policy valid when the clock starts, the newest of equals."""
        day = at.astimezone(self.calendar.zone).date()
        kind = subject.kind
        if clock in AGENCY_CLOCKS:
            kind = subject.agency_kinds.get(agency, "") if agency is not None else ""
        asked = (clock, day, kind, subject.report_class, subject.category)
        try:
            return self._found[asked]
        except KeyError:
            return self._look(asked, subject)

    def _look(self, asked: "Asked", subject: Subject) -> Policy | None:
        """The same where nobody asked before: a few thousand answers serve a whole city."""
        clock, day, kind, *_ = asked
        rows = self._by_clock.get(clock, ())
        found = next((one for one in rows if one.is_valid(day) and _fits(one, subject, kind)), None)
        if len(self._found) >= MOST_FOUND:
            self._found.clear()
        self._found[asked] = found
        return found

    def limits(self, clock: Clock) -> bool:
        """Whether any rule says when `clock` ends."""
        return clock in self._by_clock

    def counts_working_days(self, clock: Clock) -> bool:
        """Whether any rule of `clock` does, so that a holiday can move it."""
        return any(one.unit is Unit.WORKING_DAYS for one in self._by_clock.get(clock, ()))

    def known_since(self, clock: Clock) -> date | None:
        """The day since which some rule of `clock` speaks for every report, up to today's end."""
        general = [
            (one.valid_from, one.valid_to or date.max)
            for one in self._by_clock.get(clock, ())
            if not (one.report_class or one.kind) and one.category is None
        ]
        since, reached = None, date.max  # the days from `reached` on are spoken for
        for first, last in sorted(general, reverse=True):
            if last < reached - timedelta(days=1):
                break
            since = reached = first
        return since

    def add(self, at: datetime, amount: int, unit: Unit) -> datetime:
        """Return the moment `amount` units after `at`."""
        if unit is Unit.WORKING_DAYS:
            return self.calendar.add_days(at, amount)
        return at + (timedelta(hours=amount) if unit is Unit.HOURS else timedelta(days=amount))

    def due(
        self, clock: Clock, start: datetime, subject: Subject, *, agency: int | None = None
    ) -> datetime | None:
        """Return when a clock that starts at `start` ends if nothing pauses it."""
        policy = self.find(clock, subject, at=start, agency=agency)
        return self.add(start, policy.amount, policy.unit) if policy else None


def _precision(policy: Policy) -> tuple[bool, bool, bool, date, str]:
    return (
        policy.category is not None,
        bool(policy.kind),
        bool(policy.report_class),
        policy.valid_from,
        policy.code,
    )


def _fits(policy: Policy, subject: Subject, kind: str) -> bool:
    return (
        policy.category in (None, subject.category)
        and policy.kind in ("", kind)
        and policy.report_class in ("", subject.report_class)
    )
