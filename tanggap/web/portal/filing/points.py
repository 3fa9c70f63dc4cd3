"""Where a form that is still being written says that it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tanggap.places import queries as places


def number(value: Any) -> float | None:
    """Degrees as a form carries them; None for anything else."""
    try:
        found = float(value)
    except (TypeError, ValueError):
        return None
    return found if math.isfinite(found) else None


def point(typed: Mapping[str, Any]) -> tuple[float, float] | None:
    """Latitude and longitude, where both are there."""
    lat, lng = number(typed.get("lat")), number(typed.get("lng"))
    return None if lat is None or lng is None else (lat, lng)


def area_code(typed: Mapping[str, Any]) -> str:
    """The code of the area that was chosen, or that the point lies in; "" when unknown."""
    code = str(typed.get("area") or "")
    at = point(typed)
    if not code and at:
        code = places.locate(lat=at[0], lng=at[1]).area_code or ""
    return code if code and places.area(code) else ""
