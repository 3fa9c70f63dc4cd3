"""Running clocks after a change of the rules: which move, how far a slice came, what is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.deadlines import days, policies, recomputing
from tanggap.deadlines.models import Recomputation
from tanggap.lib import editions, marks
from tanggap.people.models import Change as Line
from tanggap.reports import actions, bulk, case, due, sampling, touched
from tanggap.reports.actions import caches
from tanggap.reports.case import Case
from tanggap.reports.models import Report
from tanggap.reports.touched import Change
from tanggap.taxonomy import clock_rules
from tanggap.taxonomy.clock_rules import NewDay, NewPolicy, Overlaps
from tests import builders
from tests.builders import Cast, Story

pytestmark = pytest.mark.django_db
LATER = builders.MONDAY + timedelta(days=3)
NAMES = ("due_at", "due_from", "due_clock", "promised_at", "promised_by")


@pytest.fixture(autouse=True)
def fresh_rules() -> None:
    """No test goes by what another one closed and took back."""
    editions.look_again()


def close_day(cast: Cast, day: date, *, kind: str = "public") -> Recomputation:
    said = NewDay(date=day, kind=kind, name="Hari Uji", source="Keputusan")
    days.say(said, by=cast.operator, at=LATER, reason="Uji.")
    editions.look_again()
    return Recomputation.objects.latest("pk")


def run(row: Recomputation, *, seconds: float = 60) -> Recomputation:
    recomputing.recompute(row=row.pk, at=LATER, seconds=seconds)
    row.refresh_from_db()
    return row


def times(row: Report) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in NAMES)


def stored() -> dict[int, tuple[object, ...]]:
    return {row.pk: times(row) for row in Report.objects.all()}


def one_by_one(known: list[Case] | None = None) -> dict[int, tuple[object, ...]]:
    """What each report's own next verb would write."""
    cases = known or [case.load(row) for row in Report.objects.all()]
    return {
        one.report.pk: tuple(due.caches(one, at=LATER)[name] for name in NAMES) for one in cases
    }


def test_a_changed_holiday_moves_exactly_what_it_should() -> None:
    """The day after the report came in becomes a holiday: who is verified in time has a day more.

    What stopped before and what doesn't count working days stays.
    """
    cast = Cast()
    waiting, working = Story(cast=cast), Story(cast=cast).to("in_progress")
    Story(cast=cast).to("closed")
    before = stored()
    day = date(2026, 11, 24)
    row = run(close_day(cast, day))
    after = stored()
    first, late = before[waiting.report.pk][0], after[waiting.report.pk][0]
    assert isinstance(first, datetime) and late == first + timedelta(days=1)
    assert after[working.report.pk] == before[working.report.pk]
    # The reporter's 60 working days are told while nobody has verified: one report, no other.
    assert (row.seen, row.later, row.earlier, row.other) == (1, 1, 0, 0)
    assert {pk for pk in after if after[pk] != before[pk]} == {waiting.report.pk}
    days.unsay(day, by=cast.operator, at=LATER + timedelta(days=1), reason="Batal.")
    editions.look_again()
    again = run(Recomputation.objects.latest("pk"))
    assert (again.later, again.earlier) == (0, 1) and stored() == before


def test_a_rule_of_one_category_looks_at_no_other_report() -> None:
    cast = Cast()
    lamps = Story(cast=cast)
    lamps.verify(category=builders.category("jaringan-listrik"))
    Story(cast=cast).verify()
    said = NewPolicy(
        clock="completion", amount=3, unit="days", valid_from=date(2026, 11, 1),
        category="jaringan-listrik", source="Surat edaran",
    )  # fmt: skip
    policies.add(said, by=cast.operator, at=LATER, reason="Dipercepat.")
    editions.look_again()
    row = run(Recomputation.objects.latest("pk"))
    assert (row.expected, row.seen, row.earlier) == (1, 1, 1)
    assert stored() == one_by_one()


def test_a_slice_goes_on_where_the_one_before_was_killed() -> None:
    cast = Cast()
    stories = [Story(cast=cast) for _ in range(3)]
    row = close_day(cast, date(2026, 11, 24))
    with patch.object(actions, "BATCH", 1):
        with pytest.raises(ZeroDivisionError), dying_at(batch=2):
            run(row)
        row.refresh_from_db()
        assert (row.seen, row.later, row.after) == (1, 1, stories[0].report.pk)
        run(row, seconds=0)  # one batch, and the next job is asked for
        assert jobs_for(row) == 2
        run(row)
    assert (row.seen, row.later, row.ended_at) == (3, 3, LATER)
    assert stored() == one_by_one()
    run(row)
    assert row.seen == 3 and Line.objects.filter(verb="recompute").count() == 1


@contextmanager
def dying_at(*, batch: int) -> Iterator[None]:
    """The process ends while it writes its n-th batch."""
    real, count = caches._write, 0

    def write(moved: list[caches.Moved]) -> None:
        nonlocal count
        count += 1
        real(moved)
        if count == batch:
            raise ZeroDivisionError

    with patch.object(caches, "_write", write):
        yield


def jobs_for(row: Recomputation) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deadlines.recompute'"
            " AND args->>'row' = %s",
            [str(row.pk)],
        )
        return int(cursor.fetchone()[0])


def test_whoever_acts_meanwhile_is_right() -> None:
    """A report is verified between the reading and the writing of a batch: her times stay."""
    cast = Cast()
    story, other = Story(cast=cast), Story(cast=cast)
    row = close_day(cast, date(2026, 11, 24))
    before, real = other.fresh().due_at, bulk.lock

    def lock(rows: list[bulk.Running]) -> set[int]:
        story.verify()
        return real(rows)

    with patch.object(bulk, "lock", lock):
        run(row)
    assert stored() == one_by_one()
    assert story.fresh().due_clock == "reaction" and row.later == 1
    assert before is not None and other.fresh().due_at == before + timedelta(days=1)


def test_only_a_moved_promise_is_published_anew() -> None:
    cast = Cast()
    working = Story(cast=cast).to("awaiting_validation")  # its validation counts working days
    marks.remove("publishing", marks.keys("publishing"))
    row = run(close_day(cast, date(2026, 11, 24)))
    assert row.later == 1 and marks.keys("publishing") == set()
    assert working.fresh().due_clock == "validation"


def everything() -> list[Story]:
    """Reports in every state, of several kinds, some paused, returned, scheduled or extended."""
    cast = Cast()
    states = ("submitted", "on_hold", "waiting", "in_progress", "awaiting_validation", "resolved")
    stories = [Story(cast=cast).to(state) for state in (*states, "declined", "referred", "closed")]
    scheduled = Story(cast=cast).to("in_progress")
    scheduled.do(
        "schedule", cast.lurah, programme="Musrenbang", month=date(2026, 12, 1), reason="Anggaran."
    )
    answered = Story(cast=cast).to("on_hold")
    answered.tick(days=2)
    answered.do("reply", text="Di dekat gerbang.")
    lamps = Story(cast=cast, at=builders.MONDAY - timedelta(days=12))
    lamps.verify(category=builders.category("jaringan-listrik"), kind="normative")
    lamps.do("hold", cast.lurah, question="Yang mana?")
    return [*stories, scheduled, answered, lamps]


DAYS = st.dates(min_value=date(2026, 11, 9), max_value=date(2027, 2, 26))
SAID_DAYS = st.tuples(DAYS, st.sampled_from(["public", "collective_leave", "working_day"]))
CLOCKS = ("verification", "reaction", "red_flag", "completion", "citizen", "validation", "hold",
          "reply_window", "referral", "schedule_review", "objection", "holder")  # fmt: skip
SAID_RULES = st.builds(
    NewPolicy,
    clock=st.sampled_from(CLOCKS),
    amount=st.integers(1, 40),
    unit=st.sampled_from(["hours", "days", "working_days"]),
    valid_from=st.dates(min_value=date(2026, 11, 10), max_value=date(2026, 11, 28)),
    valid_to=st.none() | st.dates(min_value=date(2026, 11, 28), max_value=date(2026, 12, 9)),
    source=st.just("Uji"),
    report_class=st.sampled_from(["", "complaint", "suggestion"]),
    kind=st.sampled_from(["", "", "normative", "kelurahan"]),
    category=st.sampled_from(["", "jaringan-listrik"]),
)
SAID = st.lists(SAID_DAYS | SAID_RULES, min_size=1, max_size=3)


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: object) -> Iterator[list[Case]]:
    """Built once; what an example changes is taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        editions.look_again()
        with patch.object(sampling, "rule", sampling.Rule):
            found = everything()
        yield [case.load(story.report) for story in found]
        transaction.set_rollback(True)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(said=SAID)
def test_a_batch_says_what_each_report_says_and_looks_at_all_that_moves(
    city: list[Case], said: list[tuple[date, str] | NewPolicy]
) -> None:
    """Whatever changes: all together and one by one are the same, and no moved report is left out.

    Each change is followed alone, as jobs do it, but only after all of them were made.
    """
    with transaction.atomic():
        changes = [change for one in said if (change := made(one)) is not None]
        editions.look_again()
        for change in changes:
            which = touched.which(Change.unpacked(change.packed()), due.rules())
            actions.recompute(after=0, limit=100, at=LATER, which=which)
        assert stored() == one_by_one(city)
        transaction.set_rollback(True)
    editions.look_again()


def made(said: tuple[date, str] | NewPolicy) -> Change | None:
    """Write one change; None where the rules refuse it."""
    if isinstance(said, tuple):
        day, kind = said
        clock_rules.say_day(NewDay(date=day, kind=kind, name="Uji", source="Uji"), at=LATER)
        return Change(days=(day,))
    from tanggap.taxonomy import queries

    editions.look_again()
    rows = queries.policies()
    try:
        plan = clock_rules.plan_policy(said, rows)
    except Overlaps:
        return None
    clock_rules.follow(plan, at=LATER)
    return policies.changed_by(plan, rows)
