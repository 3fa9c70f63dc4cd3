"""Marks are done together, once; what fails is put off and keeps nobody waiting."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import DataError, OperationalError, connection, transaction

from tanggap.lib import marks
from tanggap.lib.marks import Mark, Outcomes
from tests.database import ROOT

pytestmark = pytest.mark.django_db
TOPIC = "trial"


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.fixture(autouse=True)
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "_work", dict(marks._work))


def rows() -> list[tuple[int, int, float]]:
    """Key, tries and seconds until it is due again, of every mark."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, tries, extract(epoch FROM due_at - now())::float8 FROM lib_mark"
            " WHERE topic = %s ORDER BY key",
            [TOPIC],
        )
        return list(cursor.fetchall())


def note(keys: Sequence[int]) -> None:
    """An effect in the database."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE IF NOT EXISTS trial_effect (key bigint) ON COMMIT DROP")
        cursor.execute("INSERT INTO trial_effect SELECT unnest(%s::bigint[])", [list(keys)])


def noted() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM trial_effect ORDER BY key")
        return [row[0] for row in cursor.fetchall()]


def register(*, bad: int | None = None, error: BaseException | None = None) -> list[int]:
    """A topic whose function notes its keys, and fails after noting `bad`; sizes of its calls."""
    calls: list[int] = []

    @marks.taken(TOPIC, most=4)
    def function(some: Sequence[Mark]) -> None:
        calls.append(len(some))
        note([mark.key for mark in some])
        if bad in [mark.key for mark in some]:
            raise error or DataError("bad")

    return calls


def test_many_are_done_together_and_then_gone() -> None:
    calls = register()
    marks.add(TOPIC, range(10))
    note([])
    answers = [marks.work(TOPIC) for _ in range(4)]
    assert (calls, answers) == ([4, 4, 2], [True, True, False, False])
    assert noted() == list(range(10))
    assert rows() == []


def test_the_oldest_come_first() -> None:
    register()
    note([])
    marks.add(TOPIC, range(6))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now() - make_interval(secs => key)")
    marks.work(TOPIC)
    assert noted() == [2, 3, 4, 5]


def test_killed_in_the_middle_it_happens_once() -> None:
    register(bad=2, error=Killed())
    note([])
    marks.add(TOPIC, range(3))
    before = rows()
    with pytest.raises(Killed):
        marks.work(TOPIC)
    assert (noted(), rows()) == ([], before)
    register()
    marks.work(TOPIC)
    assert (noted(), rows()) == ([0, 1, 2], [])


def test_a_mark_that_fails_is_put_off_longer_each_time_and_alone() -> None:
    register(bad=2)
    note([])
    marks.add(TOPIC, range(4))
    for tries, wait in ((1, 2), (2, 4), (3, 8)):
        marks.work(TOPIC)
        [(key, tried, seconds)] = rows()
        assert (key, tried, round(seconds)) == (2, tries, wait)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE lib_mark SET due_at = now()")
    assert noted() == [0, 1, 3]


def test_a_lost_database_is_no_mark_s_fault() -> None:
    register(bad=2, error=OperationalError("gone"))
    note([])
    marks.add(TOPIC, range(3))
    before = rows()
    with pytest.raises(OperationalError):
        marks.work(TOPIC)
    assert rows() == before


def test_a_mark_vanishes_with_its_transaction() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        marks.add_pairs(TOPIC, [(1, 2), (3, 4)])
        assert len(rows()) == 2
        raise ZeroDivisionError
    assert rows() == []


def lease(*, bad: frozenset[int] = frozenset(), killed_at: int | None = None) -> list[int]:
    done: list[int] = []

    @marks.leased(TOPIC, most=6)
    def function(some: Sequence[Mark]) -> Outcomes:
        for mark in sorted(some, key=lambda mark: mark.key):
            if mark.key == killed_at:
                raise Killed
            done.extend([] if mark.key in bad else [mark.key])
            yield mark, mark.key not in bad

    return done


def test_what_is_done_on_lease_goes_and_the_rest_comes_again() -> None:
    done = lease(bad=frozenset({1, 3}))
    marks.add(TOPIC, range(5))
    assert marks.work(TOPIC) is False
    assert done == [0, 2, 4]
    assert [(key, tries) for key, tries, _ in rows()] == [(1, 1), (3, 1)]
    assert [round(seconds) for _, _, seconds in rows()] == [2, 2]


def test_when_nothing_succeeds_it_stops_asking() -> None:
    done = lease(bad=frozenset({0, 1, 2}))
    marks.add(TOPIC, range(6))
    marks.work(TOPIC)
    assert done == []
    assert [key for key, _, _ in rows()] == list(range(6))


def test_a_slow_round_ends_before_its_lease(monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([0.0, 10.0, marks.LEASE_SECONDS / 2 + 1])
    monkeypatch.setattr(marks.time, "monotonic", lambda: next(times))
    done = lease()
    marks.add(TOPIC, range(6))
    marks.work(TOPIC)
    assert done == [0, 1]
    assert [key for key, _, _ in rows()] == [2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_a_lease_outlives_who_held_it() -> None:
    """Nobody else takes what is held; when the holder is gone, it is due again."""
    marks.add(TOPIC, range(3))
    held = marks._rows(marks._HOLD, [TOPIC, 2])
    connection.close()  # the holder is killed
    assert len(held) == 2
    done = lease()
    marks.work(TOPIC)
    assert len(done) == 1
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lib_mark SET due_at = due_at - make_interval(secs => %s)",
            [marks.LEASE_SECONDS],
        )
    marks.work(TOPIC)
    assert sorted(done) == [0, 1, 2]
    assert rows() == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_marks() -> None:
    marks.add(TOPIC, range(8))
    both = Barrier(2)
    seen: list[list[int]] = []

    @marks.taken(TOPIC, most=4)
    def function(some: Sequence[Mark]) -> None:
        both.wait(20)  # each has its marks before either commits
        seen.append([mark.key for mark in some])

    def work(_: int) -> None:
        try:
            marks.work(TOPIC)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    assert sorted(key for keys in seen for key in keys) == list(range(8))
    assert rows() == []


def test_every_marked_topic_has_somebody() -> None:
    assert topics_in_the_code() <= marks.topics() | {"days"}  # days are counted by the clock
    assert marks.topics() == {"publishing", "messages", "mail", "warranty", "letters", "news"}


def topics_in_the_code() -> set[str]:
    def found() -> Iterator[str]:
        for path in (ROOT / "tanggap").rglob("*.py"):
            yield from re.findall(r"\bmarks\.add(?:_pairs)?\(\s*\"(\w+)\"", path.read_text())

    return set(found())
