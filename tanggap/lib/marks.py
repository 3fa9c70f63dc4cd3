"""Marks: small things that have to be done, gathered so that many are done at once.

A job (`lib.jobs`) is a piece of work of its own. A mark only says which row has to be looked at
again: a narrow row beside it, inserted by the transaction that caused it, with no trigger, no
lock and no counter. The worker takes many marks of one topic at a time, by one of two kinds of
function in some package's `jobs.py`:

    @marks.taken("publishing", most=500)
    def refresh(some: Sequence[Mark]) -> None:
        # In the transaction that also ends the marks: for our own rows. Effects happen once.

    @marks.leased("messages", most=50)
    def deliver(some: Sequence[Mark]) -> Outcomes:
        # Outside of transactions: for the network. Says after each mark whether it is done, or
        # when its time comes.

Whoever is killed in between leaves the marks where they were, or their lease runs out: they are
done again. A mark that fails is put off, longer each time, and never stops the others.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connection, transaction

LEASE_SECONDS = 120
LONGEST_WAIT_SECONDS = 6 * 3600
# So many failures one after the other are not the marks' fault: a server is away.
MOST_FAILURES = 3

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to look at: the row `key` of the topic's table, and perhaps a second one."""

    id: int
    key: int
    other: int | None
    tries: int  # before this one


# Done; to be tried again; or the moment before which nobody need look at it again.
Outcome = bool | datetime
Outcomes = Generator[tuple[Mark, Outcome], None, None]
Taken = TypeVar("Taken", bound=Callable[[Sequence[Mark]], None])
Leased = TypeVar("Leased", bound=Callable[[Sequence[Mark]], Outcomes])

_work: dict[str, Callable[[], bool]] = {}


def add(topic: str, keys: Iterable[int]) -> None:
    """Mark rows, in the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO lib_mark (topic, key) SELECT %s, unnest(%s::bigint[])",
            [topic, list(keys)],
        )


# For a statement that makes rows and marks them: SELECT topic, key, other and the seconds for
# which nobody takes them follows.
INSERT_PAIRS = """
    INSERT INTO lib_mark (topic, key, other, due_at)
    SELECT topic, key, other, now() + make_interval(secs => wait) FROM ({}) wanted
"""


def add_pairs(topic: str, pairs: Iterable[tuple[int, int]], *, wait: int = 0) -> None:
    """The same for marks that name two rows; nobody takes them for `wait` seconds."""
    found = list(pairs)
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT_PAIRS.format(
                "SELECT %s AS topic, *, %s AS wait"
                " FROM unnest(%s::bigint[], %s::bigint[]) AS pair(key, other)"
            ),
            [topic, wait, [key for key, _ in found], [other for _, other in found]],
        )


def call_back(topic: str, some: Iterable[int]) -> bool:
    """End the marks of these keys, in the current transaction, unless one was taken up already.

    Then nothing ends, and the answer is False. Whoever wants to take one up waits.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tries FROM lib_mark WHERE topic = %s AND key = ANY(%s) FOR UPDATE",
            [topic, keys := list(some)],
        )
        if any(tries for (tries,) in cursor.fetchall()):
            return False
    remove(topic, keys)
    return True


def topics() -> frozenset[str]:
    """The topics for which the worker has a function."""
    return frozenset(_work)


def work(topic: str) -> bool:
    """Do what is due, up to as many marks as the topic takes at once; whether there may be more.

    Raises when the database is away or two transactions met in a deadlock: then nothing happened.
    """
    return _work[topic]()


def keys(topic: str) -> set[int]:
    """What is marked now, for a topic that a periodic job works on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT key FROM lib_mark WHERE topic = %s", [topic])
        return {row[0] for row in cursor.fetchall()}


# The keys of one topic, as a condition within a statement: there may be a million.
WAITING = "SELECT key FROM lib_mark WHERE topic = %s"


def remove(topic: str, some: Iterable[int]) -> None:
    """End the marks of these keys, in the current transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM lib_mark WHERE topic = %s AND key = ANY(%s)", [topic, list(some)]
        )


def behind() -> tuple[float, int]:
    """Seconds for which the oldest mark that the worker should have taken waits; how many marks
    failed more than MOST_FAILURES times."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(0, extract(epoch FROM now() - min(due_at)))::float8,"
            " count(*) FILTER (WHERE tries > %s) FROM lib_mark WHERE topic = ANY(%s)",
            [MOST_FAILURES, sorted(topics())],
        )
        seconds, failing = cursor.fetchone()
        return seconds, failing


# -- marks that end with their effect, in one transaction


def taken(topic: str, *, most: int) -> Callable[[Taken], Taken]:
    """The function does up to `most` marks of `topic` in the transaction that ends them."""

    def register(function: Taken) -> Taken:
        _work[topic] = lambda: _take(topic, most, function)
        return function

    return register


_DUE = """
    SELECT id FROM lib_mark WHERE topic = %s AND due_at <= now()
    ORDER BY due_at LIMIT %s FOR UPDATE SKIP LOCKED
"""
_TAKE = f"""
    WITH picked AS MATERIALIZED ({_DUE})
    DELETE FROM lib_mark AS mark USING picked WHERE mark.id = picked.id
    RETURNING mark.id, mark.key, mark.other, mark.tries
"""  # noqa: S608
_TAKE_ONE = """
    WITH picked AS MATERIALIZED (SELECT id FROM lib_mark WHERE id = %s FOR UPDATE SKIP LOCKED)
    DELETE FROM lib_mark AS mark USING picked WHERE mark.id = picked.id
    RETURNING mark.id, mark.key, mark.other, mark.tries
"""


def _take(topic: str, most: int, function: Callable[[Sequence[Mark]], None]) -> bool:
    found: list[Mark] = []
    try:
        with transaction.atomic():
            found += _rows(_TAKE, [topic, most])
            if found:
                function(found)
    except (OperationalError, InterfaceError):
        raise  # the connection, or a deadlock: no mark's fault
    except Exception:
        log.exception("%s: %s marks together failed; now one by one", topic, len(found))
        for mark in found:
            _take_one(topic, mark, function)
    return len(found) == most


def _take_one(topic: str, mark: Mark, function: Callable[[Sequence[Mark]], None]) -> None:
    try:
        with transaction.atomic():
            if _rows(_TAKE_ONE, [mark.id]):
                function([mark])
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("%s: the mark of %s failed and is put off", topic, mark.key)
        _put_off([mark], tries=1)


# -- marks that are held for a while


def leased(topic: str, *, most: int) -> Callable[[Leased], Leased]:
    """The function is given up to `most` marks of `topic` and yields each one with its outcome.

    It is stopped, and goes on with other marks later, before the lease runs out or when nothing
    succeeds any more.
    """

    def register(function: Leased) -> Leased:
        _work[topic] = lambda: _hold(topic, most, function)
        return function

    return register


_HOLD = f"""
    WITH picked AS MATERIALIZED ({_DUE})
    UPDATE lib_mark AS mark
    SET tries = tries + 1, due_at = now() + make_interval(secs => {LEASE_SECONDS})
    FROM picked WHERE mark.id = picked.id
    RETURNING mark.id, mark.key, mark.other, mark.tries - 1
"""  # noqa: S608


def _hold(topic: str, most: int, function: Callable[[Sequence[Mark]], Outcomes]) -> bool:
    held = _rows(_HOLD, [topic, most])
    if not held:
        return False
    until, failures = time.monotonic() + LEASE_SECONDS / 2, 0
    done: set[int] = set()
    later: set[int] = set()
    try:
        with closing(function(held)) as outcomes:
            for mark, outcome in outcomes:
                if isinstance(outcome, datetime):
                    _postpone(mark, outcome)
                    later |= {mark.id}
                    continue
                failures = 0 if outcome else failures + 1
                done |= {mark.id} if outcome else set()
                if failures == MOST_FAILURES or time.monotonic() > until:
                    break
    finally:
        _end(done)
        _put_off([mark for mark in held if mark.id not in done | later], tries=0)
    return len(held) == most


def _postpone(mark: Mark, until: datetime) -> None:
    """Nobody tried: whoever wants to call it back still may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lib_mark SET tries = tries - 1, due_at = %s WHERE id = %s", [until, mark.id]
        )


def _end(done: Iterable[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM lib_mark WHERE id = ANY(%s)", [list(done)])


def _put_off(some: Sequence[Mark], *, tries: int) -> None:
    """The longer, the more often it failed: 2, 4, 8, ... seconds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE lib_mark SET tries = tries + %s, due_at = now()"
            " + make_interval(secs => least(2 ^ (tries + %s), %s)) WHERE id = ANY(%s)",
            [tries, tries, LONGEST_WAIT_SECONDS, [mark.id for mark in some]],
        )


def _rows(query: str, values: Sequence[object]) -> list[Mark]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)  # type: ignore[arg-type]
        return [Mark(*row) for row in cursor.fetchall()]
