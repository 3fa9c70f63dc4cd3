"""What comes back at a place where the city said not long ago that it had repaired it.

Asked of the database for many new reports at once, by an index over the squares of settled ones.
A confidential report is joined to nothing, and nothing to it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from django.db import connection

from tanggap.lib import geo
from tanggap.lib.editions import kept
from tanggap.reports.models.report import GRID
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category, PackSetting

TOPIC = "warranty"
DAYS, METERS = 90, 50

_NEW = """
    SELECT new.id, new.category_id, new.lat, new.lng, new.received_at
    FROM reports_report new
    WHERE new.id = ANY(%(ids)s) AND new.lat IS NOT NULL AND NOT new.is_confidential
      AND new.category_id IS NOT NULL AND new.merged_into_id IS NULL
      AND NOT EXISTS (
        SELECT FROM reports_relation r WHERE r.report_id = new.id AND r.kind = 'recurrence'
      )
"""
# Square by square, each with its own look into the index: left to choose, the planner reads all
# reports. The words are those of the index `report_settled_square`.
_REPAIRED = f"""
    SELECT place.id, old.id, old.category_id, old.lat, old.lng
    FROM unnest(%(ids)s::integer[], %(rows)s::integer[], %(columns)s::integer[],
                %(times)s::timestamptz[]) AS place (id, grid_row, grid_column, at)
    CROSS JOIN LATERAL (
      SELECT * FROM reports_report old
      WHERE floor(old.lat * {GRID})::integer = place.grid_row
        AND floor(old.lng * {GRID})::integer = place.grid_column
        AND old.lat IS NOT NULL AND old.resolved_at IS NOT NULL
        AND old.resolved_at <= place.at
        AND old.resolved_at >= place.at - make_interval(days => %(days)s)
        AND NOT old.is_confidential AND old.merged_into_id IS NULL AND old.id <> place.id
        AND old.state IN ('resolved', 'closed') AND old.closing = 'work'
      OFFSET 0
    ) old
    ORDER BY place.id, old.resolved_at DESC, old.id DESC
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class _New:
    """A new report that may have come back."""

    id: int
    category: int
    lat: float
    lng: float
    received_at: datetime


def days() -> timedelta:
    """How long a repair is under warranty, by the pack."""
    return timedelta(days=int(taxonomy.setting("warranty.days", DAYS)))


def returned(ids: Collection[int]) -> dict[int, int]:
    """Of the new reports `ids` those that came back, with the one repaired last. Two queries."""
    meters = float(taxonomy.setting("warranty.distance_m", METERS))
    new = {row.id: row for row in _new(ids)}
    found: dict[int, int] = {}
    for key, old, category, lat, lng in _repaired(new.values(), meters):
        one = new[key]
        away = geo.distance(lat=one.lat, lng=one.lng, to_lat=lat, to_lng=lng)
        if away <= meters and is_kin(one.category, category):
            found.setdefault(key, old)
    return found


def _new(ids: Collection[int]) -> list[_New]:
    with connection.cursor() as cursor:
        cursor.execute(_NEW, {"ids": list(ids)})
        return [_New(*row) for row in cursor.fetchall()]


def _repaired(new: Iterable[_New], meters: float) -> list[tuple[Any, ...]]:
    places = [(row, *square) for row in new for square in _squares(row.lat, row.lng, meters)]
    if not places:
        return []
    values: dict[str, Any] = {
        "ids": [row.id for row, _row, _column in places],
        "rows": [square for _new, square, _column in places],
        "columns": [square for _new, _row, square in places],
        "times": [row.received_at for row, _row, _column in places],
        "days": days().days,
    }
    with connection.cursor() as cursor:
        cursor.execute(_REPAIRED, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _squares(lat: float, lng: float, meters: float) -> Iterator[tuple[int, int]]:
    """Row and column of every square of the grid that is within `meters` of the point."""
    box = geo.around(lat=lat, lng=lng, meters=meters)
    return product(
        geo.steps(box.south, box.north, per_degree=GRID),
        geo.steps(box.west, box.east, per_degree=GRID),
    )


def is_kin(category: int, other: int) -> bool:
    """Whether a repair of the one answers for the other too."""
    return category == other or any({category, other} <= line for line in _kin())


@kept(PackSetting, Category)
def _kin() -> tuple[frozenset[int], ...]:
    ids = dict(Category.objects.values_list("code", "pk"))
    lines = taxonomy.setting("warranty.kin", [])
    return tuple(frozenset(ids[code] for code in line if code in ids) for line in lines)
