"""The frozen figures as one text: what is signed, checked and printed.

The same figures are the same text for ever, so its SHA-256 names them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from tanggap.lib.chain import canonical_json
from tanggap.performance.figures import NAMES
from tanggap.performance.formula import Formula, Step


def text(
    *,
    institution: str,
    office: tuple[str, str],
    month: str,
    number: int,
    made_at: datetime,
    reason: str,
    scopes: Mapping[str, Mapping[str, Any]],
    formula: Formula | None,
    steps: Sequence[Step],
    is_for_payroll: bool,
) -> str:
    """The canonical text of one version; `scopes` are the official figures by scope."""
    code, name = office
    return canonical_json(
        {
            "institution": institution,
            "office": code,
            "office_name": name,
            "month": month,
            "version": number,
            "made_at": made_at.isoformat(timespec="seconds"),
            "reason": reason,
            "figures": {scope: _figures(row) for scope, row in scopes.items()},
            "formula": _formula(formula, steps, is_for_payroll) if formula else None,
        }
    )


def _figures(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _plain(row[name]) for name in NAMES}


def _plain(value: Any) -> Any:
    """Decimals as they are written, never as binary fractions."""
    return str(value) if isinstance(value, Decimal) else value


def _formula(formula: Formula, steps: Sequence[Step], is_for_payroll: bool) -> dict[str, Any]:
    return {
        "code": formula.code,
        "source": formula.source,
        "status": formula.status,
        "is_for_payroll": is_for_payroll,
        "steps": [
            [
                *(step.line.code, step.line.op.value, _plain(step.left), _plain(step.right)),
                _plain(step.value),
            ]
            for step in steps
        ],
    }
