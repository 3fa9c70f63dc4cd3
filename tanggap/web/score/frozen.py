"""What a card says about its closing: versions, differences since, and the formula."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tanggap.lib.naming import language, local
from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access, actions
from tanggap.performance import formula as formulas
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.formula import Step
from tanggap.performance.queries import boards
from tanggap.performance.queries.boards import Seen
from tanggap.performance.rules import CORRECTORS
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import display
from tanggap.web.score import objected, writing

if TYPE_CHECKING:
    from tanggap.performance.models import Close


def context(
    actor: Actor,
    month: Month,
    office: Agency,
    seen: dict[str, Seen],
    *,
    close: Close | None,
    at: datetime,
    is_compared: bool = False,
) -> dict[str, Any]:
    """The parts of a card that its closing adds, and the formula. Counting the month anew takes
    longer than all the rest of the page, so that is done when it is asked for."""
    versions = boards.versions(month, office) if close else []
    return {
        "close": close,
        **objected.on_card(actor, close, month, office, at=at),
        "versions": versions,
        "formula": _formula(actor, month, office, seen),
        "difference_columns": [(_("Angka"), False), (_("Resmi"), True), (_("Hari ini"), True)],
        "is_compared": is_compared,
        "differences": _differences(close, month, office, seen, at=at) if is_compared else [],
        "recount_url": reverse("score:recount", args=[f"{month.first:%Y-%m}", office.code])
        if versions and actor.has_role(*CORRECTORS)
        else "",
    }


def _differences(
    close: Close | None, month: Month, office: Agency, seen: dict[str, Seen], *, at: datetime
) -> list[list[str]]:
    """Only of official figures: those of others would tell what must stay hidden."""
    own = seen.get("own")
    if close is None or own is None or own.is_open:
        return []
    found = boards.differences(month, office, own.figures, at=at)
    rows = [(BY_FIGURE[one.figure], one) for one in found]
    return [
        [str(d.name), writing.write(d, one.frozen), writing.write(d, one.now)] for d, one in rows
    ]


def _formula(
    actor: Actor, month: Month, office: Agency, seen: dict[str, Seen]
) -> dict[str, Any] | None:
    """The formula with this office's numbers; not with figures that leave something out."""
    own, found = seen.get("own"), actions.current_formula(month)
    if own is None or own.is_open or found is None:
        return None
    figures = {name: getattr(own.figures, name) for name in BY_FIGURE}
    steps = formulas.explain(found, figures)
    return {
        "steps": [_step(step) for step in steps],
        "source": local(found.source, found.source_en),
        "is_for_payroll": bool(taxonomy.setting("allowance.enabled", False)),
        "is_keeper": office.pk in access.keeps(actor),
    }


def _step(step: Step) -> dict[str, str]:
    sign = formulas.SIGNS.get(step.line.op, step.line.op.value)
    left, right = _number(step.left), _number(step.right)
    unit = " %" if step.line.unit == "percent" else ""
    return {
        "name": step.line.name_en if language() == "en" else step.line.name,
        "sum": f"{left} {sign} {right}",
        "value": "–" if step.value is None else f"{_number(step.value)}{unit}",
    }


def _number(value: Decimal | None) -> str:
    """Up to four places, without zeros behind."""
    if value is None:
        return "–"
    places = -int(value.quantize(Decimal("0.0001")).normalize().as_tuple().exponent)
    return display.number(value, places=max(0, min(places, 4)))
