"""Which report came through which door, about what, where, when, to whom: pure and seeded.

The tables' margins come out exactly at scale 1; below it they shrink in proportion, above it the
year is repeated. Every column of a plan has one entry per report, in the order of arrival.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, timedelta
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from tanggap.ops.demo import moments, national
from tanggap.ops.demo.figures import Figures, apportion
from tanggap.ops.demo.world import World

Ints = NDArray[np.int64]
# A report late in the year is likelier to be open at its end; days for the odds to fall by e.
_OPEN_DECAY_DAYS = 75.0


@dataclass(frozen=True)
class Plan:
    """Columns of equal length; numbers are indices into the world's tuples, -1 for none."""

    year: int
    door: Ints
    topic: Ints
    village: Ints
    office: Ints
    support: Ints
    national: Ints
    story: Ints
    is_open: NDArray[np.bool_]
    at: Ints

    def __len__(self) -> int:
        return len(self.at)


def allocate(
    figures: Figures, world: World, *, scale: float, seed: int, zone: ZoneInfo, year: int
) -> Plan:
    """One year at `scale` (at most 1); the same arguments give the same plan."""
    rng = np.random.default_rng([seed, year])
    nation = national.allocate(figures, world, rng=Random(seed))
    nation = nation[: max(2, round(len(nation) * min(scale, 1.0)))]
    door, is_open = _doors(figures, world, scale, len(nation))
    topic, rows = _topics(figures, world, door, nation, rng, scale)
    at = _moments(figures, world, door, topic, rng, zone, year)
    village = _villages(figures, world, len(door), rng)
    office = _offices(figures, world, door, topic, village, rng)
    plan = Plan(
        year=year, door=door, topic=topic, village=village, office=office,
        support=np.full(len(door), -1), national=np.full(len(door), -1),
        story=np.zeros(len(door), dtype=np.int64), is_open=_opened(door, at, is_open, rng), at=at,
    )  # fmt: skip
    _write_nation(plan, nation, rows, world, rng)
    return _sorted(plan)


def _doors(
    figures: Figures, world: World, scale: float, nation: int
) -> tuple[Ints, dict[int, int]]:
    """The door of every report, door by door, and how many of each stay open."""
    received = _scaled({c.name: c.received for c in figures.channels}, scale)
    opened = _scaled({c.name: c.received - c.completed for c in figures.channels}, scale)
    special = figures.shape["lapor_channel"]
    if scale < 1:
        received[special], opened[special] = nation, 2
    index = world.door_index
    columns = [np.full(count, index[name]) for name, count in received.items()]
    counts = {index[name]: n for name, n in opened.items() if name != special}
    return np.concatenate(columns), counts


def _scaled(counts: dict[str, int], scale: float) -> dict[str, int]:
    if scale >= 1:
        return counts
    return apportion(round(sum(counts.values()) * scale), {k: float(v) for k, v in counts.items()})


def _topics(
    figures: Figures,
    world: World,
    door: Ints,
    nation: list[national.NationalReport],
    rng: np.random.Generator,
    scale: float,
) -> tuple[Ints, Ints]:
    """The category of every report, and the rows that belong to the national channel."""
    room = _scaled(figures.all_categories(), scale)
    topics = np.full(len(door), -1)
    special = world.door_index[figures.shape["lapor_channel"]]
    rows = np.flatnonzero(door == special)
    topics[rows] = [report.city for report in nation]
    names = list(room)
    index = np.array([world.city_topics[name] for name in names])
    left = np.array([room[name] for name in names]) - (topics[rows][:, None] == index).sum(axis=0)
    left = np.maximum(left, 0)
    others = [d for d in np.unique(door) if d != special]
    others.sort(key=lambda d: int((door == d).sum()))
    for d in others:
        here = np.flatnonzero(door == d)
        chosen = _draw_topics(figures, world, int(d), len(here), names, left, rng)
        topics[here] = index[rng.permutation(chosen)]
    return topics, rows


def _draw_topics(
    figures: Figures,
    world: World,
    door: int,
    count: int,
    names: list[str],
    left: Ints,
    rng: np.random.Generator,
) -> Ints:
    """Positions into `names` for one door, drawn from what is `left` (which shrinks)."""
    leaning = figures.shape["channel_groups"].get(kind_of(figures, world, door), {})
    groups = group_of(figures)
    lean = np.array([leaning.get(groups[name], 1.0) for name in names])
    bag = np.repeat(np.arange(len(names)), left)
    if count < len(bag):
        keys = rng.random(len(bag)) ** (1 / lean[bag])
        bag = bag[np.argpartition(keys, len(bag) - count)[len(bag) - count :]]
    short = count - len(bag)
    chosen = np.concatenate([bag, rng.integers(0, len(names), size=max(short, 0))])
    np.subtract.at(left, bag, 1)
    return chosen


def kind_of(figures: Figures, world: World, door: int) -> str:
    """The kind of a door: app, office, letter, social or press."""
    return str(figures.shape["channel_kinds"].get(world.doors[door].name, "social"))


def group_of(figures: Figures) -> dict[str, str]:
    """The group of every category the demo uses."""
    groups = figures.shape["groups"]
    return {name: group for group, names in groups.items() for name in names}


def _moments(
    figures: Figures,
    world: World,
    door: Ints,
    topic: Ints,
    rng: np.random.Generator,
    zone: ZoneInfo,
    year: int,
) -> Ints:
    days = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
    groups = group_of(figures)
    group = np.array([groups.get(t.name, "people") for t in world.topics])[topic]
    kind = np.array([kind_of(figures, world, i) for i in range(len(world.doors))])[door]
    at = np.zeros(len(door), dtype=np.int64)
    for g, k in sorted({*zip(group.tolist(), kind.tolist(), strict=True)}):
        rows = np.flatnonzero((group == g) & (kind == k))
        at[rows] = moments.draw(
            len(rows), rng=rng, shape=figures.shape, days=days, group=g, kind=k, zone=zone
        )
    return at


def _villages(figures: Figures, world: World, count: int, rng: np.random.Generator) -> Ints:
    """A kelurahan for every report: by the city's inhabitants, uneven within the city."""
    activity = figures.shape["regions"]
    people = {_last(name): count for name, count in figures.population.items()}
    uneven = Random(figures.year)
    weights = np.array([uneven.lognormvariate(0, 0.55) for _ in world.villages])
    cities = np.array([v.city for v in world.villages])
    for city in sorted(set(cities.tolist())):
        here = cities == city
        name = next(v.city_name for v in world.villages if v.city == city)
        share = people[_last(name)] * activity.get(city, 1.0)
        weights[here] *= share / weights[here].sum()
    return rng.choice(len(world.villages), size=count, p=weights / weights.sum())


def _last(name: str) -> str:
    return name.split()[-1].lower()


def _offices(
    figures: Figures,
    world: World,
    door: Ints,
    topic: Ints,
    village: Ints,
    rng: np.random.Generator,
) -> Ints:
    """Who ends up doing the work: the mandate's office, or the kelurahan where it can."""
    pairs, inverse = np.unique(topic * len(world.villages) + village, return_inverse=True)
    leads = np.array([_lead(world, int(pair)) for pair in pairs])[inverse]
    groups, shares = group_of(figures), figures.shape["settled_on_the_spot"]
    share = np.array([shares.get(groups.get(t.name, ""), 0.0) for t in world.topics])[topic]
    local = np.array(world.village_office)[village]
    return np.where(rng.random(len(door)) < share, local, leads)


def _lead(world: World, pair: int) -> int:
    topic, village = divmod(pair, len(world.villages))
    return world.lead_for(world.topics[topic], world.villages[village])


def _opened(
    door: Ints, at: Ints, counts: dict[int, int], rng: np.random.Generator
) -> NDArray[np.bool_]:
    """Which reports stay open: a weighted draw per door, late arrivals first."""
    opened = np.zeros(len(door), dtype=bool)
    for d, count in counts.items():
        rows = np.flatnonzero(door == d)
        odds = (at[rows] - at.max()) / 86_400 / _OPEN_DECAY_DAYS
        keys = odds + rng.gumbel(size=len(rows))
        opened[rows[np.argsort(keys)[len(rows) - count :]]] = True
    return opened


def _write_nation(
    plan: Plan,
    nation: list[national.NationalReport],
    rows: Ints,
    world: World,
    rng: np.random.Generator,
) -> None:
    for row, report in zip(rows.tolist(), nation, strict=True):
        plan.office[row], plan.support[row] = report.office, report.support
        plan.national[row], plan.story[row] = report.national, report.story
        plan.is_open[row] = report.is_open
        plan.village[row] = _village_within(world, report, int(plan.village[row]), rng)


def _village_within(
    world: World, report: national.NationalReport, drawn: int, rng: np.random.Generator
) -> int:
    """A kelurahan inside the office's own area: the drawn one if it fits."""
    area = report.area or world.offices[report.office].area
    if world.villages[drawn].code.startswith(area):
        return drawn
    inside = [i for i, v in enumerate(world.villages) if v.code.startswith(area)]
    return int(rng.choice(inside))


def _sorted(plan: Plan) -> Plan:
    order = np.argsort(plan.at, kind="stable")
    columns = {f.name: getattr(plan, f.name)[order] for f in fields(plan) if f.name != "year"}
    return Plan(year=plan.year, **columns)
