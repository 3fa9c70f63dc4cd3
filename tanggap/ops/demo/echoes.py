"""Which reports speak of the same place again, where each lies, and what number each carries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tanggap.ops.demo.allocation import Ints, Plan
from tanggap.ops.demo.clockwork import DAY

_AGAIN_DAYS = (6, 85)  # a recurrence: long enough to have been fixed, within the warranty
_TWICE_DAYS = (0, 2)  # the same problem, reported by a neighbour
_AGAIN_SHARE = 0.05
_TWICE_SHARE = 0.3


@dataclass(frozen=True)
class Echoes:
    """Columns beside a plan's: the earlier report (row or -1), how it relates, corner, number."""

    earlier: Ints
    is_again: NDArray[np.bool_]
    corner: Ints
    day: Ints  # days since 1970 in the instance's zone
    seq: Ints  # the how-manieth of its day


def find(plan: Plan, *, corners: list[int], offset: int, seed: int) -> Echoes:
    """The echoes of a plan; `corners` says how many each kelurahan has, `offset` is seconds."""
    rng = np.random.default_rng([seed, plan.year, 7])
    earlier, is_again = _earlier(plan, rng)
    corner = rng.integers(0, np.array(corners)[plan.village])
    for row in np.flatnonzero(earlier >= 0).tolist():  # in the order of arrival
        corner[row] = corner[earlier[row]]
    day = (plan.at + offset) // DAY
    first = np.searchsorted(day, day)
    return Echoes(earlier, is_again, corner, day, np.arange(len(plan)) - first + 1)


def _earlier(plan: Plan, rng: np.random.Generator) -> tuple[Ints, NDArray[np.bool_]]:
    order = np.lexsort((plan.at, plan.village, plan.topic))
    before, after = order[:-1], order[1:]
    same = (plan.topic[before] == plan.topic[after]) & (plan.village[before] == plan.village[after])
    gap = (plan.at[after] - plan.at[before]) / DAY
    plain = ~plan.is_open[before] & (plan.national[after] < 0) & (plan.national[before] < 0)
    dice = rng.random(len(gap))
    again = same & plain & _between(gap, _AGAIN_DAYS) & (dice < _AGAIN_SHARE)
    twice = same & plain & _between(gap, _TWICE_DAYS) & (dice < _TWICE_SHARE)
    earlier = np.full(len(plan), -1)
    chosen = again | twice
    earlier[after[chosen]] = before[chosen]
    is_again = np.zeros(len(plan), dtype=bool)
    is_again[after[again]] = True
    return earlier, is_again


def _between(gap: NDArray[np.float64], bounds: tuple[int, int]) -> NDArray[np.bool_]:
    return (gap >= bounds[0]) & (gap < bounds[1])
