"""The cached times of a made report, by the core's own clocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.ops.demo.clockwork import moment
from tanggap.ops.demo.life import CLOSED, Life
from tanggap.ops.demo.records import Draft
from tanggap.ops.demo.world import World
from tanggap.reports.clocks import Clock, Due, Rules, Rung, Subject, Turn, next_alert, summary

# Verbs after which the promised day is more than a sum.
_PAUSING = frozenset({"hold", "schedule", "reopen", "withdraw", "decline", "archive"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """An event as the clocks read it."""

    verb: str
    from_state: str
    to_state: str
    at: datetime
    agency_id: int | None
    data: Mapping[str, Any] | None


class Timing:
    """Asks the core's clocks; a plain closed report needs one sum instead of all of them."""

    def __init__(self, world: World, rules: Rules, rungs: Sequence[Rung]) -> None:
        self.world = world
        self.rules = rules
        self.rungs = rungs
        self._kinds = {office.pk: office.kind for office in world.offices}

    def due(self, draft: Draft, life: Life) -> Due:
        """The times to cache for a report with this life."""
        subject = self._subject(draft, life)
        if life.state == CLOSED and _PAUSING.isdisjoint(step.verb for step in life.steps):
            return self._promised(draft, life, subject)
        events = [
            _Seen(step.verb, step.source, step.target, moment(step.at), step.office, step.data)
            for step in life.steps
        ]
        return summary(events, subject, self.rules)

    def alert(self, due: Due) -> datetime | None:
        """When somebody is warned about it."""
        if due.due_at is None:
            return None
        return next_alert(self.rungs, due, Turn(), self.rules, at=due.due_at)

    def _subject(self, draft: Draft, life: Life) -> Subject:
        return Subject(
            received_at=moment(draft.at),
            report_class=draft.report_class,
            kind="simple" if life.verified else "",
            category=self.world.topics[draft.topic].pk,
            channel=self.world.doors[draft.door].name,
            agency_kinds=self._kinds,
        )

    def _promised(self, draft: Draft, life: Life, subject: Subject) -> Due:
        starts = ((Clock.COMPLETION, life.verified or draft.at), (Clock.CITIZEN, draft.at))
        for clock, at in starts:
            if rule := self.rules.find(clock, subject, at=moment(at)):
                due = self.rules.add(moment(at), rule.amount, rule.unit)
                return Due(promised_at=due, promised_by=rule.code)
        return Due()
