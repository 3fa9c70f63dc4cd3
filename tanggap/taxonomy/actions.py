"""The only writer of reference data: what a pack says, and what the operator says over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from tanggap.lib.tables import Target, apply
from tanggap.taxonomy import load as history
from tanggap.taxonomy import overrides
from tanggap.taxonomy.models import (
    Category,
    Channel,
    ClockPolicy,
    Escalation,
    Holiday,
    Institution,
    PackSetting,
    Reason,
    RowVersion,
)

Row = Mapping[str, Any]
Rows = Sequence[Row]


# Of the tables that the operator may edit: the model, the columns he decides.
EDITED: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "categories": (
        Category,
        ("lead", "proof", "is_protected", "is_conflict_of_interest", "indicator"),
    ),
    "reasons": (
        Reason,
        (
            *("verb", "order", "text", "text_en", "legal_basis", "legal_basis_en"),
            *("remedy", "remedy_en", "is_active"),
        ),
    ),
}


@transaction.atomic
def load(rows: Mapping[str, Rows], *, at: datetime) -> int:
    """Take over the pack's tables by name, under what the operator says of them.

    Returns how many rows of ours changed. Tables: categories, lapor_categories, channels,
    clock_policies, escalations, holidays, reasons, institutions, settings. What a row said before
    is kept by `load.remember`.
    """
    laid = {table: _laid(table, given, at) for table, given in rows.items()}
    return sum(loader(laid[table]) for table, loader in _LOADERS.items() if table in laid)


def _laid(table: str, rows: Rows, at: datetime) -> Rows:
    if table not in EDITED:
        return rows
    return overrides.over(rows, overrides.said(table, at=at), columns=EDITED[table][1])


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
    own = ClockPolicy.objects.filter(origin=ClockPolicy.Origin.PACK)
    return apply(Target(own), wanted)


def _reasons(rows: Rows) -> int:
    """What a reason said before goes on being read in English, where histories hold it."""
    target, before = Target(Reason.objects.all()), {r.pk: r.english for r in Reason.objects.all()}
    count = apply(target, rows)
    for row in Reason.objects.filter(pk__in=before):
        if row.english != before[row.pk]:
            row.earlier |= before[row.pk]
            row.save(update_fields=["earlier"])
    return count


def _plain(model: type[Model]) -> Callable[[Rows], int]:
    """The loader of a table whose columns are the pack's."""
    return lambda rows: apply(Target(model._default_manager.all()), rows)


_LOADERS: dict[str, Callable[[Rows], int]] = {
    "categories": _categories,
    "lapor_categories": _lapor_categories,
    "channels": _plain(Channel),
    "clock_policies": _clock_policies,
    "escalations": _plain(Escalation),
    "holidays": _plain(Holiday),
    "reasons": _reasons,
    "institutions": _plain(Institution),
    "settings": _plain(PackSetting),
}


def say(
    table: str, code: str, values: Row, *, at: datetime, since: datetime | None = None
) -> RowVersion:
    """Let `values` hold from `since` on (now, without it), beside what he said before.

    Raises AlreadyPlanned. The caller has locked the row that this is about.
    """
    if overrides.planned(table, at=at).filter(code=code).exists():
        raise overrides.AlreadyPlanned
    before = overrides.holding(table, at=at).filter(code=code).first()
    data = {**(before.data if before else {}), **values}
    return _begin(table, code, data, before=before, since=since or at)


def unsay(table: str, code: str, names: Iterable[str], *, at: datetime) -> dict[str, Any]:
    """Take back what he said of the columns `names`; returns what he still says."""
    before = overrides.holding(table, at=at).filter(code=code).first()
    gone, said = set(names), before.data if before else {}
    data = {name: value for name, value in said.items() if name not in gone}
    if before is not None and data != before.data:
        _end(before, at)
        if data:
            _begin(table, code, data, before=None, since=at)
    return data


def call_off(version: RowVersion) -> None:
    """A planned version never begins; the one before goes on."""
    same = overrides.versions(version.table).filter(code=version.code)
    before = same.filter(valid_to=version.valid_from, valid_from__lt=version.valid_from)
    _end(version, version.valid_from)
    before.update(valid_to=None)


def _begin(
    table: str, code: str, data: Row, *, before: RowVersion | None, since: datetime
) -> RowVersion:
    if before is not None:
        _end(before, since)
    return RowVersion.objects.create(
        table=table,
        code=code,
        data=dict(data),
        origin=RowVersion.Origin.OPERATOR,
        valid_from=since,
    )


def _end(version: RowVersion, at: datetime) -> None:
    version.valid_to = at
    version.save(update_fields=["valid_to"])


@transaction.atomic
def settle(table: str, code: str, *, at: datetime) -> list[str]:
    """Make the row `code` what pack and operator say at `at`; returns the columns that changed."""
    model, columns = EDITED[table]
    row = model._default_manager.select_for_update().filter(code=code).first()
    wanted = {name: value for name, value in says(table, code, at=at).items() if name in columns}
    if row is None:
        model._default_manager.create(code=code, **wanted)
        return sorted(wanted)
    changed = sorted(name for name, value in wanted.items() if getattr(row, name) != value)
    kept = {"earlier": row.earlier | row.english} if changed and isinstance(row, Reason) else {}
    for name, value in {**wanted, **kept}.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=[*changed, *kept])
    return changed


def settle_due(*, at: datetime) -> int:
    """Let what was planned for a day that has come begin; returns how many rows changed."""
    return sum(
        bool(settle(table, code, at=at))
        for table in EDITED
        for code in overrides.said(table, at=at)
    )


def says(table: str, code: str, *, at: datetime) -> dict[str, Any]:
    """The row `code` as pack and operator say it at `at`.

    A row that left the pack is out of use, unless the operator says all of it himself.
    """
    own = overrides.said(table, at=at, code=code).get(code, {})
    pack = history.current(table, code)
    return {overrides.SWITCH: pack is not None, **(pack or {}), **own}
