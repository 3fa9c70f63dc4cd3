"""Formulas are data: lines of one operation each, checked before they are believed."""

from __future__ import annotations

import tomllib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tanggap.performance import formula
from tanggap.performance.formula import Wrong
from tests.database import ROOT

PACK = tomllib.loads((ROOT / "packs" / "jakarta" / "pack.toml").read_text())


def table(**changes: Any) -> dict[str, Any]:
    line = {"code": "a", "name": "A", "name_en": "A", "op": "divide"}
    line |= {"left": "on_time", "right": "received"} | changes
    head = {"code": "f", "valid_from": "2020-01-01", "source": "s", "status": "ours"}
    return head | {"lines": [line]}


def test_the_packs_formula_is_ten_percent_of_the_share_on_time() -> None:
    code = PACK["allowance"]["formula"]
    found = formula.on_day(PACK["formulas"], code, date(2022, 11, 1))
    assert found and PACK["allowance"]["enabled"] is False and found.status == "ours"
    steps = formula.explain(found, {"on_time": 45, "received": 60})
    assert [step.value for step in steps] == [Decimal("0.7500"), Decimal("7.5000")]
    assert formula.on_day(PACK["formulas"], code, date(2018, 5, 1)) is None


def test_nothing_received_has_no_result() -> None:
    found = formula.read(table())
    assert formula.explain(found, {"on_time": 0, "received": 0})[-1].value is None
    assert formula.explain(found, {})[-1].value is None


@pytest.mark.parametrize(
    "changes",
    [{"op": "power"}, {"left": "unknown"}, {"left": "1e9"}, {"right": "a"}, {"code": "received"}],
)
def test_what_is_no_formula_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Wrong):
        formula.read(table(**changes))


@pytest.mark.parametrize(
    ("op", "value"),
    [("add", 7), ("subtract", 3), ("multiply", 10), ("divide", 2.5), ("lowest", 2), ("highest", 5)],
)
def test_every_operation(op: str, value: float) -> None:
    found = formula.read(table(op=op, left="5", right="2"))
    assert formula.explain(found, {})[-1].value == Decimal(str(value)).quantize(Decimal("0.0001"))
