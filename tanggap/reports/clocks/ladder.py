"""The ladder: who is told when a time limit comes near, and who when it has passed.

Pure data and sums. Whom a rung reaches and how is `tanggap.deadlines`' business.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tanggap.reports.clocks.kinds import Clock
from tanggap.reports.clocks.policy import Rules, Unit
from tanggap.reports.clocks.summary import Due

# Clocks by which somebody who works here is late; the others wait for the reporter.
PRESSED = (
    Clock.VERIFICATION,
    Clock.REACTION,
    Clock.RED_FLAG,
    Clock.HOLDER,
    Clock.COMPLETION,
    Clock.VALIDATION,
    Clock.OBJECTION,
    Clock.HEARING,
    Clock.REFERRAL,
    Clock.SCHEDULE_REVIEW,
)


class Tell(StrEnum):
    """Whom a rung reaches."""

    TURN = "turn"  # whoever's turn it is
    UNIT_HEAD = "unit_head"  # heads of the office that holds the report
    AGENCY_HEAD = "agency_head"  # heads of the office above it
    CITY_HEAD = "city_head"  # heads of the city in which that office works
    TOP = "top"  # leaders of the whole institution


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One rung: at a percentage of the time, or some time after its end."""

    code: str
    tell: Tell
    clock: Clock | None = None  # None: every clock of PRESSED
    percent: int | None = None
    after: int = 0
    unit: Unit = Unit.HOURS
    is_urgent: bool = False

    def fits(self, clock: Clock | None) -> bool:
        """Whether the rung belongs to the ladder of `clock`."""
        return clock in PRESSED and self.clock in (None, clock)

    def moment(self, began: datetime, due: datetime, rules: Rules) -> datetime:
        """When it is due for a clock that ran from `began` to `due`."""
        if self.percent is not None:
            return began + (due - began) * self.percent / 100
        return rules.add(due, self.after, self.unit)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the ladder climbs: one run of one clock, and what is noted of it.

    `alert_at` is the next moment at which a rung is due, or was and nobody looked yet.
    """

    clock: str = ""
    due_from: datetime | None = None
    due_at: datetime | None = None
    alert_at: datetime | None = None


def steps(
    rungs: Iterable[Rung], clock: Clock | None, began: datetime, due: datetime, rules: Rules
) -> list[tuple[datetime, Rung]]:
    """Return the ladder of one run, in the order of its moments."""
    found = [(one.moment(began, due, rules), one) for one in rungs if one.fits(clock)]
    return sorted(found, key=lambda step: (step[0], step[1].code))


def next_alert(
    rungs: Sequence[Rung], found: Due, before: Turn, rules: Rules, *, at: datetime
) -> datetime | None:
    """Return when to look at the report next, after its times became `found`.

    A new run begins at the foot of the ladder. Within a run whose due time moved, rungs that
    were due are still looked at, and those that come are due at their new moments.
    """
    if found.due_at is None or found.due_from is None:
        return None
    is_same = (before.clock, before.due_from) == (found.clock, found.due_from)
    if is_same and before.due_at == found.due_at:
        return before.alert_at
    ladder = steps(rungs, found.clock, found.due_from, found.due_at, rules)
    if not is_same:
        return next(_moments(ladder), None)
    if before.alert_at is not None and before.alert_at <= at:
        return before.alert_at
    return next((moment for moment in _moments(ladder) if moment > at), None)


def _moments(ladder: Iterable[tuple[datetime, Rung]]) -> Iterator[datetime]:
    return (moment for moment, _rung in ladder)
