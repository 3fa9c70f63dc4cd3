"""The figures of a file beside the frozen ones, number by number."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tanggap.publication.copies.columns import FIGURES, Status
from tanggap.publication.copies.reading import Row
from tanggap.publication.models import DB, ClosedCard

Value = Decimal | str | None
_CHECKSUM = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One number that isn't the frozen one. `what` is a figure, or a column of the table."""

    office: str
    month: date
    scope: str
    what: str
    given: Value
    frozen: Value


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing a table."""

    differences: tuple[Difference, ...] = ()
    equal: int = 0  # rows
    untold: int = 0  # rows that can't be compared here: they count confidential reports
    unknown: int = 0  # rows with a checksum that nobody froze


def with_frozen(rows: Iterable[Row]) -> Compared:
    """Each row beside the card that its checksum names. One query."""
    rows = list(rows)
    cards = _cards({row.checksum for row in rows})
    found: list[Difference] = []
    equal = untold = unknown = 0
    for row in rows:
        card = cards.get(row.checksum)
        if card is None:
            unknown += 1
        elif not card.paper or row.status == Status.OPEN:
            untold += 1
        else:
            other = list(_differences(row, card))
            equal += not other
            found += other
    return Compared(tuple(found), equal, untold, unknown)


def between(old: str, new: str) -> list[Difference]:
    """What a later version changed: the figures of two checksums. One query."""
    cards = _cards({old, new})
    before, after = cards.get(old), cards.get(new)
    if before is None or after is None or not (before.paper and after.paper):
        return []
    then, now = _figures(before.paper), _figures(after.paper)
    return [
        _difference(after, scope, name, then[scope].get(name), now[scope].get(name))
        for scope in now
        if scope in then
        for name in FIGURES
        if then[scope].get(name) != now[scope].get(name)
    ]


def _cards(checksums: set[str]) -> dict[str, ClosedCard]:
    """The cards by their checksums; what can't be one, such as a strange file may hold, is
    not asked for."""
    checksums = {one for one in checksums if _CHECKSUM.fullmatch(one)}
    rows = ClosedCard.objects.using(DB).select_related("agency")
    return {card.checksum: card for card in rows.filter(checksum__in=checksums)}


def _differences(row: Row, card: ClosedCard) -> Iterator[Difference]:
    said = {"month": row.month, "office": row.office, "version": row.version}
    true = {"month": f"{card.month:%Y-%m}", "office": card.agency.code, "version": str(card.number)}
    for column, word in said.items():
        if word != true[column]:
            yield _difference(card, row.scope, column, word, true[column])
    frozen = _figures(card.paper).get(row.scope)
    if frozen is None:
        yield _difference(card, row.scope, "scope", row.scope, None)
        return
    for name in FIGURES:
        if row.figures[name] != frozen.get(name):
            yield _difference(card, row.scope, name, row.figures[name], frozen.get(name))


def _figures(paper: str) -> dict[str, dict[str, Decimal | None]]:
    scopes: dict[str, dict[str, Any]] = json.loads(paper)["figures"]
    return {
        scope: {name: None if value is None else Decimal(str(value)) for name, value in row.items()}
        for scope, row in scopes.items()
    }


def _difference(card: ClosedCard, scope: str, what: str, given: Value, frozen: Value) -> Difference:
    return Difference(
        office=card.agency.name,
        month=card.month,
        scope=scope,
        what=what,
        given=given,
        frozen=frozen,
    )
