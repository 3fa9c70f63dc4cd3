"""Which clocks there are, and which events start, stop, resume and pause each of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from tanggap.reports.vocabulary import State, Verb


class Clock(StrEnum):
    """The names of the clocks, as in a pack's policies."""

    CITIZEN = "citizen"
    VERIFICATION = "verification"
    REACTION = "reaction"
    FIRST_RESPONSE = "first_response"
    RED_FLAG = "red_flag"
    HOLDER = "holder"
    COMPLETION = "completion"
    VALIDATION = "validation"
    OBJECTION = "objection"
    OBJECTION_WINDOW = "objection_window"
    HEARING = "hearing"
    EXTENSION = "extension"
    REFERRAL = "referral"
    HOLD = "hold"
    HOLD_REMINDER = "hold_reminder"
    SCHEDULE_REVIEW = "schedule_review"
    REPLY_WINDOW = "reply_window"
    RATING_WINDOW = "rating_window"
    WARRANTY = "warranty"


class Event(Protocol):
    """What the clocks read of an event.

    `agency_id` is the agency the event is about: the receiving one of a hand-over. Of `data`
    they read `from` (the agency that a give_back or a correction took the report from; without
    it a supporting agency gave back its share), `audience` ("public": a note that the reporter
    reads), `days` (of extend or grant), `month` (of schedule, "2026-11") and `step` (of
    schedule: "ended" takes the plan back).
    """

    @property
    def verb(self) -> str: ...
    @property
    def from_state(self) -> str: ...
    @property
    def to_state(self) -> str: ...
    @property
    def at(self) -> datetime: ...
    @property
    def agency_id(self) -> int | None: ...
    @property
    def data(self) -> Mapping[str, Any] | None: ...


class Start(StrEnum):
    """What a start does to a clock that ran before."""

    ONCE = "once"  # only the first start counts
    ANEW = "anew"  # each start ends the run before it and begins another


class Pause(StrEnum):
    """Why a clock stands still."""

    HOLD = "hold"
    SCHEDULE = "schedule"
    MERGE = "merge"


Test = Callable[[Event], bool]


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How one clock reads the events."""

    starts: Test
    stops: Test
    start: Start = Start.ANEW
    resumes: Test = lambda event: False
    pauses: frozenset[Pause] = frozenset({Pause.MERGE})
    is_extendable: bool = False
    from_receipt: bool = False  # starts when the report was received, not when it was stored


S = State
V = Verb

ENDED = frozenset({S.RESOLVED, S.CLOSED, S.DECLINED})
LEFT = ENDED | {S.REFERRED}
SETTLED = frozenset({S.RESOLVED, S.CLOSED})
HANDING = frozenset(
    {
        V.VERIFY,
        V.ASSIGN,
        V.COORDINATE,
        V.DISPOSE,
        V.RECALL,
        V.HEAR,
        V.RULE,
        V.REOPEN,
        V.PEER_RETURN,
    }
)
# Whose data the clocks read; any event may tell what a peer wants.
TELLING = frozenset({V.GIVE_BACK, V.CORRECT, V.NOTE, V.EXTEND, V.GRANT, V.SCHEDULE})
# These take a report from its holder only when they say from whom.
MAY_HAND = frozenset({V.GIVE_BACK, V.CORRECT})
# What a reporter can read and learn from; a mere "we have received it" is none of these.
RESPONSES = frozenset({V.PROGRESS, V.ANSWER, V.RESOLVE, V.SCHEDULE, V.HOLD, V.PEER_ANSWER})
PROPER_RESPONSES = RESPONSES - {V.HOLD}  # a question alone doesn't take the flag away
HELD = frozenset({Pause.HOLD, Pause.MERGE})
WORK = frozenset({Pause.HOLD, Pause.SCHEDULE, Pause.MERGE})


def hands_over(event: Event) -> bool:
    """Whether the event begins a lead agency's turn."""
    if event.to_state != S.WAITING:
        return False
    return event.verb in HANDING or (event.verb in MAY_HAND and "from" in (event.data or {}))


def enters(*states: State) -> Test:
    """Whether an event brings a report into one of `states` from outside them."""
    return lambda event: event.to_state in states and event.from_state not in states


def reaches(states: frozenset[State]) -> Test:
    """Whether an event ends in one of `states`."""
    return lambda event: event.to_state in states


def leaves(*states: State) -> Test:
    """Whether an event ends outside `states`."""
    return lambda event: event.to_state not in states


def does(*verbs: Verb) -> Test:
    """Whether an event is one of `verbs`."""
    return lambda event: event.verb in verbs


def either(*tests: Test) -> Test:
    """Whether any of `tests` is true."""
    return lambda event: any(test(event) for test in tests)


def _is_response(event: Event) -> bool:
    is_public = (event.data or {}).get("audience") == "public"
    return event.verb in RESPONSES or (event.verb == V.NOTE and is_public)


def plans(event: Event) -> bool:
    """Whether the event agrees on a schedule, or confirms one."""
    return event.verb == V.SCHEDULE and not ends_plan(event)


def ends_plan(event: Event) -> bool:
    """Whether the event takes an agreed schedule back."""
    return event.verb == V.SCHEDULE and (event.data or {}).get("step") == "ended"


def _begins_work(event: Event) -> bool:
    """A first assignment, or a new one after the report had been settled or away."""
    is_handed = event.verb in (V.VERIFY, V.REOPEN, V.PEER_RETURN)
    return is_handed and event.to_state == S.WAITING


def _is_resettled(event: Event) -> bool:
    is_new = event.to_state == S.RESOLVED and event.from_state != S.RESOLVED
    return is_new or (event.to_state == S.RESOLVED and event.verb == V.REPLY)


RULES: dict[Clock, ClockRule] = {
    # Never restarts and never pauses: the citizen waits whoever holds it.
    Clock.CITIZEN: ClockRule(
        does(V.OPEN),
        reaches(ENDED),
        Start.ONCE,
        resumes=does(V.REOPEN, V.OVERTURN),
        pauses=frozenset(),
        from_receipt=True,
    ),
    Clock.VERIFICATION: ClockRule(
        lambda event: event.to_state == S.SUBMITTED and event.verb in (V.OPEN, V.OVERTURN),
        leaves(S.SUBMITTED, S.ON_HOLD),
        pauses=HELD,
    ),
    Clock.REACTION: ClockRule(hands_over, leaves(S.WAITING, S.ON_HOLD), pauses=HELD),
    Clock.FIRST_RESPONSE: ClockRule(
        does(V.OPEN), either(_is_response, reaches(ENDED)), Start.ONCE, from_receipt=True
    ),
    Clock.RED_FLAG: ClockRule(
        hands_over, either(does(*PROPER_RESPONSES), reaches(LEFT)), Start.ONCE, pauses=HELD
    ),
    Clock.HOLDER: ClockRule(
        either(hands_over, does(V.REJECT_FOLLOWUP)),
        reaches(LEFT | {S.AWAITING_VALIDATION}),
        pauses=WORK,
        is_extendable=True,
    ),
    Clock.COMPLETION: ClockRule(
        _begins_work,
        reaches(LEFT | {S.AWAITING_VALIDATION}),
        resumes=does(V.REJECT_FOLLOWUP),
        pauses=WORK,
        is_extendable=True,
    ),
    Clock.VALIDATION: ClockRule(enters(S.AWAITING_VALIDATION), leaves(S.AWAITING_VALIDATION)),
    Clock.OBJECTION: ClockRule(does(V.OBJECT), does(V.UPHOLD, V.OVERTURN)),
    Clock.OBJECTION_WINDOW: ClockRule(
        enters(S.DECLINED), either(does(V.OBJECT), leaves(S.DECLINED))
    ),
    Clock.HEARING: ClockRule(does(V.HEAR), either(does(V.RULE), leaves(S.WAITING))),
    Clock.EXTENSION: ClockRule(
        does(V.EXTEND),
        either(does(V.GRANT, V.REFUSE), hands_over, leaves(S.WAITING, S.IN_PROGRESS, S.ON_HOLD)),
    ),
    Clock.REFERRAL: ClockRule(enters(S.REFERRED), leaves(S.REFERRED)),
    Clock.HOLD: ClockRule(enters(S.ON_HOLD), leaves(S.ON_HOLD)),
    Clock.HOLD_REMINDER: ClockRule(enters(S.ON_HOLD), leaves(S.ON_HOLD)),
    Clock.SCHEDULE_REVIEW: ClockRule(
        plans, either(ends_plan, leaves(S.IN_PROGRESS, S.ON_HOLD)), pauses=HELD
    ),
    Clock.REPLY_WINDOW: ClockRule(_is_resettled, leaves(S.RESOLVED)),
    Clock.RATING_WINDOW: ClockRule(enters(*SETTLED), leaves(*SETTLED)),
    Clock.WARRANTY: ClockRule(enters(*SETTLED), leaves(*SETTLED)),
}

# Policies of these clocks depend on the kind of agency that holds the report.
AGENCY_CLOCKS = frozenset({Clock.REACTION, Clock.HOLDER})
