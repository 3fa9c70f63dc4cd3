"""The life of a report as data: states, verbs, who may use them and what they need.

No database, no labels, no clock. Buttons, API errors, the printed diagram and the tests all
read the table in `transitions.py`; this module holds its vocabulary and the two questions
everybody asks: `check` (may this happen, and where does it lead?) and `allowed` (which
buttons?). Words for people are in `labels.py`.
"""

from collections.abc import Collection
from functools import cache

from tanggap.reports.facts import ReportFacts, parts
from tanggap.reports.rules import GUARDS, RULES, Rule, Transition
from tanggap.reports.transitions import TRANSITIONS
from tanggap.reports.vocabulary import (
    ASSIGNMENT_COUNTS,
    OPEN_STATES,
    OWNER,
    AssignmentState,
    Code,
    Outcome,
    Owner,
    Part,
    Privacy,
    ProofKind,
    ReportClass,
    State,
    Verb,
    Visibility,
)

__all__ = [
    "ASSIGNMENT_COUNTS",
    "OPEN_STATES",
    "OWNER",
    "TRANSITIONS",
    "AssignmentState",
    "Code",
    "Outcome",
    "Owner",
    "Part",
    "Privacy",
    "ProofKind",
    "Refused",
    "ReportClass",
    "ReportFacts",
    "Rule",
    "State",
    "Transition",
    "Verb",
    "Visibility",
    "allowed",
    "check",
    "hands_back_to",
    "is_asked_back",
    "needs",
    "pairs",
    "proof_needed",
    "target",
]

EVIDENCE_OUTCOMES = frozenset({Outcome.NOT_FOUND, Outcome.ALREADY_FIXED, Outcome.NOT_PUBLIC})


class Refused(Exception):
    """The verb may not be used now, by this actor, or without these fields.

    `code` says why in a form that screens and the API translate; `missing` names the fields
    that were not given (only with `Code.MISSING`).
    """

    def __init__(self, code: Code, verb: Verb, *, missing: Collection[str] = ()) -> None:
        self.code = code
        self.verb = verb
        self.missing = tuple(sorted(missing))
        super().__init__(f"{verb}: {code}" + (f" {', '.join(self.missing)}" if missing else ""))


def check(verb: Verb, facts: ReportFacts, given: Collection[str] | None = None) -> State:
    """Return the state that `verb` leads to, or raise `Refused`.

    `given` holds the names of the fields that carry a value; None skips that question, as a
    screen does before the person has typed anything.
    """
    row = _row(verb, facts)
    if given is not None and (missing := _missing(row, facts, given)):
        raise Refused(Code.MISSING, verb, missing=missing)
    return target(row, facts)


def allowed(facts: ReportFacts) -> tuple[Verb, ...]:
    """Return every verb this actor may use now, in the order of the table."""
    mine = parts(facts)
    rows = (row for row in _rows_from(facts.state) if row.who & mine)
    return tuple(dict.fromkeys(row.verb for row in rows if _refusal(row, facts) is None))


def target(row: Transition, facts: ReportFacts) -> State:
    """Return where `row` leads: its fixed state, or what its rule says about these facts."""
    if isinstance(row.target, State):
        return row.target
    return RULES[row.target](facts)


def needs(verb: Verb, facts: ReportFacts) -> frozenset[str]:
    """Return the fields this actor must give; raises `Refused` when it isn't the moment."""
    return frozenset(_missing(_row(verb, facts), facts, ()))


def hands_back_to(facts: ReportFacts) -> Owner:
    """Who receives a report that its lead gives back: the parent office or the dispatcher."""
    return Owner.PARENT if facts.came_by is Verb.DISPOSE else Owner.DISPATCHER


def proof_needed(outcome: Outcome, *, category: ProofKind) -> ProofKind:
    """The kind of proof that `outcome` needs in a category which usually asks for `category`.

    Who says that there is nothing to fix shows the place: those outcomes need a photo with
    time and position whatever the category says.
    """
    return ProofKind.PHOTO if outcome in EVIDENCE_OUTCOMES else category


def is_asked_back(outcome: str | None) -> bool:
    """Whether the reporter is asked "is it still there?": the officers say there was nothing."""
    return outcome in EVIDENCE_OUTCOMES


@cache
def pairs() -> frozenset[tuple[State | None, State]]:
    """Every (from, to) that some verb can write: the database's check on events."""
    return frozenset((source, end) for row in TRANSITIONS for source, end in row.ends())


@cache
def _rows_from(state: State | None) -> tuple[Transition, ...]:
    return tuple(row for row in TRANSITIONS if state in row.sources)


def _row(verb: Verb, facts: ReportFacts) -> Transition:
    """Return the row that lets this actor use `verb` now, or raise what forbids it."""
    here = [row for row in _rows_from(facts.state) if row.verb is verb]
    if not here:
        raise Refused(Code.WRONG_STATE, verb)
    mine = parts(facts)
    fitting = [row for row in here if row.who & mine]
    if not fitting:
        raise Refused(Code.NOT_YOURS, verb)
    refusals = [(_refusal(row, facts), row) for row in fitting]
    for code, row in refusals:
        if code is None:
            return row
    raise Refused(refusals[0][0] or Code.NOT_YOURS, verb)


def _refusal(row: Transition, facts: ReportFacts) -> Code | None:
    return next((code for code in row.guards if not GUARDS[code](facts)), None)


def _missing(row: Transition, facts: ReportFacts, given: Collection[str]) -> set[str]:
    wanted = set(row.needs)
    if row.verb is Verb.RATE and facts.is_low_score:
        wanted.add("reason")
    if row.verb is Verb.VALIDATE and facts.must_visit:
        wanted.add("visit")
    return wanted.difference(given)
