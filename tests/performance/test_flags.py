"""Red flags: which card breaks which limit, and whose reports count in it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import editions
from tanggap.people.models import User
from tanggap.performance import actions, flags
from tanggap.performance.counting import Month
from tanggap.performance.formula import Wrong
from tanggap.performance.models import Score
from tanggap.taxonomy.models import PackSetting
from tests import builders
from tests.builders import Cast, Story, agency

NOVEMBER = Month.of(builders.MONDAY)
LATE: dict[str, Any] = {"figure": "late", "of": "received", "above": 20, "at_least": 10}


def raised(table: list[dict[str, Any]], **figures: Any) -> list[Decimal]:
    return [one.value for one in flags.raised(flags.read(table), SimpleNamespace(**figures))]


@given(late=st.integers(0, 300), others=st.integers(0, 300))
def test_a_share_is_flagged_above_its_limit_and_from_enough_reports_on(
    late: int, others: int
) -> None:
    received = late + others
    found = raised([LATE], late=late, received=received)
    assert bool(found) == (received >= 10 and late * 5 > received)
    assert all(value == Decimal(late) * 100 / received for value in found)


def test_a_rating_is_flagged_below_its_limit_and_never_without_one() -> None:
    stars = [{"figure": "stars_mean", "below": 3, "at_least": 5}]
    assert raised(stars, stars_mean=Decimal("2.99"), stars_count=5) == [Decimal("2.99")]
    assert not raised(stars, stars_mean=Decimal("3.00"), stars_count=5)
    assert not raised(stars, stars_mean=Decimal("1.00"), stars_count=4)
    assert not raised(stars, stars_mean=None, stars_count=0)
    assert not raised([{"figure": "hours_median", "above": 1}], hours_median=None, followed_up=2)


@pytest.mark.parametrize(
    "row",
    [
        {"figure": "late", "above": 1},
        {"figure": "stars_mean", "of": "received", "above": 1},
        {"figure": "late", "of": "nothing", "above": 1},
        {"figure": "late", "of": "received"},
        {"figure": "late", "of": "received", "above": 1, "below": 2},
        {"figure": "late", "of": "received", "above": "viel"},
        {"figure": "late", "of": "received", "above": 1, "atleast": 2},
    ],
)
def test_a_limit_that_can_not_be_is_refused(row: dict[str, Any]) -> None:
    with pytest.raises(Wrong):
        flags.read([row])


@pytest.mark.django_db
def test_what_an_office_passed_on_is_no_part_of_its_flags(client: Client) -> None:
    """Three reports that it had for weeks and gave away as not its own; one it kept too long."""
    PackSetting.objects.filter(code="performance.flags").update(value=[LATE | {"at_least": 1}])
    editions.look_again()
    cast = Cast()
    Story(cast=cast).to("in_progress")
    for verb in ("give_back", "give_back", "coordinate"):
        story = Story(cast=cast)
        story.verify()
        story.tick(days=12)
        to = {"to": agency(builders.BRANCH)} if verb == "coordinate" else {}
        story.do(verb, cast.lurah, reason="Bukan wewenang kami.", **to)
    actions.recompute(NOVEMBER, at=builders.MONDAY + timedelta(days=40))
    village = Score.objects.get(agency__code=builders.VILLAGE, scope="own", month=NOVEMBER.first)
    assert (village.received, village.late) == (1, 1)
    assert [one.value for one in flags.raised(flags.current(), village)] == [100]
    december = NOVEMBER.next
    actions.recompute(december, at=builders.MONDAY + timedelta(days=40))
    then = Score.objects.get(agency__code=builders.VILLAGE, scope="own", month=december.first)
    assert (then.received, then.late, then.returned, then.passed_on) == (0, 0, 2, 1)
    assert not flags.raised(flags.current(), then)
    client.force_login(User.objects.get(pk=cast.governor.user_id))
    card = client.get(f"/kinerja/2026-11/{builders.VILLAGE}/").content.decode()
    assert "Terlambat 100,0 % dari Diterima; paling banyak 20 %." in card
    assert "1 bendera merah" in client.get("/kinerja/?month=2026-11").content.decode()
    after = client.get(f"/kinerja/2026-12/{builders.VILLAGE}/").content.decode()
    assert "Semua angka di dalam batas" in after
