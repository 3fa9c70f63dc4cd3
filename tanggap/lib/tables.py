"""Make a reference table say what a list of rows says, touching only what differs.

Rows are never deleted, because reports point at them: a row that left the list is retired, and
comes back to life under its old id if it returns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet


@dataclass(frozen=True, slots=True)
class Target:
    """The rows of one table that a list decides.

    `identity` names the columns by which a row is known; `live` and `retired` are the columns
    that tell a row in the list from one that left it.
    """

    rows: QuerySet[Any]
    identity: tuple[str, ...] = ("code",)
    live: Mapping[str, Any] = field(default_factory=lambda: {"is_active": True})
    retired: Mapping[str, Any] = field(default_factory=lambda: {"is_active": False})


def apply(target: Target, wanted: Sequence[Mapping[str, Any]], *, tree: bool = False) -> int:
    """Insert, update and retire until `target` holds `wanted`; returns how many rows changed.

    `wanted` maps columns (foreign keys as `x_id`) to values; columns that the table does not have
    are left out. With `tree`, rows have `code` and `parent`, the code of the row above or "".
    Equal rows are not written.
    """
    work = _Work(target)
    for generation in by_depth(wanted) if tree else [list(wanted)]:
        work.take(generation, tree=tree)
    work.finish()
    return work.count


def by_depth(rows: Iterable[Mapping[str, Any]]) -> Iterator[list[Mapping[str, Any]]]:
    """Rows with `code` and `parent` in generations, parents before their children.

    A loop or an unknown parent ends the generations before those rows.
    """
    waiting = list(rows)
    known = {""}
    while ready := [row for row in waiting if row["parent"] in known]:
        yield ready
        known |= {row["code"] for row in ready}
        waiting = [row for row in waiting if row["code"] not in known]


class _Work:
    """One pass over one table."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.model = target.rows.model
        self.columns = {item.attname for item in self.model._meta.concrete_fields}
        self.left = {self._identity(vars(row)): row for row in target.rows}
        # Only trees ask; their tables have a code.
        self.ids: dict[str, int | None] = {"": None} | {
            getattr(row, "code", ""): row.pk for row in self.left.values()
        }
        self.changed: list[Model] = []
        self.names: set[str] = set()
        self.count = 0

    def take(self, rows: Iterable[Mapping[str, Any]], *, tree: bool) -> None:
        """Insert what is new, note what is different."""
        new = []
        for wanted in rows:
            values = {**wanted, "parent_id": self.ids[wanted["parent"]]} if tree else wanted
            values = {name: values[name] for name in values if name in self.columns}
            values |= self.target.live
            row = self.left.pop(self._identity(values), None)
            if row is None:
                new.append(self.model(**values))
            else:
                self._change(row, values)
        for row in self.model._default_manager.bulk_create(new):
            self.ids[getattr(row, "code", "")] = row.pk
        self.count += len(new)

    def finish(self) -> None:
        """Retire what nobody took; write the differences."""
        for row in self.left.values():
            if all(getattr(row, name) == value for name, value in self.target.live.items()):
                self._change(row, self.target.retired)
        if self.changed:
            self.model._default_manager.bulk_update(
                self.changed, sorted(self.names), batch_size=500
            )
        self.count += len(self.changed)

    def _identity(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        return tuple(row[name] for name in self.target.identity)

    def _change(self, row: Any, values: Mapping[str, Any]) -> None:
        names = {name for name, value in values.items() if getattr(row, name) != value}
        for name in names:
            setattr(row, name, values[name])
        if names:
            self.changed.append(row)
            self.names |= names
