"""When reports arrive: seasons, storms, quiet days, days of the week, hours of the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

_STORMY = {"green": 4.0, "water": 4.0, "light": 1.8, "street": 1.3}
_QUIET = 0.4

Seconds = NDArray[np.int64]


def draw(
    count: int,
    *,
    rng: np.random.Generator,
    shape: dict[str, Any],
    days: Sequence[date],
    group: str,
    kind: str,
    zone: ZoneInfo,
) -> Seconds:
    """`count` moments (seconds since 1970) on `days` for a group of categories at a door."""
    weights = day_weights(shape=shape, days=days, group=group, kind=kind)
    day = rng.choice(len(days), size=count, p=weights)
    midnight = np.array([_midnight(d, zone) for d in days], dtype=np.int64)
    hours = np.array(_hours(shape, group, kind), dtype=float)
    hour = rng.choice(24, size=count, p=hours / hours.sum())
    return midnight[day] + hour * 3600 + rng.integers(0, 3600, size=count)


def day_weights(
    *, shape: dict[str, Any], days: Sequence[date], group: str, kind: str
) -> NDArray[np.float64]:
    """The share of each day, adding up to one."""
    quiet, storms = ({_month_day(d) for d in shape[k]} for k in ("quiet_days", "storm_days"))
    week = shape["weekdays"][_rhythm(kind)]
    months = shape["months"][group]
    storm = _STORMY.get(group, 1.0)
    weights = np.array([months[d.month - 1] * week[d.weekday()] for d in days], dtype=float)
    for i, d in enumerate(days):
        key = d.strftime("%m-%d")
        after_storm = (d - timedelta(days=1)).strftime("%m-%d") in storms
        weights[i] *= _QUIET if key in quiet else 1.0
        weights[i] *= storm if key in storms else 1 + (storm - 1) / 2 if after_storm else 1.0
    share: NDArray[np.float64] = weights / weights.sum()
    return share


def _hours(shape: dict[str, Any], group: str, kind: str) -> list[float]:
    rhythm = _rhythm(kind)
    if rhythm == "app":
        rhythm = shape["rhythm"].get(group, "app")
    return list(shape["hours"][rhythm])


def _rhythm(kind: str) -> str:
    return {"app": "app", "office": "office"}.get(kind, "social")


def _month_day(day: str) -> str:
    return day[5:]


def _midnight(day: date, zone: ZoneInfo) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())
