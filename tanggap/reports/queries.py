"""Reads of reports for the jobs: what is due to happen by itself. Ids only, oldest first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from tanggap.reports import due
from tanggap.reports.case import Case
from tanggap.reports.clocks import Clock
from tanggap.reports.models import Assignment, Extension, Report, ReportEvent
from tanggap.reports.rules import MAX_REOPENS, RETURNS_BEFORE_HEARING
from tanggap.reports.workflow import State, Verb

BATCH = 200


def lapsing(*, at: datetime) -> list[int]:
    """Reports on hold whose question stayed unanswered too long."""
    return _ids(_alone(State.ON_HOLD).filter(due_at__lte=at))


def closing(*, at: datetime) -> list[int]:
    """Resolved reports whose reply window is over."""
    return _ids(_alone(State.RESOLVED).filter(due_at__lte=at))


def unheard() -> list[int]:
    """Waiting reports that were returned or reopened too often and have no hearing yet."""
    rows = _alone(State.WAITING).exclude(came_by=Verb.HEAR)
    returned = rows.filter(returns__gte=RETURNS_BEFORE_HEARING)
    reopened = rows.filter(reopens__gte=MAX_REOPENS, came_by=Verb.REOPEN)
    return _ids(returned | reopened)


def undecided(*, at: datetime) -> list[int]:
    """Reports with a request for time that nobody answered; the shortest answer time is a day."""
    asked = Extension.objects.filter(
        state=Extension.State.ASKED, asked_at__lte=at - timedelta(days=1)
    )
    return list(asked.order_by("asked_at").values_list("report_id", flat=True)[:BATCH])


def unanswered(*, at: datetime) -> Iterator[tuple[Report, ReportEvent]]:
    """Reports on hold whose reporter should be reminded, and the event with the question."""
    newest = ReportEvent.objects.filter(report=OuterRef("pk"), verb=Verb.HOLD)
    for report in _alone(State.ON_HOLD).filter(Exists(newest)).select_related("channel"):
        event = report.events.filter(verb=Verb.HOLD).order_by("-seq")[0]
        when = due.rules().due(
            Clock.HOLD_REMINDER, event.at, due.subject(Case(report, [], [event]))
        )
        if when is not None and when <= at:
            yield report, event


def head_should_see(report: Report) -> bool:
    """Whether a follow-up was rejected so often that the head of the agency is asked."""
    last = report.events.filter(verb=Verb.REJECT_FOLLOWUP).order_by("-seq").first()
    return bool(last and last.data and last.data.get("to_head"))


def holders(report: Report) -> list[Assignment]:
    """Every office that has or had the report, in the order they got it. One query."""
    return list(report.assignments.select_related("agency").order_by("pk"))


def _alone(state: State) -> QuerySet[Report]:
    """Reports in `state` that are not merged into another one."""
    return Report.objects.filter(state=state, merged_into=None)


def _ids(rows: QuerySet[Report]) -> list[int]:
    return list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:BATCH])
