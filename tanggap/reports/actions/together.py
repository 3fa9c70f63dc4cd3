"""One verb on many reports: by the same rules, with the same events, as one after the other.

The reports of a batch are locked in one order and read at once; each goes through the verb's own
function, which changes rows in memory; what was not refused is written at the end. One batch is
one transaction: who is interrupted has finished batches, and repeats only the rest, because a
report that was acted on has another version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from tanggap.lib import rows
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports import case as cases
from tanggap.reports.actions.acting import (
    CHANGED,
    Conflict,
    Turn,
    mark,
    messages,
    must_be_open,
    settle,
    settle_holder,
)
from tanggap.reports.case import Case
from tanggap.reports.models import Assignment, Report, ReportEvent
from tanggap.reports.workflow import Refused, Verb

SIZE = 50
# Verbs whose functions write nothing but their turn, so that a batch may hold many of them.
VERBS = frozenset(
    {
        Verb.VERIFY, Verb.ASSIGN, Verb.COORDINATE, Verb.DISPOSE, Verb.ANSWER, Verb.ACCEPT,
        Verb.HOLD, Verb.DECLINE, Verb.ARCHIVE, Verb.NOTE, Verb.PROGRESS, Verb.RELATE,
    }
)  # fmt: skip

Needs = Callable[[Report], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report. Neither refusal nor conflict: it is done, or would be."""

    report: Report
    refusal: Refused | None = None
    conflict: Conflict | None = None
    to: Agency | None = None  # who holds it afterwards

    @property
    def is_done(self) -> bool:
        return self.refusal is None and self.conflict is None


@dataclass(slots=True)
class _Batch:
    is_trial: bool
    cases: dict[int, Case] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)

    def case(self, report: Report) -> Case:
        return self.cases[report.pk]

    def take(self, turn: Turn) -> None:
        """Nobody is shown the event and the clocks of a turn that is only tried."""
        if self.is_trial:
            settle_holder(turn)
            return
        settle(turn)
        self.turns.append(turn)


def together(
    act: Callable[..., Any],
    reports: QuerySet[Report],
    *,
    by: Actor,
    at: datetime,
    versions: Mapping[str, int | None],
    needs: Needs,
    is_trial: bool = False,
) -> Iterator[Result]:
    """Use `act`, a function of `reports.actions` whose verb is in VERBS, on each of `versions`.

    They are the reports' `seq` as the screen showed them, by number (None: whatever it is), and
    are worked through in their order; of one that is not among `reports`, or no more once it is
    locked, there is no result. `needs` gives the verb's arguments for one report. With `is_trial`
    everything is tried and nothing written.
    """
    remaining = iter(versions)
    while numbers := list(islice(remaining, SIZE)):
        batch = _Batch(is_trial)
        try:
            yield from _chunk(act, batch, reports, numbers, by, at, versions, needs)
        except Refused as refusal:  # an office was closed in the last moment: nothing is written
            yield from (Result(case.report, refusal=refusal) for case in batch.cases.values())


@transaction.atomic
def _chunk(
    act: Callable[..., Any],
    batch: _Batch,
    reports: QuerySet[Report],
    numbers: Collection[str],
    by: Actor,
    at: datetime,
    versions: Mapping[str, int | None],
    needs: Needs,
) -> list[Result]:
    batch.cases = cases.lock_many(reports.filter(number__in=numbers))
    found = {case.report.number: case.report for case in batch.cases.values()}
    results = [
        _one(act, found[number], batch, needs, by=by, at=at, version=versions[number])
        for number in numbers
        if number in found
    ]
    if batch.is_trial:
        transaction.set_rollback(True)
    else:
        _write(batch.turns)
    return results


def _one(
    act: Callable[..., Any], report: Report, batch: _Batch, needs: Needs, **how: Any
) -> Result:
    try:
        act(report, batch=batch, **needs(report), **how)
    except Refused as refusal:
        return Result(report, refusal=refusal)
    except Conflict as conflict:
        return Result(report, conflict=conflict)
    return Result(report, to=report.lead)


def _write(turns: Sequence[Turn]) -> None:
    """As `acting.write` does for one: ends before beginnings, the report, the event, the rest."""
    must_be_open(turns)
    rows.update([row for turn in turns for row in turn.changed], CHANGED)
    Assignment.objects.bulk_create([row for turn in turns for row in turn.added])
    alike: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for turn in turns:
        alike[tuple(sorted(turn.columns))].append(turn.report)
    for names, reports in alike.items():
        rows.update(reports, names)
    ReportEvent.objects.bulk_create([turn.event for turn in turns if turn.event])
    _tell(turns)
    mark(turns)


def _tell(turns: Sequence[Turn]) -> None:
    merged: dict[int, list[tuple[str, int | None]]] = defaultdict(list)
    told = [turn.report.pk for turn in turns if turn.told]
    following = Report.objects.filter(merged_into__in=told)
    for root, number, contact in following.values_list("merged_into", "number", "contact_id"):
        if root is not None:  # says the type; the filter says so too
            merged[root].append((number, contact))
    messaging.notify_many(
        [message for turn in turns for message in messages(turn, merged[turn.report.pk])]
    )
