"""Which follow-ups the validator has to see on the spot: the pack's rule, and a fair draw.

Nobody can know before the work is declared done whether it will be visited, and afterwards
everybody can check it: the draw is made from the hash of that event.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tanggap.reports.case import Case
from tanggap.reports.workflow import State, Verb
from tanggap.taxonomy import queries as taxonomy

_DRAW_BYTES = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """`percent` of all follow-ups are visited, and each one with an outcome in `always`."""

    percent: float = 0
    always: Collection[str] = ()

    def wants(self, *, outcome: str, link: bytes) -> bool:
        """Whether the follow-up with this outcome, whose event has the hash `link`, is visited."""
        drawn: float = int.from_bytes(link[:_DRAW_BYTES]) / 256**_DRAW_BYTES
        return outcome in self.always or drawn * 100 < self.percent


def rule() -> Rule:
    """The pack's rule."""
    return Rule(
        percent=taxonomy.setting("validation.sample_percent", 0),
        always=frozenset(taxonomy.setting("validation.always_visit_outcomes", ())),
    )


def must_visit(case: Case) -> bool:
    """Whether the follow-up that waits for its validator has to be seen on the spot."""
    if case.stage.state != State.AWAITING_VALIDATION:
        return False
    done = case.last(Verb.RESOLVE)
    return done is not None and rule().wants(outcome=case.report.outcome, link=bytes(done.hash))
