"""What a proposal stands on: the mandate's row, since when it says so, and who says it.

A category's row changes for many reasons; what counts here is since when it names its lead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.taxonomy.models import Category, RowVersion

TABLE = "categories"


@dataclass(frozen=True, slots=True)
class Version:
    """What pack or operator said of one row, from a moment to a moment (None: still)."""

    is_operators: bool
    starts: datetime
    ends: datetime | None
    says: Mapping[str, Any]

    def holds(self, at: datetime) -> bool:
        """Whether it was so at `at`."""
        return self.starts <= at and (self.ends is None or at < self.ends)


@dataclass(frozen=True, slots=True)
class Ground:
    """The mandate's row: `rule` as in `triage.mandate`, `basis` as in the pack ("" for none)."""

    code: str
    rule: str
    since: datetime | None
    is_operators: bool
    source: str
    source_en: str = ""
    basis: str = ""


def of(category: Category, *, at: datetime) -> Ground:
    """The ground on which `category` is led as it is at `at`. One query."""
    rows = RowVersion.objects.filter(table=TABLE, code=category.code, valid_from__lte=at)
    operator = RowVersion.Origin.OPERATOR
    versions = [
        Version(row.origin == operator, row.valid_from, row.valid_to, row.data) for row in rows
    ]
    return stands_on(category.code, versions, at=at)


def stands_on(code: str, versions: Sequence[Version], *, at: datetime) -> Ground:
    """The ground by all `versions` of a row, in whatever order. Pure."""
    now, by_operator = _said(versions, at)
    moments = sorted({v.starts for v in versions} | {v.ends for v in versions if v.ends})
    since = None
    for moment in reversed([moment for moment in moments if moment <= at]):
        said, same_voice = _said(versions, moment)
        if (said.get("lead"), same_voice) != (now.get("lead"), by_operator):
            break
        since = moment
    basis, english = ("", "") if by_operator else (now.get("basis", ""), now.get("source_en", ""))
    source = str(now.get("source", ""))
    return Ground(code, str(now.get("lead", "")), since, by_operator, source, english, basis)


def _said(versions: Sequence[Version], at: datetime) -> tuple[dict[str, Any], bool]:
    """What holds at `at`, the operator over the pack; and whether he names the lead."""
    said: dict[str, Any] = {}
    by_operator = False
    for version in sorted(versions, key=lambda version: version.is_operators):
        if version.holds(at):
            said |= version.says
            by_operator = by_operator or (version.is_operators and "lead" in version.says)
    return said, by_operator
