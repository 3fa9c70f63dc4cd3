"""Figures of offices alone, with those below, and without what must stay hidden."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tanggap.people.models import Agency
from tanggap.performance import actions
from tanggap.performance.counting import Month
from tanggap.performance.models import Fact, Score
from tanggap.performance.vocabulary import Scope
from tests import builders
from tests.builders import Cast, Story, agency

pytestmark = pytest.mark.django_db
NOVEMBER = Month.of(builders.MONDAY)
LATER = builders.MONDAY + timedelta(days=20)


def score(office: str, scope: str = Scope.OWN) -> Score | None:
    rows = Score.objects.filter(month=NOVEMBER.first, agency__code=office, scope=scope)
    return rows.first()


def worlds() -> Cast:
    """Two finished in the village, one of them late; one passed on to the branch, still open."""
    cast = Cast()
    Story(cast=cast).to("closed")
    slow = Story(cast=cast)
    slow.verify()
    slow.accept()
    slow.tick(days=9)
    slow.resolve()
    passed = Story(cast=cast)
    passed.verify()
    branch = agency(builders.BRANCH)
    passed.do("coordinate", cast.lurah, to=branch, reason="Jalan kota.")
    return cast


def test_an_office_is_judged_for_what_stayed_with_it() -> None:
    worlds()
    actions.recompute(NOVEMBER, at=LATER)
    village, branch = score(builders.VILLAGE), score(builders.BRANCH)
    assert village and branch
    assert (village.received, village.followed_up, village.on_time, village.late) == (2, 2, 1, 1)
    assert (village.passed_on, village.on_time_share) == (1, Decimal("50.00"))
    assert (village.stars_count, village.stars_mean) == (1, Decimal("5.00"))
    assert (branch.received, branch.late, branch.followed_up) == (1, 1, 0)


def test_time_is_the_offices_own() -> None:
    worlds()
    actions.recompute(NOVEMBER, at=LATER)
    village = score(builders.VILLAGE)
    # One hour to accept and one to resolve; the other one nine days longer.
    assert village and village.hours_mean == Decimal("110.00")
    assert village.hours_median == Decimal("110.00")


def test_those_below_count_with_whoever_is_above() -> None:
    worlds()
    actions.recompute(NOVEMBER, at=LATER)
    for office, received in ((builders.DISTRICT, 2), (builders.CITY, 2), (builders.DEPARTMENT, 1)):
        row = score(office, Scope.WHOLE)
        assert row and row.received == received, office
        assert score(office) is None
    root = Agency.objects.get(parent=None, is_dispatcher=False)
    whole = score(root.code, Scope.WHOLE)
    assert whole and whole.received == 3
    assert score(builders.VILLAGE, Scope.WHOLE) is None, "nobody lies below a village"


def test_confidential_reports_count_and_are_left_out_of_the_open_figures() -> None:
    cast = worlds()
    secret = Story(cast=cast)
    secret.verify(to=agency("inspektorat"), category=builders.category("pungutan-liar"))
    actions.recompute(NOVEMBER, at=LATER)
    official, shown = score("inspektorat"), score("inspektorat", Scope.OWN_OPEN)
    assert official and (official.received, official.hidden, official.hides) == (1, 1, True)
    assert shown and (shown.received, shown.hidden, shown.hides) == (0, 0, False)
    assert score(builders.VILLAGE, Scope.OWN_OPEN) is None, "nothing to leave out"
    root = Agency.objects.get(parent=None, is_dispatcher=False).code
    whole, open_whole = score(root, Scope.WHOLE), score(root, Scope.WHOLE_OPEN)
    assert whole and open_whole and (whole.received, open_whole.received) == (4, 3)


def test_counting_again_changes_nothing_but_the_time() -> None:
    worlds()
    actions.recompute(NOVEMBER, at=LATER)
    before = list(Score.objects.order_by("agency", "scope").values())
    facts = Fact.objects.count()
    actions.recompute(NOVEMBER, at=LATER)
    assert list(Score.objects.order_by("agency", "scope").values()) == before
    assert Fact.objects.count() == facts == 4


def test_recent_months_are_this_one_and_the_last() -> None:
    worlds()
    actions.recompute_recent(at=builders.MONDAY + timedelta(days=15))
    assert set(Score.objects.values_list("month", flat=True)) == {NOVEMBER.first}
    assert not Score.objects.filter(computed_at__lt=builders.MONDAY).exists()
