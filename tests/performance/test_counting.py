"""The statement that counts a month against the plain way, over random lives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction

from tanggap.lib import editions
from tanggap.people.access import Actor
from tanggap.performance import counting
from tanggap.performance.counting import Month
from tanggap.taxonomy.models import ClockPolicy
from tests import builders
from tests.performance import plainly
from tests.performance.lives import Life

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LIVES, STEPS = 11, 14
# Beside the pack's own rule, seven days for completion.
POLICIES: tuple[dict[str, Any] | None, ...] = (
    None,
    {"clock": "holder", "amount": 5, "unit": "working_days"},
    {"clock": "completion", "amount": 30, "unit": "hours", "report_class": "complaint"},
    {"clock": "holder", "amount": 3, "unit": "days", "kind": "kelurahan"},
)


@pytest.fixture(autouse=True)
def fresh_rules() -> Iterator[None]:
    """No rule of this test is kept for the next."""
    yield
    editions.look_again()


def counted(
    month: Month, at: Any, *, office: int | None = None
) -> dict[tuple[int, int], dict[str, Any]]:
    """What the statement says, of all offices or of one."""
    with transaction.atomic(), connection.cursor() as cursor:
        counting.count(month, at=at, office=office)
        cursor.execute(f"SELECT {', '.join(counting.NAMES)} FROM {counting.TABLE}")
        rows = [dict(zip(counting.NAMES, row, strict=True)) for row in cursor.fetchall()]
    return {(row.pop("agency_id"), row.pop("report_id")): row for row in rows}


@pytest.mark.parametrize("seed", [1, 2])
def test_random_lives_count_as_the_plain_way_says(seed: int) -> None:
    rng, cast = Random(seed), builders.Cast()
    people: dict[tuple[str, str], Actor] = {}
    lives = [Life(rng, cast=cast, people=people) for _ in range(LIVES)]
    for life in lives:
        life.live(STEPS)
    last, seen = max(life.story.at for life in lives), Counter[str]()
    for columns in POLICIES:
        with _policy(columns):
            seen += _compare_all(rng, last=last)
    assert seen["is_received"] > seen["is_followed_up"] > seen["is_on_time"] > 0, seen


class _policy:
    """One more rule, for a while."""

    def __init__(self, columns: dict[str, Any] | None) -> None:
        self.columns = columns

    def __enter__(self) -> None:
        if self.columns:
            common = {"code": "test", "valid_from": "2026-11-10", "source": "test"}
            self.row = ClockPolicy.objects.create(**common, **self.columns)
        editions.look_again()

    def __exit__(self, *error: object) -> None:
        if self.columns:
            self.row.delete()


def _compare_all(rng: Random, *, last: Any) -> Counter[str]:
    """Every month, as known now and as known on some earlier day."""
    seen: Counter[str] = Counter()
    month, known = Month.of(builders.MONDAY), plainly.everything()
    while month.start < last:
        for at in (last, month.start + timedelta(days=rng.uniform(1, 45))):
            expected = plainly.count(known, month, at=at)
            assert counted(month, at) == expected, (month, at)
            for row in expected.values():
                seen.update(name for name, value in row.items() if value)
        month = month.next
    return seen
