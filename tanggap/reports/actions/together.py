"""One verb on many reports: by the same rules, with the same events, as one after the other.

The reports of a batch are locked in one order and read at once; each goes through the verb's own
function, which changes rows in memory; what was not refused is written at the end. One batch is
one transaction: who is interrupted has finished batches, and repeats only the rest, because a
report that was acted on has another version.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import transaction

from tanggap.lib import marks, rows
from tanggap.messaging import actions as messaging
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.reports import case as cases
from tanggap.reports.actions.acting import CHANGED, Conflict, Turn, messages, must_be_open
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
    cases: dict[int, Case]
    turns: list[Turn] = field(default_factory=list)

    def case(self, report: Report) -> Case:
        return self.cases[report.pk]

    def take(self, turn: Turn) -> None:
        self.turns.append(turn)


def together(
    act: Callable[..., Any],
    reports: Sequence[Report],
    *,
    by: Actor,
    at: datetime,
    versions: Mapping[int, int],
    needs: Needs,
    is_trial: bool = False,
) -> Iterator[Result]:
    """Use `act`, a function of `reports.actions` whose verb is in VERBS, on each report.

    `versions` are the reports' `seq` by id as the screen showed them; `needs` gives the verb's
    arguments for one report. With `is_trial` everything is tried and nothing written.
    """
    remaining = iter(reports)
    while chunk := list(islice(remaining, SIZE)):
        try:
            yield from _chunk(act, chunk, by, at, versions, needs, is_trial)
        except Refused as refusal:  # an office was closed in the last moment: nothing is written
            yield from (Result(report, refusal=refusal) for report in chunk)


@transaction.atomic
def _chunk(
    act: Callable[..., Any],
    chunk: Sequence[Report],
    by: Actor,
    at: datetime,
    versions: Mapping[int, int],
    needs: Needs,
    is_trial: bool,
) -> list[Result]:
    batch = _Batch(cases.lock_many(chunk))
    results = [
        _one(act, report, batch, needs, by=by, at=at, version=versions.get(report.pk))
        for report in chunk
    ]
    if is_trial:
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
    marks.add("publishing", [turn.report.pk for turn in turns])


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
