"""One verb on many reports says what the same verb says on each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.messaging.models import Message
from tanggap.reports import actions, chain
from tanggap.reports.actions import Conflict, Refused, together
from tanggap.reports.models import Assignment, Relation, Report, ReportEvent
from tanggap.reports.workflow import Code, Verb
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db
STATES = ("submitted", "on_hold", "waiting", "in_progress", "awaiting_validation", "declined")


def needs_of(verb: Verb) -> dict[str, Any]:
    """Arguments that would do for a report in the right state."""
    there, reason = agency(builders.DEPARTMENT), "Jalan dinas."
    return {
        Verb.VERIFY: {"category": builders.category(), "to": agency(builders.VILLAGE)},
        Verb.ASSIGN: {"to": there, "reason": reason},
        Verb.COORDINATE: {"to": there, "reason": reason},
        Verb.DISPOSE: {"to": there, "instruction": reason},
        Verb.ANSWER: {"text": "Sudah kami catat."},
        Verb.ACCEPT: {},
        Verb.HOLD: {"question": "Di mana?"},
        Verb.DECLINE: {"reason": "Bukan.", "remedy": "Keberatan."},
        Verb.ARCHIVE: {"reason": "Percobaan.", "remedy": "Keberatan."},
        Verb.NOTE: {"text": "Lihat.", "scope": "internal"},
        Verb.PROGRESS: {"text": "Besok."},
    }[verb]


ACTORS = {Verb.VERIFY: "verifier", Verb.ASSIGN: "dispatcher", Verb.DECLINE: "verifier"} | {
    Verb.ARCHIVE: "verifier"
}


def written(reports: list[Report]) -> list[Any]:
    """Everything the database says of them, without ids that are drawn."""
    found: list[Any] = []
    for report in reports:
        row = Report.objects.filter(pk=report.pk).values().get()
        assignments = Assignment.objects.filter(report=report).order_by("started_at", "pk")
        events = ReportEvent.objects.filter(report=report).order_by("seq")
        messages = Message.objects.filter(subject=report.number).order_by("effect_key")
        found += [row, [_without_id(one) for one in assignments.values()], list(events.values())]
        found.append([_without_id(one) for one in messages.values()])
    return found


ALL = Report.objects.all()


def _without_id(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "id"}


def undone(act: Callable[[], list[Any]]) -> list[Any]:
    """What `act` returns; what it wrote is taken back."""
    with transaction.atomic():
        found = act()
        transaction.set_rollback(True)
    return found


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    verb=st.sampled_from(sorted(together.VERBS - {Verb.RELATE})),
    states=st.lists(st.sampled_from(STATES), min_size=1, max_size=4),
    stale=st.integers(0, 3),
)
def test_many_at_once_equal_one_by_one(verb: Verb, states: list[str], stale: int) -> None:
    with transaction.atomic():
        cast = Cast()
        stories = [Story(cast=cast).to(state) for state in states]
        at = max(story.tick() for story in stories)
        by = getattr(cast, ACTORS.get(verb, "officer"))
        act, needs = getattr(actions, verb.value), needs_of(verb)
        versions = {
            story.report.number: story.report.seq - (index == stale)
            for index, story in enumerate(stories)
        }

        def one_by_one() -> list[Any]:
            said = []
            for story in stories:
                report = story.fresh()
                try:
                    act(report, by=by, at=at, version=versions[report.number], **needs)
                    said.append("")
                except Refused as error:
                    said.append(str(error.code))
                except Conflict:
                    said.append("conflict")
            return [said, written([story.report for story in stories])]

        def all_at_once() -> list[Any]:
            reports = [story.fresh() for story in stories]
            results = together.together(
                act, ALL, by=by, at=at, versions=versions, needs=lambda _: needs
            )
            said = [
                "conflict" if r.conflict else str(r.refusal.code) if r.refusal else ""
                for r in results
            ]
            return [said, written(reports)]

        assert undone(all_at_once) == undone(one_by_one)
        transaction.set_rollback(True)


def test_a_trial_says_it_and_writes_nothing() -> None:
    cast = Cast()
    stories = [Story(cast=cast).to("waiting"), Story(cast=cast).to("submitted")]
    reports = [story.report for story in stories]
    before = written(reports)
    results = list(
        together.together(
            actions.coordinate,
            ALL,
            by=cast.officer,
            at=stories[0].tick(),
            versions={report.number: None for report in reports},
            needs=lambda _: needs_of(Verb.COORDINATE),
            is_trial=True,
        )
    )
    assert [result.is_done for result in results] == [True, False]
    assert results[0].to == agency(builders.DEPARTMENT)
    assert results[1].refusal is not None
    assert results[1].refusal.code == Code.WRONG_STATE
    assert written(reports) == before


def test_many_reports_are_related_to_one() -> None:
    cast = Cast()
    other = Story(cast=cast)
    reports = [Story(cast=cast).report for _ in range(3)]
    results = together.together(
        actions.relate,
        ALL,
        by=cast.verifier,
        at=other.tick(hours=9),
        versions={report.number: None for report in reports},
        needs=lambda _: {"to": other.report, "kind": Relation.Kind.SAME_PROBLEM},
    )
    assert all(result.is_done for result in results)
    assert Relation.objects.filter(other=other.report).count() == 3
    for report in reports:
        assert chain.verify(report.events.all(), report_number=report.number) is None


def test_statements_hardly_grow_with_the_reports() -> None:
    cast = Cast()
    reports = [Story(cast=cast).to("waiting").report for _ in range(8)]
    needs, by = needs_of(Verb.COORDINATE), cast.officer
    with CaptureQueriesContext(connection) as seen:
        results = list(
            together.together(
                actions.coordinate,
                ALL,
                by=by,
                at=builders.MONDAY.replace(day=25),
                versions={report.number: report.seq for report in reports},
                needs=lambda _: needs,
            )
        )
    assert all(result.is_done for result in results)
    statements = [q["sql"] for q in seen]
    assert len(statements) <= 18, statements


def test_who_lost_the_right_meanwhile_has_no_result() -> None:
    cast = Cast()
    mine, gone = (Story(cast=cast).to("waiting").report for _ in range(2))
    results = together.together(
        actions.accept,
        Report.objects.exclude(pk=gone.pk),
        by=cast.officer,
        at=builders.MONDAY.replace(day=25),
        versions={gone.number: gone.seq, mine.number: mine.seq},
        needs=lambda _: {},
    )
    assert [(result.report.number, result.is_done) for result in results] == [(mine.number, True)]
    assert gone.events.count() == gone.seq
