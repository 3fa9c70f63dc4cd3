"""Whom an alarm calls next. Pure: no database, no clock.

The ladder is asked anew at every step, because shifts change while an alarm rings. Its first rung
that this lap hasn't called yet is next; when all were called, a new lap begins.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DUTY, OFFICE, ABOVE, DESK = "duty", "office", "above", "desk"


@dataclass(frozen=True, slots=True)
class Rung:
    """A step and whom it calls together: one person of the roster, or all who head an office."""

    step: str
    people: tuple[int, ...]

    @property
    def key(self) -> tuple[str, int]:
        """What is called once a lap: a person of the roster by name, an office as a whole."""
        return (self.step, self.people[0] if self.step == DUTY else 0)


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a step waits for somebody, and how long a new lap waits after the last step."""

    step: timedelta
    again: timedelta


@dataclass(frozen=True, slots=True)
class Next:
    """The step to take now, the lap it belongs to, and when the one after it comes."""

    rung: Rung
    lap: int
    next_at: datetime


def next_step(
    ladder: Sequence[Rung],
    called: Collection[tuple[str, int]],
    *,
    lap: int,
    at: datetime,
    pace: Pace,
) -> Next | None:
    """What comes after `called` (the keys of this lap); None where there is nobody to call."""
    rungs = [rung for rung in ladder if rung.people]
    if not rungs:
        return None
    left = [rung for rung in rungs if rung.key not in called]
    if not left:
        lap, left = lap + 1, rungs
    wait = pace.step if len(left) > 1 else pace.again
    return Next(left[0], lap, at + wait)


def keys(calls: Collection[tuple[str, int]]) -> frozenset[tuple[str, int]]:
    """The keys of what was called, from pairs of step and person."""
    return frozenset((step, person if step == DUTY else 0) for step, person in calls)
