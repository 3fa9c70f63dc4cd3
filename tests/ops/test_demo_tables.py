"""The published tables come out of the allocation exactly, without a database."""

from __future__ import annotations

from collections import Counter
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tanggap.ops.demo import allocation, echoes, figures
from tanggap.ops.demo.allocation import Plan
from tests.ops.demo_world import PACK, world

ZONE = ZoneInfo("Asia/Jakarta")
FIGURES = figures.read(PACK / "demo")


def plan(*, scale: float = 1.0, seed: int = 2022, year: int = 2022) -> Plan:
    return allocation.allocate(FIGURES, world(), scale=scale, seed=seed, zone=ZONE, year=year)


@pytest.fixture(scope="module")
def year() -> Plan:
    return plan()


def test_channels_are_exact(year: Plan) -> None:
    index = world().door_index
    for channel in FIGURES.channels:
        here = year.door == index[channel.name]
        assert int(here.sum()) == channel.received
        assert int((here & ~year.is_open).sum()) == channel.completed
    assert len(year) == 122_182
    assert int(year.is_open.sum()) == 883


def test_categories_are_exact_and_the_rest_stays_below(year: Plan) -> None:
    counts = Counter(world().topics[i].name for i in year.topic.tolist())
    assert {name: counts[name] for name in FIGURES.categories} == FIGURES.categories
    rest = {name: n for name, n in counts.items() if name not in FIGURES.categories}
    assert sum(rest.values()) == 37_491
    assert len(rest) >= 11
    assert max(rest.values()) <= 3_644


def test_agencies_of_the_national_channel_are_exact(year: Plan) -> None:
    here = year.national >= 0
    assert int(here.sum()) == 906
    received = Counter(year.office[here].tolist())
    received.update(year.support[year.support >= 0].tolist())
    still_open = Counter(year.office[here & year.is_open].tolist())
    still_open.update(year.support[year.support >= 0].tolist())
    names = world().office_by_statistics_name
    for agency in FIGURES.agencies:
        office = names[agency.name]
        assert received[office] == agency.received, agency.name
        assert received[office] - still_open[office] == agency.completed, agency.name
    assert sum(received.values()) == 907


def test_the_nations_ten_categories_are_exact_and_lead(year: Plan) -> None:
    counts = Counter(world().topics[i].key for i in year.national[year.national >= 0].tolist())
    for key, count in FIGURES.national_categories.items():
        assert counts[key] == count
    rest = [n for key, n in counts.items() if key not in FIGURES.national_categories]
    assert max(rest) < min(FIGURES.national_categories.values())


def test_one_report_is_shared_and_one_stands_alone(year: Plan) -> None:
    shared, alone = np.flatnonzero(year.story == 1), np.flatnonzero(year.story == 2)
    assert len(shared) == len(alone) == 1
    assert year.support[shared[0]] >= 0 > year.support[alone[0]]


def test_offices_that_get_delicate_reports_have_case_workers(year: Plan) -> None:
    delicate = np.array([topic.is_delicate for topic in world().topics])[year.topic]
    for office in set(year.office[delicate].tolist()):
        assert world().offices[office].handles_confidential


def test_rainy_months_have_more_trees_and_floods(year: Plan) -> None:
    tree = year.topic == world().city_topics["Pohon"]
    month = np.array(year.at[tree], dtype="datetime64[s]").astype("datetime64[M]").astype(int) % 12
    counts = Counter(month.tolist())
    assert counts[0] > 2 * counts[6]


def test_the_same_seed_gives_the_same_year_and_another_does_not() -> None:
    first, again, other = plan(scale=0.02), plan(scale=0.02), plan(scale=0.02, seed=7)
    assert (first.at == again.at).all()
    assert (first.office == again.office).all()
    assert not (first.at == other.at).all()


def test_a_small_year_keeps_the_proportions() -> None:
    small = plan(scale=0.02)
    assert abs(len(small) - 122_182 * 0.02) < 30
    app = small.door == world().door_index["JAKI"]
    assert abs(app.sum() / len(small) - 111_133 / 122_182) < 0.01
    assert int((small.story > 0).sum()) == 2


def test_numbers_never_repeat_and_follow_arrival(year: Plan) -> None:
    found = echoes.find(year, corners=[9] * len(world().villages), offset=7 * 3600, seed=1)
    pairs = set(zip(found.day.tolist(), found.seq.tolist(), strict=True))
    assert len(pairs) == len(year)
    assert int(found.seq.min()) == 1
    assert int(found.seq.max()) < 10_000
    echoed = np.flatnonzero(found.earlier >= 0)
    assert len(echoed) > 2_000
    assert (found.corner[echoed] == found.corner[found.earlier[echoed]]).all()
    assert (year.at[echoed] >= year.at[found.earlier[echoed]]).all()
