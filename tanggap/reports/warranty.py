"""What comes back at a place where the city said not long ago that it had repaired it.

Asked of the database for many new reports at once, by an index over the points of settled ones.
A confidential report is joined to nothing, and nothing to it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from math import cos, radians
from typing import Any

from django.db import connection

from tanggap.lib import geo
from tanggap.lib.editions import kept
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category, PackSetting

TOPIC = "warranty"
METER = 1 / 111_195  # in degrees, along a meridian
DAYS, METERS = 90, 50

_FIND = """
    SELECT new.id, old.id, new.category_id, old.category_id, new.lat, new.lng, old.lat, old.lng
    FROM reports_report new
    JOIN reports_report old
      ON old.resolved_at IS NOT NULL AND old.lat IS NOT NULL
      AND old.lat BETWEEN new.lat - %(lat)s AND new.lat + %(lat)s
      AND old.lng BETWEEN new.lng - %(lng)s AND new.lng + %(lng)s
    WHERE new.id = ANY(%(ids)s)
      AND NOT new.is_confidential AND NOT old.is_confidential
      AND new.category_id IS NOT NULL AND new.merged_into_id IS NULL
      AND old.id <> new.id AND old.merged_into_id IS NULL
      AND old.state IN ('resolved', 'closed') AND old.closing = 'work'
      AND old.resolved_at <= new.received_at
      AND old.resolved_at >= new.received_at - make_interval(days => %(days)s)
      AND NOT EXISTS (
        SELECT FROM reports_relation r WHERE r.report_id = new.id AND r.kind = 'recurrence'
      )
    ORDER BY new.id, old.resolved_at DESC, old.id DESC
"""


def days() -> timedelta:
    """How long a repair is under warranty, by the pack."""
    return timedelta(days=int(taxonomy.setting("warranty.days", DAYS)))


def returned(ids: Collection[int]) -> dict[int, int]:
    """Of the new reports `ids` those that came back, with the one repaired last. One query."""
    meters = float(taxonomy.setting("warranty.distance_m", METERS))
    found: dict[int, int] = {}
    for new, old, category, other, *points in _near(ids, meters):
        lat, lng, to_lat, to_lng = points
        is_close = geo.distance(lat=lat, lng=lng, to_lat=to_lat, to_lng=to_lng) <= meters
        if is_close and is_kin(category, other):
            found.setdefault(new, old)
    return found


def _near(ids: Collection[int], meters: float) -> list[tuple[Any, ...]]:
    # A degree of longitude is shorter the farther from the equator: the widest place decides.
    sides = {"lat": meters * METER, "lng": meters * METER / cos(radians(60))}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"ids": list(ids), "days": days().days, **sides})
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def is_kin(category: int, other: int) -> bool:
    """Whether a repair of the one answers for the other too."""
    return category == other or any({category, other} <= line for line in _kin())


@kept(PackSetting, Category)
def _kin() -> tuple[frozenset[int], ...]:
    ids = dict(Category.objects.values_list("code", "pk"))
    lines = taxonomy.setting("warranty.kin", [])
    return tuple(frozenset(ids[code] for code in line if code in ids) for line in lines)
