"""How long reports like the one being written take, once its kind and its place are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanggap.places import queries as places
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import estimates
from tanggap.web.portal.filing import points, preview


def of(typed: Mapping[str, Any]) -> estimates.Said | None:
    """None while the category or the area is open, and of a secret one: those aren't counted."""
    category = taxonomy.category_ids().get(str(typed.get("category", "")))
    area = places.area(points.area_code(typed))
    if category is None or area is None or preview.is_secret(typed):
        return None
    return estimates.before_filing(category=category, area=area.id)
