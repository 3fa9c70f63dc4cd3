"""Estimates: from what ended, honest about what didn't, and held against what came of it."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tanggap.insights import estimates
from tanggap.insights.models import EstimateGiven
from tanggap.places.models import Area
from tanggap.publication import estimates as published
from tanggap.publication.models import Estimate, EstimateMonth
from tanggap.reports.models import Report
from tests import builders

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 18, 19, tzinfo=UTC)


class Past:
    """Rows of reports with a known course: thousands of real walks would take minutes."""

    def __init__(self) -> None:
        self.pattern = builders.Story(at=NOW - timedelta(days=300)).report
        self.rows: list[Report] = []
        Report.objects.update(is_confidential=True)
        self.number = 0

    def add(
        self, area: Area | None, category: str, hours: float | None, **columns: object
    ) -> Report:
        """A row to be written by `save`."""
        self.number += 1
        row = copy.copy(self.pattern)
        row.pk, row._state = None, copy.copy(row._state)
        row.number, row.external_id = f"JKE{self.number:06d}", f"past-{self.number}"
        row.area, row.category = area, builders.category(category) if category else None
        row.is_confidential, row.state = False, "submitted"
        row.received_at = NOW - timedelta(days=200, minutes=self.number)
        for name, value in columns.items():
            setattr(row, name, value)
        if hours is not None:
            row.state, row.closing = "closed", "work"
            row.resolved_at = row.received_at + timedelta(hours=hours)
        self.rows.append(row)
        return row

    def save(self) -> None:
        Report.objects.bulk_create(self.rows)
        self.rows = []


@pytest.fixture
def past() -> Iterator[Past]:
    yield Past()


def village() -> Area:
    return Area.objects.filter(level="village").order_by("pk")[0]


def elsewhere() -> Area:
    home = village()
    assert home.parent
    other = Area.objects.filter(level="village").exclude(parent__parent=home.parent.parent)
    return other.order_by("pk")[0]


def test_eight_of_ten_and_the_half_in_whole_days(past: Past) -> None:
    for day in range(1, 101):
        past.add(village(), "fasos-fasum", day * 24)
    past.save()
    estimates.count(at=NOW)
    found = published.estimate(category=builders.category().pk, area=village().pk)
    assert found is not None
    assert (found.low_days, found.half_days, found.high_days) == (10, 50, 89)
    assert (found.level, found.reports, found.area) == (1, 100, village().parent)


def test_too_few_here_look_further(past: Past) -> None:
    home, category = village(), builders.category().pk
    for number in range(40):
        past.add(home if number < 29 else elsewhere(), "fasos-fasum", 48)
    past.save()
    estimates.count(at=NOW)
    found = published.estimate(category=category, area=home.pk)
    assert found is not None
    assert (found.level, found.area, found.reports) == (3, None, 40)
    other = published.estimate(category=builders.category("banjir").pk, area=home.pk)
    assert other is not None
    assert (other.level, other.category) == (5, None)
    everywhere = published.estimate(category=None, area=None)
    assert everywhere == other


def test_those_that_still_wait_count_as_endless(past: Past) -> None:
    for number in range(100):
        past.add(None, "fasos-fasum", 24 if number < 80 else None)
    past.save()
    estimates.count(at=NOW)
    # One in five is open: nobody can say by when nine of ten end.
    assert published.estimate(category=builders.category().pk, area=None) is None


def test_who_was_refused_and_who_is_secret_says_nothing(past: Past) -> None:
    for _ in range(30):
        past.add(None, "fasos-fasum", 24)
        past.add(None, "fasos-fasum", None, state="declined", closed_at=NOW)
        past.add(None, "fasos-fasum", 240, is_confidential=True, visibility="private")
        past.add(None, "fasos-fasum", 24, received_at=NOW - timedelta(days=2))
    past.save()
    estimates.count(at=NOW)
    assert list(Estimate.objects.values_list("reports", flat=True).distinct()) == [30]


def test_nothing_to_look_back_on_is_no_estimate() -> None:
    assert estimates.count(at=NOW) == 0
    assert published.estimate(category=None, area=None) is None


def test_one_statement_asks_and_one_counts(past: Past) -> None:
    for _ in range(35):
        past.add(village(), "fasos-fasum", 30)
    past.save()
    with CaptureQueriesContext(connection) as counting:
        estimates.count(at=NOW)
    assert len([one for one in counting if "INSERT" in one["sql"]]) == 1
    category, area = builders.category().pk, village().pk
    with CaptureQueriesContext(connection) as asking:
        published.estimate(category=category, area=area)
    assert len(asking) == 3  # and the names of category and place


def test_what_was_said_is_remembered_judged_and_published_once(past: Past) -> None:
    for day in range(1, 101):
        past.add(None, "fasos-fasum", day)
    past.add(None, "fasos-fasum", 100)
    past.save()
    estimates.count(at=NOW - timedelta(days=40))
    received = NOW - timedelta(days=35)
    low = Estimate.objects.filter(category__isnull=False).get()
    assert (low.low_days, low.high_days) == (0, 3)
    Estimate.objects.update(low_days=1)
    for hours in [30] * 25 + [2] * 3 + [400] * 4:
        past.add(None, "fasos-fasum", hours, received_at=received)
    withdrawn = past.add(None, "fasos-fasum", None, received_at=received)
    past.save()
    estimates.renew(at=received + timedelta(days=1))
    assert EstimateGiven.objects.filter(outcome="").count() >= 1
    Report.objects.filter(pk=withdrawn.pk).update(state="closed", closing="withdrawn")
    for _ in range(2):
        estimates.renew(at=NOW)
    assert not EstimateGiven.objects.filter(report=withdrawn.pk).exists()
    [month] = published.months()
    assert (month.given, month.hit, month.early, month.late) == (32, 25, 3, 4)
    assert month.month.day == 1


def test_killed_before_the_end_it_is_as_before(past: Past) -> None:
    for _ in range(40):
        past.add(None, "fasos-fasum", 24)
    past.save()
    estimates.count(at=NOW - timedelta(days=1))
    before = list(Estimate.objects.values("computed_at", "reports"))
    past.add(None, "fasos-fasum", None, received_at=NOW - timedelta(hours=3))
    past.save()

    def die(run, sql, params, many, context):  # type: ignore[no-untyped-def]
        if "publication_estimate\n" in sql:
            raise KeyboardInterrupt
        return run(sql, params, many, context)

    with pytest.raises(KeyboardInterrupt), connection.execute_wrapper(die):
        estimates.renew(at=NOW)
    assert list(Estimate.objects.values("computed_at", "reports")) == before
    assert not EstimateGiven.objects.exists()
    estimates.renew(at=NOW)
    assert EstimateGiven.objects.count() == 1
    assert not EstimateMonth.objects.exists()


def test_it_is_right_about_eight_times_in_ten_on_a_known_course(past: Past) -> None:
    draw = random.Random(7)
    kinds = {"fasos-fasum": 3.0, "banjir": 12.0}
    for category, mean in kinds.items():
        for _ in range(300):
            past.add(None, category, draw.expovariate(1 / mean) * 24)
    past.save()
    estimates.count(at=NOW)
    hits = 0
    for category, mean in kinds.items():
        found = published.estimate(category=builders.category(category).pk, area=None)
        assert found is not None and found.category
        days = [draw.expovariate(1 / mean) for _ in range(500)]
        hits += sum(found.low_days <= one <= found.high_days for one in days)
    assert 0.75 <= hits / 1000 <= 0.87
