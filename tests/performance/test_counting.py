"""The statement that counts a month against the plain way, over random lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from tanggap.performance import counting
from tanggap.performance.counting import Month
from tanggap.reports import due
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import ClockPolicy
from tests import builders
from tests.performance import plainly
from tests.performance.lives import Life

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIVES, STEPS = 12, 16
POLICIES: tuple[dict[str, Any] | None, ...] = (
    None,
    {"clock": "holder", "amount": 5, "unit": "working_days"},
    {"clock": "completion", "amount": 30, "unit": "hours", "report_class": "complaint"},
    {"clock": "holder", "amount": 3, "unit": "days", "kind": "kelurahan"},
)


@pytest.fixture(autouse=True)
def rules() -> Iterator[None]:
    """No rule of another test, and none of this one in the next."""
    due._rules.cache_clear()
    taxonomy.forget()
    yield
    due._rules.cache_clear()
    taxonomy.forget()


def counted(month: Month, at: Any) -> dict[tuple[int, int], dict[str, Any]]:
    """What the statement says."""
    with transaction.atomic(), connection.cursor() as cursor:
        counting.count(month, at=at)
        cursor.execute(f"SELECT {', '.join(counting.NAMES)} FROM {counting.TABLE}")
        rows = [dict(zip(counting.NAMES, row, strict=True)) for row in cursor.fetchall()]
    return {(row.pop("agency_id"), row.pop("report_id")): row for row in rows}


@pytest.mark.parametrize("seed", range(len(POLICIES)))
def test_random_lives_count_as_the_plain_way_says(seed: int) -> None:
    if columns := POLICIES[seed]:
        ClockPolicy.objects.create(
            code="test", valid_from="2026-11-10", source="test", **columns
        )
    rng, cast = Random(seed), builders.Cast()
    people: dict[tuple[str, str], Any] = {}
    lives = [Life(rng, cast=cast, people=people) for _ in range(LIVES)]
    for life in lives:
        life.live(STEPS)
    seen = _compare_all(rng, last=max(life.story.at for life in lives))
    for name in ("is_received", "is_followed_up", "is_on_time", "is_returned", "is_passed_on"):
        assert seen[name] > 0, (name, seen)


def _compare_all(rng: Random, *, last: Any) -> Counter[str]:
    seen: Counter[str] = Counter()
    month, known = Month.of(builders.MONDAY), plainly.everything()
    while month.start < last:
        expected = plainly.count(known, month, at=last)
        assert counted(month, last) == expected, month
        earlier = month.start + timedelta(days=rng.uniform(1, 45))
        assert counted(month, earlier) == plainly.count(known, month, at=earlier), (month, earlier)
        for row in expected.values():
            seen.update(name for name, value in row.items() if value)
        month = month.next
    return seen
