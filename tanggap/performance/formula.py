"""The pack's formula: a few named lines, each one operation on two numbers. Nothing is evaluated.

An operand is a number, an earlier line, or a figure of the score card. `explain` gives each line
with the numbers put in; a line that divides by nothing has no value, nor has what builds on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tanggap.performance.vocabulary import Figure

_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,6})?")
_PLACES = Decimal("0.0001")


class Op(StrEnum):
    """What a line does with its two operands."""

    ADD = "add"
    SUBTRACT = "subtract"
    MULTIPLY = "multiply"
    DIVIDE = "divide"
    LOWEST = "lowest"
    HIGHEST = "highest"


SIGNS = {Op.ADD: "+", Op.SUBTRACT: "−", Op.MULTIPLY: "×", Op.DIVIDE: "÷"}
_DO: dict[Op, Callable[[Decimal, Decimal], Decimal | None]] = {
    Op.ADD: lambda a, b: a + b,
    Op.SUBTRACT: lambda a, b: a - b,
    Op.MULTIPLY: lambda a, b: a * b,
    Op.DIVIDE: lambda a, b: a / b if b else None,
    Op.LOWEST: min,
    Op.HIGHEST: max,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line as the pack says it."""

    code: str
    name: str
    name_en: str
    op: Op
    left: str
    right: str
    unit: str = "number"  # number | percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """A dated formula; the last line is its result."""

    code: str
    lines: tuple[Line, ...]
    valid_from: date
    valid_to: date | None
    source: str
    status: str
    source_en: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A line with the numbers put in."""

    line: Line
    left: Decimal | None
    right: Decimal | None
    value: Decimal | None


class Wrong(Exception):
    """A formula that can't be: which line, and what is wrong with it."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}")
        self.where, self.what = where, what


def read(data: Mapping[str, Any]) -> Formula:
    """The formula of a pack's table. Raises Wrong."""
    code = str(data.get("code", ""))
    try:
        ends = data.get("valid_to")
        formula = Formula(
            code=code,
            lines=tuple(_line(row) for row in data["lines"]),
            valid_from=date.fromisoformat(data["valid_from"]),
            valid_to=date.fromisoformat(ends) if ends else None,
            source=str(data["source"]),
            status=str(data["status"]),
            source_en=str(data.get("source_en", "")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise Wrong(code or "?", str(error)) from None
    check(formula.lines)
    return formula


def _line(row: Mapping[str, Any]) -> Line:
    return Line(
        code=str(row["code"]),
        name=str(row["name"]),
        name_en=str(row["name_en"]),
        op=Op(row["op"]),
        left=str(row["left"]),
        right=str(row["right"]),
        unit=str(row.get("unit", "number")),
    )


def check(lines: Sequence[Line]) -> None:
    """Raise Wrong unless every operand is a number, a figure or an earlier line."""
    if not lines:
        raise Wrong("lines", "empty")
    known = {figure.value for figure in Figure}
    for line in lines:
        for operand in (line.left, line.right):
            if operand not in known and not _NUMBER.fullmatch(operand):
                raise Wrong(line.code, operand)
        if line.code in known:
            raise Wrong(line.code, line.code)
        known.add(line.code)


def explain(formula: Formula, figures: Mapping[str, Any]) -> list[Step]:
    """Every line with its numbers, the result last."""
    known: dict[str, Decimal | None] = {
        figure.value: None if (found := figures.get(figure.value)) is None else Decimal(found)
        for figure in Figure
    }
    steps: list[Step] = []
    for line in formula.lines:
        left, right = _value(line.left, known), _value(line.right, known)
        value = None if left is None or right is None else _DO[line.op](left, right)
        known[line.code] = value
        steps.append(Step(line, left, right, None if value is None else value.quantize(_PLACES)))
    return steps


def _value(operand: str, known: Mapping[str, Decimal | None]) -> Decimal | None:
    return known[operand] if operand in known else Decimal(operand)


def on_day(table: Sequence[Mapping[str, Any]], code: str, day: date) -> Formula | None:
    """The formula `code` that holds on `day`; None where the pack has none."""
    for data in table:
        if data.get("code") == code:
            found = read(data)
            if found.valid_from <= day and (found.valid_to is None or day <= found.valid_to):
                return found
    return None
