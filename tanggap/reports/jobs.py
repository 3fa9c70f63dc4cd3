"""What happens by itself. Each sweep asks for one small task per report: one fails alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from tanggap.lib import jobs, marks
from tanggap.lib.marks import Mark
from tanggap.people.access import CLOCK, SYSTEM
from tanggap.reports import actions, queries, warranty
from tanggap.reports.models import Relation, Report
from tanggap.reports.workflow import Refused


def _do(act: Callable[..., Any], report: int) -> None:
    """One verb by the clock. Refused means that somebody acted meanwhile: nothing is left to do."""
    row = Report.objects.get(pk=report)
    try:
        act(row, by=CLOCK, at=timezone.now())
    except Refused:
        return


@jobs.task(name="reports.lapse", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
def lapse(*, report: int) -> None:
    _do(actions.lapse, report)


@jobs.task(name="reports.close", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
def close(*, report: int) -> None:
    _do(actions.close, report)


@jobs.task(name="reports.hear", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
def hear(*, report: int) -> None:
    _do(actions.hear, report)


@jobs.task(name="reports.refuse_extension", retry=jobs.PROMPT, lane=jobs.Lane.BACKGROUND)
def refuse_extension(*, report: int) -> None:
    _do(actions.refuse, report)


@jobs.task(name="reports.sweep", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="*/10 * * * *")
def sweep() -> None:
    """Ask for what is due; asking twice is harmless."""
    at = timezone.now()
    found = {
        "reports.lapse": queries.lapsing(at=at),
        "reports.close": queries.closing(at=at),
        "reports.hear": queries.unheard(),
        "reports.refuse_extension": queries.undecided(at=at),
    }
    for name, ids in found.items():
        for report in ids:
            jobs.enqueue(name, report=report)


@jobs.task(name="reports.remind", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="15 * * * *")
def remind() -> None:
    at = timezone.now()
    for report, event in queries.unanswered(at=at):
        actions.remind(report, question=event.note, seq=event.seq, at=at)


@marks.taken(warranty.TOPIC, most=200)
def join(some: Sequence[Mark]) -> None:
    """Join what came back under warranty to the report of the repair, once."""
    pairs = warranty.returned([mark.key for mark in some])
    rows = Report.objects.in_bulk({*pairs, *pairs.values()})
    for new, old in pairs.items():
        kind = Relation.Kind.RECURRENCE
        actions.relate(rows[new], to=rows[old], kind=kind, by=SYSTEM, at=timezone.now())
