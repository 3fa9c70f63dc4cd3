"""The published figures of the demo's year and the pack's assumptions about the rest."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class ChannelFigure:
    """One line of the channel table."""

    name: str
    received: int
    completed: int


@dataclass(frozen=True, slots=True)
class AgencyFigure:
    """One line of the agency table of one channel: assignments, not reports."""

    name: str
    received: int
    completed: int


@dataclass(frozen=True)
class Figures:
    """The tables, and `shape`: the pack's weights for what no table says."""

    year: int
    channels: tuple[ChannelFigure, ...]
    categories: dict[str, int]
    national_categories: dict[str, int]
    agencies: tuple[AgencyFigure, ...]
    population: dict[str, int]
    shape: dict[str, Any]

    @property
    def total(self) -> int:
        """Reports received in the year, all channels."""
        return sum(channel.received for channel in self.channels)

    def all_categories(self) -> dict[str, int]:
        """Every category with its reports: the table's exact, the rest by weight under its last."""
        rest = self.total - sum(self.categories.values())
        limit = min(self.categories.values())
        weights = self.shape["other_categories"]
        others = apportion(rest, {name: float(weight) for name, weight in weights.items()})
        if max(others.values()) > limit:
            raise ValueError(f"a category outside the table would pass {limit}: {others}")
        return self.categories | others


def read(folder: Path) -> Figures:
    """The figures in `folder` (a pack's `demo`); raises OSError or KeyError on missing data."""
    shape = tomllib.loads((folder / "shape.toml").read_text())
    year = shape["year"]
    channels = _rows(folder / f"channels_{year}.csv")
    agencies = _rows(folder / f"lapor_agencies_{year}.csv")
    national = _rows(folder / f"lapor_categories_{year}.csv")
    return Figures(
        year=year,
        channels=tuple(
            ChannelFigure(r["channel"], int(r["received"]), int(r["completed"])) for r in channels
        ),
        categories={
            r["category"]: int(r["reports"]) for r in _rows(folder / f"categories_{year}.csv")
        },
        national_categories={
            f"{r['category_level1']} > {r['category_level2']}": int(r["reports"]) for r in national
        },
        agencies=tuple(
            AgencyFigure(r["agency"], int(r["received"]), int(r["completed"])) for r in agencies
        ),
        population={
            r["region"]: int(r["population"]) for r in _rows(folder / f"population_{year}.csv")
        },
        shape=shape,
    )


def apportion(total: int, weights: dict[str, float]) -> dict[str, int]:
    """`total` split by `weights` into whole numbers that add up (largest remainder)."""
    scale = total / (sum(weights.values()) or 1)
    exact = {key: weight * scale for key, weight in weights.items()}
    counts = {key: int(value) for key, value in exact.items()}
    order = sorted(exact, key=lambda key: (counts[key] - exact[key], key))
    for key in order[: total - sum(counts.values())]:
        counts[key] += 1
    return counts


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))
