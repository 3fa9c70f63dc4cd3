"""The only writer of reference data: it takes over what a pack says."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model

from tanggap.lib.tables import Target, apply
from tanggap.taxonomy.models import (
    Category,
    Channel,
    ClockPolicy,
    Holiday,
    Institution,
    PackSetting,
    Reason,
)

Row = Mapping[str, Any]
Rows = Sequence[Row]


@transaction.atomic
def load(rows: Mapping[str, Rows]) -> int:
    """Take over the pack's tables by name; returns how many rows of ours changed.

    Tables: categories, lapor_categories, channels, clock_policies, holidays, reasons,
    institutions, settings. What a row said before is kept by `load.remember`.
    """
    return sum(loader(rows[table]) for table, loader in _LOADERS.items() if table in rows)


def _categories(rows: Rows) -> int:
    """A category folded into another is kept for old reports and offered no more."""
    scheme = Category.Scheme.CRM
    wanted = [{**row, "scheme": scheme, "is_active": not row["same_as"]} for row in rows]
    return apply(Target(Category.objects.filter(scheme=scheme), live={}), wanted)


def _lapor_categories(rows: Rows) -> int:
    scheme = Category.Scheme.LAPOR
    wanted = [{**row, "scheme": scheme} for row in rows]
    return apply(Target(Category.objects.filter(scheme=scheme)), wanted, tree=True)


def _clock_policies(rows: Rows) -> int:
    ids = dict(Category.objects.values_list("code", "pk"))
    wanted = [{**row, "category_id": ids.get(row["category"])} for row in rows]
    return apply(Target(ClockPolicy.objects.all()), wanted)


def _plain(model: type[Model]) -> Callable[[Rows], int]:
    """The loader of a table whose columns are the pack's."""
    return lambda rows: apply(Target(model._default_manager.all()), rows)


_LOADERS: dict[str, Callable[[Rows], int]] = {
    "categories": _categories,
    "lapor_categories": _lapor_categories,
    "channels": _plain(Channel),
    "clock_policies": _clock_policies,
    "holidays": _plain(Holiday),
    "reasons": _plain(Reason),
    "institutions": _plain(Institution),
    "settings": _plain(PackSetting),
}
