"""Take over the agencies of a pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from tanggap.lib.tables import Target, apply, by_depth
from tanggap.people.models import Agency
from tanggap.places.models import Area


@transaction.atomic
def load(rows: Sequence[Mapping[str, Any]]) -> int:
    """Make the agencies what the pack's table says; returns how many changed.

    Areas must be loaded. A column `table8_name` is our `statistics_name`.
    """
    areas = dict(Area.objects.values_list("code", "pk"))
    paths = _paths(rows)
    wanted = [
        {
            **row,
            "area_id": areas[row["area"]],
            "path": paths[row["code"]],
            "statistics_name": row["table8_name"],
        }
        for row in rows
    ]
    _free_the_desk(rows)
    return apply(Target(Agency.objects.all()), wanted, tree=True)


def _paths(rows: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    paths = {"": "/"}
    for generation in by_depth(rows):
        paths |= {row["code"]: f"{paths[row['parent']]}{row['code']}/" for row in generation}
    return paths


def _free_the_desk(rows: Sequence[Mapping[str, Any]]) -> None:
    """There is only ever one dispatcher: the old one steps down before the new one comes."""
    desks = [row["code"] for row in rows if row["is_dispatcher"]]
    old = Agency.objects.filter(is_dispatcher=True).exclude(code__in=desks)
    if old.exists():
        old.update(is_dispatcher=False)
