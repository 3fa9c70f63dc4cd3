"""Red flags of a card: the pack's limits on shares and on the rating, and which of them a card
breaks. A share of few reports says little, so each limit says from how many on it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.formula import Wrong
from tanggap.performance.vocabulary import Figure
from tanggap.taxonomy import queries as taxonomy

_SHARED = [code for code, one in BY_FIGURE.items() if one.rows]
# What a mean is the mean of.
_COUNTED = {
    Figure.STARS_MEAN.value: Figure.STARS_COUNT.value,
    Figure.HOURS_MEAN.value: Figure.FOLLOWED_UP.value,
    Figure.HOURS_MEDIAN.value: Figure.FOLLOWED_UP.value,
}
_KEYS = frozenset({"figure", "of", "above", "below", "at_least"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One limit: a share (`figure` of `of`, in percent) or a measure, above or below a value."""

    figure: str
    of: str  # empty for a measure
    limit: Decimal
    is_above: bool
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class Raised:
    """A limit that a card breaks, and the value that breaks it."""

    flag: Flag
    value: Decimal


def read(table: Iterable[Mapping[str, Any]]) -> tuple[Flag, ...]:
    """The limits of a pack. Raises Wrong."""
    return tuple(_flag(row) for row in table)


def _flag(row: Mapping[str, Any]) -> Flag:
    figure, of = str(row.get("figure", "")), str(row.get("of", ""))
    limits = [name for name in ("above", "below") if name in row]
    is_known = figure in _COUNTED if not of else figure in _SHARED and of in _SHARED
    if not is_known or len(limits) != 1 or set(row) - _KEYS:
        raise Wrong(figure or "?", ", ".join(sorted(row)))
    try:
        limit, at_least = Decimal(str(row[limits[0]])), int(row.get("at_least", 1))
    except (InvalidOperation, ValueError):
        raise Wrong(figure, str(row[limits[0]])) from None
    is_above = limits[0] == "above"
    return Flag(figure=figure, of=of, limit=limit, is_above=is_above, at_least=max(1, at_least))


def current() -> tuple[Flag, ...]:
    """The pack's limits."""
    return read(taxonomy.setting("performance.flags", []))


def raised(flags: Iterable[Flag], figures: Any) -> list[Raised]:
    """Which of the limits these figures break."""
    found = [(flag, _value(flag, figures)) for flag in flags]
    return [
        Raised(flag, value)
        for flag, value in found
        if value is not None and (value > flag.limit if flag.is_above else value < flag.limit)
    ]


def _value(flag: Flag, figures: Any) -> Decimal | None:
    """The share or measure; None where there is too little to judge by."""
    whole = getattr(figures, flag.of or _COUNTED[flag.figure])
    value = getattr(figures, flag.figure)
    if whole < flag.at_least or value is None:
        return None
    return Decimal(value) * 100 / whole if flag.of else Decimal(value)
