"""What an event says to a clock, looked up once for each kind of event.

A city rebuilds a hundred thousand clocks after a holiday. Each reads the same few kinds of events,
most of which say nothing to it: asking the rules once a kind makes that several times as fast.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tanggap.reports.clocks.kinds import RULES, Clock, ClockRule, Event, Pause, ends_plan, plans
from tanggap.reports.vocabulary import State, Verb

# Everything of an event that a rule looks at, beside its time and its office.
Kind = tuple[str, str, str, bool, bool, bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """What one kind of event says to one clock, and in which standing of the clock it matters."""

    starts: bool
    stops: bool
    resumes: bool
    plans: bool  # a schedule begins to hold, or is confirmed
    ends_plan: bool
    holds: bool  # the reporter is asked
    always: bool  # it matters whatever went before
    while_running: bool


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of one clock, as far as anybody asked."""

    rule: ClockRule
    _known: dict[Kind, Reading] = field(default_factory=dict)

    def of(self, event: Event) -> Reading:
        """What `event` says."""
        data = event.data
        key = (event.verb, event.from_state, event.to_state, *(_marks(data) if data else _NONE))
        return self._known.get(key) or self._known.setdefault(key, _read(self.rule, event))


_NONE = (False, False, False)


def _marks(data: Mapping[str, Any]) -> tuple[bool, bool, bool]:
    return "from" in data, data.get("audience") == "public", data.get("step") == "ended"


@cache
def readings(clock: Clock) -> Readings:
    """Return the readings of `clock`, shared by this process."""
    return Readings(RULES[clock])


def _read(rule: ClockRule, event: Event) -> Reading:
    starts, stops, resumes = rule.starts(event), rule.stops(event), rule.resumes(event)
    is_plan = plans(event) and Pause.SCHEDULE in rule.pauses
    holds = event.to_state == State.ON_HOLD and event.from_state != State.ON_HOLD
    others = event.verb in (Verb.MERGE, Verb.UNMERGE, Verb.EXTEND, Verb.GRANT)
    is_over = ends_plan(event) or event.to_state not in (State.IN_PROGRESS, State.ON_HOLD)
    return Reading(
        starts,
        stops,
        resumes,
        plans=plans(event),
        ends_plan=is_over,
        holds=holds,
        always=starts or is_plan or others,
        while_running=stops or (holds and Pause.HOLD in rule.pauses),
    )
