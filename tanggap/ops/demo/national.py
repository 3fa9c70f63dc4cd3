"""The reports of the channel whose agencies the city counted one by one.

Every report belongs to exactly one agency's line, except one that two agencies share; so there is
one report fewer than assignments. Each report also gets the nation's category, whose ten largest
come out as published, and the city's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from tanggap.ops.demo.figures import Figures
from tanggap.ops.demo.world import World


@dataclass(slots=True)
class NationalReport:
    """One report; the numbers are indices into the world's tuples, `support` -1 for none."""

    office: int
    national: int
    city: int
    support: int = -1
    is_open: bool = False
    area: str = ""
    story: int = 0


@dataclass(slots=True)
class _Slot:
    agency: str
    rule: dict[str, Any]
    national: str = ""


def allocate(figures: Figures, world: World, *, rng: Random) -> list[NationalReport]:
    """All reports of that channel, the shared one first, then the other open one."""
    shape = figures.shape["lapor"]
    stories = [shape["shared"], shape["alone"]]
    slots = _slots(figures, shape)
    wanted = Counter(figures.national_categories)
    wanted.subtract(story["national"] for story in stories)
    _match(slots, wanted, rng)
    _fill_rest(slots, min(figures.national_categories.values()) - 1)
    reports = [_story(story, number, world) for number, story in enumerate(stories, 1)]
    return reports + _placed(slots, world, figures, reports, rng)


def _slots(figures: Figures, shape: dict[str, Any]) -> list[_Slot]:
    counts = {agency.name: agency.received for agency in figures.agencies}
    for name in (shape["shared"]["lead"], shape["shared"]["supporting"], shape["alone"]["lead"]):
        counts[name] -= 1
    return [
        _Slot(agency, _rule(agency, shape["rules"]))
        for agency, count in counts.items()
        for _ in range(count)
    ]


def _rule(agency: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return next(rule for rule in rules if re.search(rule["match"], agency))


def _match(slots: list[_Slot], wanted: Counter[str], rng: Random) -> None:
    """Give each published category its number of reports, the narrowest categories first."""
    reach = Counter({c: sum(c in slot.rule["national"] for slot in slots) for c in wanted})
    for category in sorted(wanted, key=lambda c: (reach[c] - wanted[c], c)):
        free = [slot for slot in slots if not slot.national and category in slot.rule["national"]]
        if len(free) < wanted[category]:
            raise ValueError(f"only {len(free)} reports can carry {category}")
        free.sort(key=lambda slot: rng.random() ** (1 / slot.rule["national"][category]))
        for slot in free[len(free) - wanted[category] :]:
            slot.national = category


def _fill_rest(slots: list[_Slot], limit: int) -> None:
    """Spread the others over the rules' own lists, none above `limit`."""
    used: Counter[str] = Counter()
    for slot in slots:
        if not slot.national:
            slot.national = min(slot.rule["other"], key=lambda c: (used[c], c))
            used[slot.national] += 1
    over = {c: n for c, n in used.items() if n > limit}
    if over:
        raise ValueError(f"more than {limit} reports in {over}")


def _story(story: dict[str, Any], number: int, world: World) -> NationalReport:
    names = world.office_by_statistics_name
    return NationalReport(
        office=names[story["lead"]],
        support=names[story["supporting"]] if "supporting" in story else -1,
        national=_national(world, story["national"]),
        city=world.city_topics[story["city"]],
        area=story["area"],
        is_open=True,
        story=number,
    )


def _placed(
    slots: list[_Slot],
    world: World,
    figures: Figures,
    stories: list[NationalReport],
    rng: Random,
) -> list[NationalReport]:
    room = Counter(figures.all_categories())
    room.subtract(world.topics[report.city].name for report in stories)
    rows = []
    for slot in slots:
        city = _city(slot, room, rng)
        room[city] -= 1
        office = world.office_by_statistics_name[slot.agency]
        national = _national(world, slot.national)
        rows.append(NationalReport(office, national, world.city_topics[city]))
    rng.shuffle(rows)
    return rows


def _city(slot: _Slot, room: Counter[str], rng: Random) -> str:
    """One of the rule's categories that still has room; half of each is kept for other doors."""
    names: list[str] = slot.rule["city"]
    choice = rng.choice(names)
    return choice if room[choice] > 20 else max(names, key=lambda name: room[name])


def _national(world: World, key: str) -> int:
    """The index of the national category "level 1 > level 2"; raises KeyError."""
    return world.national_topics[key.lower()]
