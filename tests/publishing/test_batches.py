"""Whatever people do and wherever the worker dies, the public rows say what the reports say."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.lib import marks
from tanggap.publication import actions as publication
from tanggap.publication.models import PublicReport
from tanggap.publishing import actions as publishing
from tanggap.reports import case
from tests import builders
from tests.builders import Story
from tests.reports.test_random_walk_db import Walk

pytestmark = pytest.mark.django_db
TOPIC = "publishing"
STATEMENTS = 13  # at most, of one round


class Killed(BaseException):
    """Stands for the end of the worker: nothing catches it."""


def killed_at(statement: int) -> Callable[..., Any]:
    """Die before the worker's n-th statement."""
    left = iter(range(statement, -1, -1))

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(left, None) == 0:
            raise Killed
        return run(sql, params, many, context)

    return execute


def round_(*, dies_at: int | None = None) -> None:
    if dies_at is None:
        marks.work(TOPIC)
        return
    try:
        with connection.execute_wrapper(killed_at(dies_at)):
            marks.work(TOPIC)
    except Killed:
        return


def rows() -> dict[int, dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, to_jsonb(p)::text FROM publication_publicreport p")
        return {pk: json.loads(row) for pk, row in cursor.fetchall()}


def assert_as_if_rebuilt() -> None:
    while marks.work(TOPIC):
        pass
    followed = rows()
    PublicReport.objects.all().delete()
    publishing.rebuild_all()
    assert followed == rows()


@given(
    seed=st.integers(0, 10_000),
    plan=st.lists(st.none() | st.integers(0, STATEMENTS) | st.just(-1), min_size=8, max_size=16),
)
@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_public_rows_follow_any_life_and_any_death(
    db: None, seed: int, plan: list[int | None]
) -> None:
    """In the plan None is a verb, -1 a whole round, a number where a round is killed."""
    walk = Walk(seed)
    for point in plan:
        if point is None:
            walk.step(case.load(walk.story.report))
        else:
            round_(dies_at=None if point < 0 else point)
    assert_as_if_rebuilt()


def test_a_killed_round_changes_nothing_wherever_it_dies() -> None:
    story = Story(visibility="public").to("resolved")
    before = rows()
    survived = 0
    for statement in range(STATEMENTS):
        round_(dies_at=statement)
        survived += rows() != before
        if survived:
            break
        assert story.report.pk in marks.keys(TOPIC)
        assert publication.marked_days() == []
    assert survived == 1, "the round never came to its end"
    assert statement > 5, "hardly anything was interrupted"
    assert marks.keys(TOPIC) == set()
    assert len(publication.marked_days()) == 1


def test_many_reports_cost_no_more_statements_than_one() -> None:
    cast = builders.Cast()
    for _ in range(12):
        Story(cast=cast, visibility="public").to("in_progress")
    with CaptureQueriesContext(connection) as seen:
        marks.work(TOPIC)
    assert len(rows()) == 12
    assert len(seen) <= STATEMENTS, [query["sql"] for query in seen]


def test_what_people_wrote_never_stands_unmasked_in_a_public_row() -> None:
    story = Story(
        visibility="public", text="Hubungi 081234567890.", title="Pak Suryono", address="Blok A 12"
    ).to("in_progress")
    story.do("progress", story.cast.officer, text="Kami telepon 0812-3456-7890.")
    with CaptureQueriesContext(connection) as seen:
        marks.work(TOPIC)
    [row] = rows().values()
    shown = json.dumps(row)
    for secret in ("081234567890", "Suryono", "Blok A", "0812-3456-7890"):
        assert secret not in shown
        assert not any(secret in query["sql"] for query in seen)
    assert shown.count("disamarkan]") == 4


def test_hidden_or_gone_reports_leave_the_public() -> None:
    cast = builders.Cast()
    hidden, gone = (Story(cast=cast, visibility="public") for _ in range(2))
    marks.work(TOPIC)
    assert len(rows()) == 2
    hidden.do("hide", cast.verifier, reason="Data pribadi.")
    publishing.refresh(report_ids=[hidden.report.pk])
    assert rows().keys() == {gone.report.pk}
    PublicReport.objects.filter(pk=gone.report.pk).update(id=10**9, number="JK1")
    publishing.rebuild_all()
    assert rows().keys() == {gone.report.pk}


@pytest.mark.django_db(transaction=True)
def test_a_slow_worker_never_writes_over_a_newer_row() -> None:
    """Both have a mark of the same report; who comes second reads what is true then."""
    story = Story(visibility="public")
    both = Barrier(2)

    def refresh(_: int) -> None:
        both.wait(20)
        try:
            publishing.refresh(report_ids=[story.report.pk])
        finally:
            connection.close()

    for state in ("waiting", "in_progress"):
        story.verify() if state == "waiting" else story.accept()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(refresh, range(2)))
        assert rows()[story.report.pk]["state"] == state
