"""The only writer of score cards."""

from tanggap.performance.actions.closing import close_due, close_month, current_formula, recount
from tanggap.performance.actions.computing import recompute, recompute_recent
from tanggap.performance.actions.objecting import decide, object_to

__all__ = [
    "close_due",
    "close_month",
    "current_formula",
    "decide",
    "object_to",
    "recompute",
    "recompute_recent",
    "recount",
]
