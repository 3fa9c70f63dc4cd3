"""Marked days are counted again, each after a rest that grows with its reports."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from tanggap.insights import actions as insights
from tanggap.insights import facts
from tanggap.lib import marks
from tanggap.publication import actions as publication
from tanggap.publication.models import DayTotal
from tests import builders
from tests.builders import MONDAY, Story

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


def received() -> list[tuple[date, int]]:
    return list(DayTotal.objects.order_by("day").values_list("day", "received"))


def another(cast: builders.Cast, *, at: datetime = MONDAY) -> None:
    Story(cast=cast, at=at)
    marks.work("publishing")


def test_a_day_is_counted_when_its_reports_changed_and_only_then() -> None:
    cast = builders.Cast()
    another(cast)
    another(cast, at=MONDAY + timedelta(days=2))
    assert publication.marked_days() == [DAY, DAY + timedelta(days=2)]
    assert insights.refresh_marked(at=MONDAY) == 2
    assert received() == [(DAY, 1), (DAY + timedelta(days=2), 1)]
    assert publication.marked_days() == []
    assert insights.refresh_marked(at=MONDAY + timedelta(hours=1)) == 0


def test_a_day_rests_and_is_then_right() -> None:
    cast = builders.Cast()
    another(cast)
    insights.refresh_marked(at=MONDAY)
    another(cast)
    soon = MONDAY + timedelta(seconds=facts.REST_LEAST - 1)
    assert insights.refresh_marked(at=soon) == 0
    assert publication.marked_days() == [DAY]
    assert received() == [(DAY, 1)]
    later = MONDAY + timedelta(seconds=facts.REST_LEAST)
    assert insights.refresh_marked(at=later) == 1
    assert received() == [(DAY, 2)]


@pytest.mark.parametrize(
    ("reports", "seconds"), [(1, 45), (4_000, 45), (30_000, 300), (9_000_000, 3600)]
)
def test_the_rest_grows_with_the_day(reports: int, seconds: int) -> None:
    another(builders.Cast())
    insights.refresh_marked(at=MONDAY)
    DayTotal.objects.update(received=reports)
    asleep, awake = (MONDAY + timedelta(seconds=s) for s in (seconds - 1, seconds))
    assert facts.rested([DAY], at=asleep) == []
    assert facts.rested([DAY], at=awake) == [DAY]


def test_killed_while_counting_it_counts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def die(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    another(builders.Cast())
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(facts, "recompute", die)
        insights.refresh_marked(at=MONDAY)
    assert (received(), publication.marked_days()) == ([], [DAY])
    insights.refresh_marked(at=MONDAY)
    assert received() == [(DAY, 1)]


def test_a_report_of_the_last_minute_before_midnight_marks_the_city_s_day() -> None:
    another(builders.Cast(), at=datetime.fromisoformat("2026-11-23T23:59:00+07:00"))
    assert publication.marked_days() == [DAY]


def test_what_was_marked_before_stays_marked() -> None:
    """The migration turns a date into its ordinal as Python does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::date - date '0001-01-01' + 1", [DAY])
        assert cursor.fetchone() == (DAY.toordinal(),)
