"""Red flags as they are shown: how many on the list, each with its reason on the card."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.performance import flags
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.flags import Raised
from tanggap.web import display
from tanggap.web.score import writing


def count_word(figures: Any, known: tuple[flags.Flag, ...]) -> str:
    """How many flags an office of the list has; empty for none."""
    n = len(flags.raised(known, figures))
    return ngettext("%(n)s bendera merah", "%(n)s bendera merah", n) % {"n": n} if n else ""


def on_card(figures: Any) -> dict[str, Any]:
    """The flags of a card in sentences, and whether the pack has limits at all."""
    known = flags.current()
    found = flags.raised(known, figures) if figures is not None else []
    return {"has_limits": bool(known), "flags": [sentence(one) for one in found]}


def sentence(one: Raised) -> str:
    """Which limit is broken, and by what."""
    flag, definition = one.flag, BY_FIGURE[one.flag.figure]
    if flag.of:
        values = {
            "figure": definition.name,
            "share": display.number(one.value, places=1),
            "of": BY_FIGURE[flag.of].name,
            "limit": display.number(flag.limit, places=_places(flag.limit)),
        }
        if flag.is_above:
            return _("%(figure)s %(share)s %% dari %(of)s; paling banyak %(limit)s %%.") % values
        return _("%(figure)s %(share)s %% dari %(of)s; paling sedikit %(limit)s %%.") % values
    values = {
        "figure": definition.name,
        "value": writing.write(definition, one.value),
        "limit": writing.write(definition, flag.limit),
    }
    if flag.is_above:
        return _("%(figure)s %(value)s; paling tinggi %(limit)s.") % values
    return _("%(figure)s %(value)s; paling rendah %(limit)s.") % values


def _places(limit: Any) -> int:
    return 0 if limit == limit.to_integral_value() else 1
