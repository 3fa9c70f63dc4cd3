"""The demonstration year's cards: closed by the real actions, once."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tanggap.lib import editions
from tanggap.ops import demo
from tanggap.ops.demo import score_cards
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Close, Score, Version, VersionFact, VersionScore
from tanggap.reports.models import Assignment
from tanggap.taxonomy.models import PackSetting

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def test_the_closed_year_counts_what_the_tables_count() -> None:
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
    _the_worker_closes_december()
    assert Close.objects.count() == 12
    assert _counted() == _finally_held()


def _the_worker_closes_december() -> None:
    PackSetting.objects.filter(code="performance.closes").update(value="job")
    editions.look_again()
    assert actions.close_due(at=datetime(2023, 1, 12, tzinfo=UTC))


def _counted() -> set[tuple[int, int]]:
    """Which office was counted for which report, in any month."""
    rows = VersionFact.objects.filter(is_received=True)
    return set(rows.values_list("version__agency_id", "report_id"))


def _finally_held() -> set[tuple[int, int]]:
    """What the city's table by agency counts: assignments that stayed. A report of December
    that came to its last office in January counts there."""
    rows = Assignment.objects.filter(
        state__in=("pending", "accepted", "done"), started_at__lt=Month(date(2023, 1, 1)).start
    )
    return set(rows.values_list("agency_id", "report_id"))
