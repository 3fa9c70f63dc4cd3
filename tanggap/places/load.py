"""Take over the areas and named places of a pack. Boundaries are imported apart from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from tanggap.lib.tables import Target, apply
from tanggap.places.models import Area, Place

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def load(*, areas: Rows, places: Rows, at: datetime) -> int:
    """Make both tables what the pack says; returns how many rows changed.

    An area that left the pack ends on the local day of `at`; its boundary stays with it.
    """
    gone = {"valid_to": timezone.localdate(at)}
    target = Target(Area.objects.all(), live={"valid_to": None}, retired=gone)
    changed = apply(target, areas, tree=True)
    ids = dict(Area.objects.values_list("code", "pk"))
    named = [{**row, "area_id": ids[row["area"]]} for row in places]
    return changed + apply(Target(Place.objects.all(), identity=("name", "kind", "area_id")), named)
