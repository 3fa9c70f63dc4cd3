"""What a phone read in its photographs before it made them smaller: when and where each was taken.

A smaller picture is a new file, and no longer says so itself.
"""

from __future__ import annotations

import json
import math
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from tanggap.lib.geo import is_point
from tanggap.media.pictures import NO_FACTS, Facts

CLOCKS_DIFFER = timedelta(days=1)


def read(said: str, *, at: datetime) -> list[Facts]:
    """One answer for each file, in their order; whatever doesn't fit says nothing."""
    try:
        rows = json.loads(said or "[]")
    except (ValueError, RecursionError):
        return []
    return [_facts(row, at) for row in rows[:20]] if isinstance(rows, list) else []


def _facts(row: Any, at: datetime) -> Facts:
    if not isinstance(row, dict):
        return NO_FACTS
    lat, lng = _number(row.get("lat")), _number(row.get("lng"))
    taken_at = _moment(row.get("taken_at"), at)
    if lat is None or lng is None or not is_point(lat=lat, lng=lng):
        return Facts(taken_at=taken_at)
    return Facts(taken_at=taken_at, lat=lat, lng=lng)


def _moment(value: Any, at: datetime) -> datetime | None:
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return None
    is_known = moment is not None and moment.tzinfo is not None
    return moment if moment and is_known and moment <= at + CLOCKS_DIFFER else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None
