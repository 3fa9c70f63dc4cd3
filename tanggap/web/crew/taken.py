"""When and where photographs were taken, as the browser that sends them says it.

A camera's own word in the file goes first; browsers of many phones remove it from what they send.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tanggap.lib.geo import is_point
from tanggap.reports.actions import Photo

LONGEST = timedelta(hours=12)  # between taking one and sending it, with the page open


def fill(photos: Sequence[Photo], said: str, *, at: datetime) -> list[Photo]:
    """The photographs with what their files left out, from `said`, one part for each in order.

    Whatever doesn't fit is left aside: the script wrote it, and nobody could put it right.
    """
    rows = _rows(said)
    if len(rows) != len(photos):
        return list(photos)
    return [_filled(photo, row, at) for photo, row in zip(photos, rows, strict=True)]


def _rows(said: str) -> list[Any]:
    try:
        found = json.loads(said or "[]")
    except (ValueError, RecursionError):
        return []
    return found if isinstance(found, list) else []


def _filled(photo: Photo, row: Any, at: datetime) -> Photo:
    if not isinstance(row, dict):
        return photo
    seconds, lat, lng = (_number(row.get(key)) for key in ("ago", "lat", "lng"))
    if seconds is not None and photo.taken_at is None and 0 <= seconds <= LONGEST.total_seconds():
        photo = replace(photo, taken_at=at - timedelta(seconds=seconds))
    is_placed = lat is not None and lng is not None and is_point(lat=lat, lng=lng)
    return replace(photo, lat=lat, lng=lng) if is_placed and photo.lat is None else photo


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and math.isfinite(value) else None
