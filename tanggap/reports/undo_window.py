"""How long a step can be taken back, and which steps the reporter is told of only after that."""

from __future__ import annotations

from datetime import datetime, timedelta

from tanggap.people.access import Actor
from tanggap.reports.case import Case
from tanggap.reports.vocabulary import State, Verb
from tanggap.taxonomy import queries as taxonomy

SECONDS = 30
# Taken back by a verb of their own; their message waits, for it could not be unsaid.
HELD_BACK = frozenset({Verb.HOLD, Verb.DECLINE, Verb.ARCHIVE})
MARGIN = 2  # seconds; what is taken back in the last moment has not been sent in that moment


def seconds() -> int:
    """How long a step can be taken back."""
    return int(taxonomy.setting("limits.undo_seconds", SECONDS))


def wait(verb: Verb) -> int:
    """Seconds for which the reporter's message of a `verb` is kept here."""
    return seconds() + MARGIN if verb in HELD_BACK else 0


def is_own_and_new(case: Case, by: Actor, *, at: datetime) -> bool:
    """Whether the last thing that happened is hers, just now."""
    last = case.events[-1] if case.events else None
    is_hers = last is not None and last.actor_id is not None and last.actor_id == by.user_id
    return is_hers and last is not None and at - last.at <= timedelta(seconds=seconds())


def leads_back_to(case: Case, by: Actor, *, at: datetime) -> State | None:
    """Where a report was before what `by` did to it just now; None: nothing to take back."""
    if not is_own_and_new(case, by, at=at) or case.events[-1].verb not in HELD_BACK:
        return None
    return State(case.events[-1].from_state)
