"""The demonstration year's cards: closed by the real actions, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tanggap.ops import demo
from tanggap.ops.demo import score_cards
from tanggap.performance.models import Close, Score, Version, VersionScore

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_eleven_months_are_closed_and_the_last_one_is_open() -> None:
    demo.load(at=NOW, scale=0.01, with_photos=False, with_present=False)
    demo.people(at=NOW)
    score_cards.make(at=NOW)
    assert [row.month.month for row in Close.objects.order_by("month")] == list(range(1, 12))
    assert Score.objects.filter(month="2022-12-01").exists()
    whole = VersionScore.objects.filter(scope="whole", agency__parent=None)
    assert sum(whole.values_list("received", flat=True)) > 1_000
    assert all(row.stars_count for row in whole)
    before = Version.objects.count()
    score_cards.make(at=NOW)
    assert Version.objects.count() == before
