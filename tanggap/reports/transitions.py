"""The table: who may do what from where, where it leads, what it needs and what forbids it.

A verb may have several rows; the first one whose state and part fit the actor speaks.
`docs/workflow.md` is printed from this table.
"""

from tanggap.reports.rules import Rule, Transition
from tanggap.reports.vocabulary import OPEN_STATES, Code, Part, State, Verb

S = State
V = Verb
P = Part
C = Code


def _row(
    verb: Verb,
    sources: frozenset[State] | State,
    target: State | Rule,
    who: frozenset[Part] | Part,
    *,
    needs: str = "",
    guards: tuple[Code, ...] = (C.MERGED,),
) -> Transition:
    places = frozenset({sources}) if isinstance(sources, State) else sources
    parts = frozenset({who}) if isinstance(who, Part) else who
    return Transition(verb, frozenset(places), target, parts, tuple(needs.split()), guards)


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


def _parts(*parts: Part) -> frozenset[Part]:
    return frozenset(parts)


ALL = frozenset(State)
HANDED = _states(S.WAITING, S.IN_PROGRESS)
BEFORE_WORK = _states(S.SUBMITTED, S.ON_HOLD, S.WAITING)
SETTLED = _states(S.RESOLVED, S.CLOSED)
HOLDERS = _parts(P.LEAD, P.SUPPORTING)
DESK = _parts(P.VERIFIER, P.DISPATCHER)
# A hearing decides who must act; until then nobody moves the report from under it.
MOVABLE = (C.MERGED, C.IN_HEARING)
WORKING = (*MOVABLE, C.AT_DISPATCHER)
HOLDABLE = (*MOVABLE, C.HOLD_LIMIT, C.UNREACHABLE)
RATABLE = (C.WITHDRAWN, C.WINDOW_OVER, C.RATED_TWICE)

MOVING: tuple[Transition, ...] = (
    Transition(
        V.OPEN,
        frozenset({None}),
        S.SUBMITTED,
        _parts(P.ANYONE, P.REPORTER, P.CLERK, P.PEER),
        ("text", "channel"),
    ),
    _row(
        V.VERIFY,
        S.SUBMITTED,
        S.WAITING,
        _parts(P.VERIFIER, P.PACK_RULE),
        needs="class kind category",
    ),
    _row(V.HOLD, S.SUBMITTED, S.ON_HOLD, P.VERIFIER, needs="question", guards=HOLDABLE),
    _row(V.HOLD, HANDED, S.ON_HOLD, _parts(P.VERIFIER, P.LEAD), needs="question", guards=HOLDABLE),
    _row(V.REPLY, ALL - {S.DECLINED}, Rule.RESUME, P.REPORTER, needs="text", guards=()),
    _row(V.LAPSE, S.ON_HOLD, Rule.LAPSE, P.CLOCK, guards=(C.MERGED, C.NOT_YET)),
    _row(V.DECLINE, BEFORE_WORK, S.DECLINED, DESK, needs="reason remedy", guards=MOVABLE),
    # Nothing to act on (a test, thanks, advertising): put away, which refuses nobody a right.
    _row(V.ARCHIVE, BEFORE_WORK, S.DECLINED, DESK, needs="reason remedy", guards=MOVABLE),
    # By who did it, within seconds, and before the reporter was told.
    _row(
        V.TAKE_BACK,
        _states(S.ON_HOLD, S.DECLINED),
        Rule.UNDONE,
        DESK | {P.LEAD},
        needs="reason",
        guards=(C.MERGED, C.UNDO_OVER),
    ),
    _row(
        V.OBJECT,
        S.DECLINED,
        S.DECLINED,
        P.REPORTER,
        needs="reason",
        guards=(C.ALREADY_OBJECTED, C.OBJECTION_LATE),
    ),
    _row(
        V.UPHOLD,
        S.DECLINED,
        S.DECLINED,
        DESK,
        needs="reason",
        guards=(C.NO_OBJECTION, C.OWN_DECISION),
    ),
    _row(
        V.OVERTURN,
        S.DECLINED,
        S.SUBMITTED,
        DESK,
        needs="reason",
        guards=(C.NO_OBJECTION, C.OWN_DECISION),
    ),
    _row(
        V.REFER,
        BEFORE_WORK | {S.IN_PROGRESS},
        S.REFERRED,
        DESK,
        needs="institution reason",
        guards=MOVABLE,
    ),
    _row(V.PEER_ANSWER, S.REFERRED, S.RESOLVED, _parts(P.PEER, P.DISPATCHER), needs="text"),
    _row(
        V.PEER_RETURN,
        S.REFERRED,
        S.WAITING,
        _parts(P.PEER, P.DISPATCHER),
        needs="reason proposal",
    ),
    _row(V.ASSIGN, S.WAITING, S.WAITING, P.DISPATCHER, needs="agency reason", guards=MOVABLE),
    _row(V.ACCEPT, S.WAITING, S.IN_PROGRESS, P.LEAD, guards=WORKING),
    _row(V.ACCEPT, HANDED, Rule.SAME, P.SUPPORTING, guards=(C.MERGED, C.SUPPORT_ACCEPTED)),
    _row(
        V.COORDINATE,
        HANDED,
        S.WAITING,
        _parts(P.DISPATCHER, P.LEAD),
        needs="agency reason",
        guards=MOVABLE,
    ),
    _row(V.DISPOSE, HANDED, S.WAITING, P.LEAD, needs="agency instruction", guards=WORKING),
    _row(V.GIVE_BACK, HANDED, S.WAITING, P.LEAD, needs="reason", guards=WORKING),
    _row(V.GIVE_BACK, HANDED, Rule.SAME, P.SUPPORTING, needs="reason"),
    _row(
        V.RECALL,
        S.WAITING,
        S.WAITING,
        _parts(P.SENDER, P.DISPATCHER),
        needs="reason",
        guards=(*WORKING, C.NOT_RECALLABLE),
    ),
    _row(V.HEAR, S.WAITING, S.WAITING, P.CLOCK, guards=(*MOVABLE, C.HEARING_NOT_DUE)),
    _row(
        V.RULE,
        S.WAITING,
        S.WAITING,
        P.CHAIR,
        needs="agency reason",
        guards=(C.MERGED, C.NO_HEARING),
    ),
    _row(
        V.RESOLVE,
        S.IN_PROGRESS,
        S.AWAITING_VALIDATION,
        P.LEAD,
        needs="outcome note proof",
        guards=(C.MERGED, C.SUPPORT_OPEN),
    ),
    _row(
        V.VALIDATE,
        S.AWAITING_VALIDATION,
        S.RESOLVED,
        P.VALIDATOR,
        guards=(C.MERGED, C.OWN_WORK),
    ),
    _row(
        V.REJECT_FOLLOWUP,
        S.AWAITING_VALIDATION,
        S.IN_PROGRESS,
        P.VALIDATOR,
        needs="assignments reason",
    ),
    _row(
        V.ANSWER,
        S.SUBMITTED,
        S.RESOLVED,
        P.VERIFIER,
        needs="text",
        guards=(C.MERGED, C.NOT_ANSWERABLE),
    ),
    _row(
        V.ANSWER,
        HANDED,
        S.RESOLVED,
        _parts(P.VERIFIER, P.LEAD),
        needs="text",
        guards=(*MOVABLE, C.NOT_ANSWERABLE),
    ),
    _row(V.RATE, SETTLED, Rule.RATED, P.REPORTER, needs="score", guards=RATABLE),
    _row(
        V.REOPEN,
        SETTLED,
        Rule.REOPENED,
        P.REPORTER,
        needs="reason",
        guards=(C.WITHDRAWN, C.WINDOW_OVER, C.REOPEN_LIMIT),
    ),
    _row(
        V.REOPEN,
        SETTLED,
        Rule.REOPENED,
        P.DISPATCHER,
        needs="reason",
        guards=(C.MERGED, C.WITHDRAWN, C.WINDOW_OVER),
    ),
    _row(V.WITHDRAW, OPEN_STATES | {S.REFERRED}, Rule.LEFT, P.REPORTER),
    _row(V.CLOSE, S.RESOLVED, S.CLOSED, P.CLOCK, guards=(C.MERGED, C.NOT_YET)),
    # She says that nothing is left to do; stars are another question.
    _row(V.CLOSE, S.RESOLVED, S.CLOSED, P.REPORTER),
)

KEEPING: tuple[Transition, ...] = (
    _row(V.CORRECT, OPEN_STATES, Rule.SAME, DESK, needs="changes"),
    _row(V.PROPOSE, HANDED, Rule.SAME, P.LEAD, needs="proposal reason"),
    _row(V.ADD_SUPPORT, HANDED, Rule.SAME, _parts(P.LEAD, P.DISPATCHER), needs="agency"),
    _row(V.DROP_SUPPORT, HANDED, Rule.SAME, _parts(P.LEAD, P.DISPATCHER), needs="agency reason"),
    _row(
        V.DONE, HANDED, Rule.SAME, P.SUPPORTING, needs="note", guards=(C.MERGED, C.SUPPORT_PENDING)
    ),
    _row(V.NOTE, ALL, Rule.SAME, P.STAFF, needs="text", guards=()),
    _row(V.PROGRESS, S.IN_PROGRESS, Rule.SAME, HOLDERS, needs="text"),
    _row(V.SCHEDULE, S.IN_PROGRESS, Rule.SAME, P.HEAD, needs="programme month reason"),
    _row(
        V.EXTEND,
        HANDED,
        Rule.SAME,
        P.LEAD,
        needs="days reason",
        guards=(C.MERGED, C.EXTENSION_OPEN, C.EXTENSION_LIMIT),
    ),
    _row(
        V.GRANT,
        HANDED,
        Rule.SAME,
        P.SUPERIOR,
        guards=(C.MERGED, C.NO_EXTENSION, C.OWN_REQUEST),
    ),
    _row(
        V.REFUSE, HANDED, Rule.SAME, P.SUPERIOR, needs="reason", guards=(C.MERGED, C.NO_EXTENSION)
    ),
    _row(
        V.REFUSE,
        HANDED,
        Rule.SAME,
        P.CLOCK,
        guards=(C.MERGED, C.NO_EXTENSION, C.EXTENSION_NOT_EXPIRED),
    ),
    # An office could stop its own clock by merging, so only the desk may.
    _row(V.MERGE, OPEN_STATES, Rule.SAME, DESK, needs="target", guards=(C.MERGED, C.WOULD_LEAK)),
    _row(V.UNMERGE, ALL, Rule.SAME, DESK, needs="reason", guards=(C.NOT_MERGED,)),
    _row(V.SPLIT, OPEN_STATES, Rule.SAME, DESK, needs="text"),
    # By the pack's rule: what comes back at a place under warranty.
    _row(V.RELATE, ALL, Rule.SAME, DESK | {P.LEAD, P.PACK_RULE}, needs="target", guards=()),
    _row(
        V.PUBLISH,
        ALL,
        Rule.SAME,
        DESK | {P.VALIDATOR},
        guards=(C.CONFIDENTIAL, C.ALREADY_PUBLIC),
    ),
    _row(V.HIDE, ALL, Rule.SAME, DESK | {P.VALIDATOR}, needs="reason", guards=(C.ALREADY_HIDDEN,)),
    _row(
        V.SHOW_PHOTOS,
        ALL,
        Rule.SAME,
        DESK | {P.VALIDATOR},
        guards=(C.CONFIDENTIAL, C.NOT_PUBLIC),
    ),
    # Before it is published as well, so that nothing stands there even for a moment.
    _row(V.MASK, ALL, Rule.SAME, DESK | {P.VALIDATOR}, needs="reason", guards=(C.CONFIDENTIAL,)),
    _row(V.SHARE_IDENTITY, ALL, Rule.SAME, P.REPORTER, needs="agency fields until", guards=()),
    _row(
        V.SHARE_IDENTITY,
        HANDED,
        Rule.SAME,
        P.LEAD,
        needs="fields reason",
        guards=(C.IDENTITY_SEALED,),
    ),
    _row(
        V.BREAK_GLASS,
        ALL,
        Rule.SAME,
        _parts(P.CASE_WORKER, P.DISPATCHER, P.LEADER),
        needs="reason",
        guards=(),
    ),
    _row(V.SUPPORT, OPEN_STATES, Rule.SAME, P.ANYONE, guards=(C.MERGED, C.NOT_PUBLIC)),
    _row(V.UNSUPPORT, ALL, Rule.SAME, P.ANYONE, guards=()),
    _row(V.FOLLOW, ALL, Rule.SAME, P.ANYONE, guards=(C.NOT_PUBLIC,)),
    _row(V.COMMENT, ALL, Rule.SAME, P.ANYONE, needs="text", guards=(C.NOT_PUBLIC,)),
)

TRANSITIONS: tuple[Transition, ...] = MOVING + KEEPING
