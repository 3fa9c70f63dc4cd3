"""Take over the agencies of a pack, under what the operator says of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from tanggap.lib.tables import Target, apply
from tanggap.people import tree
from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.taxonomy import overrides

TABLE = "agencies"
# What an office that the pack doesn't know must say to be one.
COLUMNS = ("name", "kind", "parent", "area", "table8_name", "is_dispatcher", "handles_confidential")

Row = Mapping[str, Any]


@transaction.atomic
def load(rows: Sequence[Row], *, at: datetime) -> int:
    """Make the agencies what the pack's table says, save what the operator says otherwise.

    Returns how many changed. Areas must be loaded. A column `table8_name` is our
    `statistics_name`.
    """
    tree.lock()
    own = overrides.said(TABLE, at=at)
    mixed = _standing(overrides.over(rows, own, columns=COLUMNS), own)
    areas = dict(Area.objects.values_list("code", "pk"))
    wanted = [
        {**row, "area_id": areas[row["area"]], "statistics_name": row["table8_name"]}
        for row in mixed
    ]
    _free_the_desk(mixed)
    changed = apply(Target(Agency.objects.all()), wanted, tree=True)
    tree.rewrite_paths()
    return changed


def _standing(rows: Sequence[Row], own: Mapping[str, Row]) -> list[dict[str, Any]]:
    """The rows with parents that are there and make a tree."""
    parents = {row["code"]: row["parent"] for row in rows}
    moved = {code for code, values in own.items() if "parent" in values}
    found = tree.settle(parents, before=tree.ways_up(), moved=moved)
    return [{**row, "parent": found[row["code"]]} for row in rows]


def _free_the_desk(rows: Sequence[Row]) -> None:
    """There is only ever one dispatcher: the old one steps down before the new one comes."""
    desks = [row["code"] for row in rows if row["is_dispatcher"]]
    old = Agency.objects.filter(is_dispatcher=True).exclude(code__in=desks)
    if old.exists():
        old.update(is_dispatcher=False)
