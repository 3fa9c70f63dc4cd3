"""The shape of a row of the table, where rules lead, and the guards that can refuse a verb."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tanggap.reports.facts import ReportFacts
from tanggap.reports.vocabulary import Code, Part, ReportClass, State, Verb, Visibility

MAX_HOLDS = 2
RETURNS_BEFORE_HEARING = 2
MAX_REOPENS = 2
MAX_EXTENSIONS = 2
MAX_RATINGS = 2  # the rating and one change of mind
GOOD_SCORE = 3

S = State
V = Verb
C = Code


class Rule(StrEnum):
    """Where a verb leads when that depends on the facts."""

    SAME = "same"
    RESUME = "resume"  # on_hold: where it came from; else the same
    LAPSE = "lapse"  # held before anybody verified it: declined; else where it came from
    RATED = "rated"
    REOPENED = "reopened"
    LEFT = "left"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class Transition:
    """One row. `needs` are field names; `guards` are the codes that can still refuse it."""

    verb: Verb
    sources: frozenset[State | None]
    target: State | Rule
    who: frozenset[Part]
    needs: tuple[str, ...] = ()
    guards: tuple[Code, ...] = ()

    def ends(self) -> frozenset[tuple[State | None, State]]:
        """Return every (from, to) this row can write."""
        return frozenset(
            (source, end) for source in self.sources for end in _ends(self.target, source)
        )


def _previous(facts: ReportFacts) -> State:
    if facts.previous_state is None:
        raise ValueError("an on_hold report needs its previous_state")
    return facts.previous_state


def _here(facts: ReportFacts) -> State:
    if facts.state is None:
        raise ValueError("a report that doesn't exist has no state to keep")
    return facts.state


def _resume(facts: ReportFacts) -> State:
    return _previous(facts) if facts.state is S.ON_HOLD else _here(facts)


def _lapse(facts: ReportFacts) -> State:
    return S.DECLINED if _previous(facts) is S.SUBMITTED else _previous(facts)


def _rated(facts: ReportFacts) -> State:
    is_good = facts.score is not None and facts.score >= GOOD_SCORE
    return S.CLOSED if is_good else _here(facts)


def _reopened(facts: ReportFacts) -> State:
    return S.REFERRED if facts.peer_had_it else S.WAITING


def _left(facts: ReportFacts) -> State:
    # Others still need it done: only the reporter leaves.
    return _here(facts) if facts.has_supporters or facts.is_hazard else S.CLOSED


def _undone(facts: ReportFacts) -> State:
    if facts.undoes_to is None:
        raise ValueError("there is no step to take back")
    return facts.undoes_to


RULES: dict[Rule, Callable[[ReportFacts], State]] = {
    Rule.SAME: _here,
    Rule.RESUME: _resume,
    Rule.LAPSE: _lapse,
    Rule.RATED: _rated,
    Rule.REOPENED: _reopened,
    Rule.LEFT: _left,
    Rule.UNDONE: _undone,
}

RULE_SENTENCES: dict[Rule, str] = {
    Rule.SAME: "the state stays.",
    Rule.RESUME: "back to where it was held; in any other state it stays.",
    Rule.LAPSE: "declined if it was held before verification, else back to where it was held.",
    Rule.RATED: "closed with 3 to 5; stays with 1 or 2, and reopening is offered.",
    Rule.REOPENED: "waiting at the last lead, for another person; referred if a peer had it.",
    Rule.LEFT: "closed; where others support it or it is a hazard only the reporter leaves.",
    Rule.UNDONE: "where it was before the question or the refusal that is taken back.",
}

_BEFORE_WORK = (S.SUBMITTED, S.ON_HOLD, S.WAITING)
_HELD_FROM = frozenset({S.SUBMITTED, S.WAITING, S.IN_PROGRESS})


def _ends(target: State | Rule, source: State | None) -> frozenset[State]:
    if isinstance(target, State):
        return frozenset({target})
    here = frozenset() if source is None else frozenset({source})
    return {
        Rule.SAME: here,
        Rule.RESUME: _HELD_FROM if source is S.ON_HOLD else here,
        Rule.LAPSE: frozenset({S.DECLINED, S.WAITING, S.IN_PROGRESS}),
        Rule.RATED: here | {S.CLOSED},
        Rule.REOPENED: frozenset({S.WAITING, S.REFERRED}),
        Rule.LEFT: here | {S.CLOSED},
        Rule.UNDONE: _HELD_FROM if source is S.ON_HOLD else frozenset(_BEFORE_WORK),
    }[target]


def _may_hear(f: ReportFacts) -> bool:
    is_ping_pong = f.returns >= RETURNS_BEFORE_HEARING
    return is_ping_pong or (f.reopens >= MAX_REOPENS and not f.heard_since_reopen)


RECALLABLE = frozenset({V.VERIFY, V.ASSIGN, V.COORDINATE, V.DISPOSE})
ANSWERABLE = frozenset({ReportClass.SUGGESTION, ReportClass.INFORMATION})

# Each code to the question that must be answered yes.
GUARDS: dict[Code, Callable[[ReportFacts], bool]] = {
    C.MERGED: lambda f: not f.is_merged,
    C.NOT_MERGED: lambda f: f.is_merged,
    C.IN_HEARING: lambda f: not f.in_hearing,
    C.NO_HEARING: lambda f: f.in_hearing,
    C.HEARING_NOT_DUE: _may_hear,
    C.HOLD_LIMIT: lambda f: f.holds < MAX_HOLDS,
    C.UNREACHABLE: lambda f: f.is_reachable,
    C.IDENTITY_SEALED: lambda f: f.may_ask_identity,
    C.NOT_YET: lambda f: f.hold_expired if f.state is S.ON_HOLD else f.reply_window_over,
    C.ALREADY_OBJECTED: lambda f: not f.objected,
    C.OBJECTION_LATE: lambda f: f.within_objection_window,
    C.NO_OBJECTION: lambda f: f.objection_open,
    C.OWN_DECISION: lambda f: not f.is_decliner,
    C.OWN_REQUEST: lambda f: not f.is_asker,
    C.OWN_WORK: lambda f: not f.is_resolver,
    C.AT_DISPATCHER: lambda f: not f.at_dispatcher,
    C.UNDO_OVER: lambda f: f.undoes_to is not None,
    C.NOT_RECALLABLE: lambda f: f.came_by in RECALLABLE,
    C.SUPPORT_OPEN: lambda f: f.supporting_done,
    C.SUPPORT_ACCEPTED: lambda f: not f.has_accepted_support,
    C.SUPPORT_PENDING: lambda f: f.has_accepted_support,
    C.NOT_ANSWERABLE: lambda f: f.report_class in ANSWERABLE,
    C.WINDOW_OVER: lambda f: f.within_rating_window,
    C.RATED_TWICE: lambda f: f.ratings < MAX_RATINGS,
    C.REOPEN_LIMIT: lambda f: f.reopens < MAX_REOPENS,
    C.WITHDRAWN: lambda f: not f.is_withdrawn,
    C.EXTENSION_LIMIT: lambda f: f.extensions < MAX_EXTENSIONS,
    C.EXTENSION_OPEN: lambda f: not f.extension_open,
    C.NO_EXTENSION: lambda f: f.extension_open,
    C.EXTENSION_NOT_EXPIRED: lambda f: f.extension_expired,
    C.CONFIDENTIAL: lambda f: not f.is_confidential,
    C.WOULD_LEAK: lambda f: f.target_is_confidential or not f.is_confidential,
    C.NOT_PUBLIC: lambda f: f.visibility is Visibility.PUBLIC,
    C.ALREADY_PUBLIC: lambda f: f.visibility is not Visibility.PUBLIC,
    C.ALREADY_HIDDEN: lambda f: f.visibility is not Visibility.HIDDEN,
}
