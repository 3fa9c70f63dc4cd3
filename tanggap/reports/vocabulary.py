"""The words of the workflow: states, verbs, parts, outcomes. Values are stored; never rename."""

from enum import StrEnum


class State(StrEnum):
    """Where a report stands. Overdue is computed and a duplicate is a pointer: not states."""

    SUBMITTED = "submitted"
    ON_HOLD = "on_hold"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    AWAITING_VALIDATION = "awaiting_validation"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DECLINED = "declined"
    REFERRED = "referred"


class AssignmentState(StrEnum):
    """How far one agency is with one report."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DONE = "done"
    PASSED_ON = "passed_on"
    RETURNED = "returned"
    DROPPED = "dropped"


class Visibility(StrEnum):
    """What the public may see: nothing but counts, the redacted report, or no longer."""

    PRIVATE = "private"
    PUBLIC = "public"
    HIDDEN = "hidden"


class ReportClass(StrEnum):
    """What kind of message it is; only the last two may be settled by an answer."""

    COMPLAINT = "complaint"
    SUGGESTION = "suggestion"
    INFORMATION = "information"


class Outcome(StrEnum):
    """What the officers say they did. The last three never count as fixed."""

    FIXED = "fixed"
    ANSWERED = "answered"
    SCHEDULED_DONE = "scheduled_done"
    NOT_FOUND = "not_found"
    ALREADY_FIXED = "already_fixed"
    NOT_PUBLIC = "not_public"


class ProofKind(StrEnum):
    """What shows that the work is done; a category names one, the photo is the default."""

    PHOTO = "photo"
    DOCUMENT = "document"
    ANSWER = "answer"


class Privacy(StrEnum):
    """The degree the reporter chose, by its name on the form."""

    OPEN = "open"
    PRIVATE = "private"
    NAME_HIDDEN = "name_hidden"
    NO_IDENTITY = "no_identity"
    CONFIDENTIAL = "confidential"


# What the first event of a confidential report says beside its degree: whether its reporter let us
# know her, which the degree alone doesn't tell.
NAMED_MARK = "is_named"


class Verb(StrEnum):
    """Everything that can happen to a report: one verb, one action, one event."""

    # Moving the state.
    OPEN = "open"
    VERIFY = "verify"
    HOLD = "hold"
    REPLY = "reply"
    LAPSE = "lapse"
    DECLINE = "decline"
    ARCHIVE = "archive"
    TAKE_BACK = "take_back"
    OBJECT = "object"
    UPHOLD = "uphold"
    OVERTURN = "overturn"
    REFER = "refer"
    PEER_ANSWER = "peer_answer"
    PEER_RETURN = "peer_return"
    ASSIGN = "assign"
    ACCEPT = "accept"
    COORDINATE = "coordinate"
    DISPOSE = "dispose"
    GIVE_BACK = "give_back"
    RECALL = "recall"
    HEAR = "hear"
    RULE = "rule"
    RESOLVE = "resolve"
    VALIDATE = "validate"
    REJECT_FOLLOWUP = "reject_followup"
    ANSWER = "answer"
    RATE = "rate"
    REOPEN = "reopen"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    # Keeping the state.
    CORRECT = "correct"
    PROPOSE = "propose"
    ADD_SUPPORT = "add_support"
    DROP_SUPPORT = "drop_support"
    DONE = "done"
    NOTE = "note"
    PROGRESS = "progress"
    SCHEDULE = "schedule"
    EXTEND = "extend"
    GRANT = "grant"
    REFUSE = "refuse"
    MERGE = "merge"
    UNMERGE = "unmerge"
    SPLIT = "split"
    RELATE = "relate"
    PUBLISH = "publish"
    HIDE = "hide"
    SHOW_PHOTOS = "show_photos"
    MASK = "mask"
    SHARE_IDENTITY = "share_identity"
    BREAK_GLASS = "break_glass"
    SUPPORT = "support"
    UNSUPPORT = "unsupport"
    FOLLOW = "follow"
    COMMENT = "comment"


class Part(StrEnum):
    """The part an actor plays towards one report; one person may play several."""

    VERIFIER = "verifier"
    DISPATCHER = "dispatcher"
    VALIDATOR = "validator"
    CLERK = "clerk"
    CASE_WORKER = "case_worker"
    LEADER = "leader"
    STAFF = "staff"
    LEAD = "lead"
    SUPPORTING = "supporting"
    HEAD = "head"
    SUPERIOR = "superior"
    SENDER = "sender"
    REPORTER = "reporter"
    ANYONE = "anyone"
    PEER = "peer"
    CHAIR = "chair"
    CLOCK = "clock"
    PACK_RULE = "pack_rule"


class Owner(StrEnum):
    """Whose turn a state is, and who can receive a report."""

    VERIFIER = "verifier"
    REPORTER = "reporter"
    LEAD = "lead"
    VALIDATOR = "validator"
    PEER = "peer"
    NOBODY = "nobody"
    PARENT = "parent"
    DISPATCHER = "dispatcher"


class Step(StrEnum):
    """What a schedule of long works does to the plan."""

    SET = "set"
    MOVED = "moved"
    CONFIRMED = "confirmed"
    ENDED = "ended"


class Code(StrEnum):
    """Why a verb is refused."""

    WRONG_STATE = "wrong_state"
    NOT_YOURS = "not_yours"
    MISSING = "missing"
    MERGED = "merged"
    NOT_MERGED = "not_merged"
    IN_HEARING = "in_hearing"
    NO_HEARING = "no_hearing"
    HEARING_NOT_DUE = "hearing_not_due"
    HOLD_LIMIT = "hold_limit"
    UNREACHABLE = "unreachable"
    IDENTITY_SEALED = "identity_sealed"
    NOT_YET = "not_yet"
    ALREADY_OBJECTED = "already_objected"
    OBJECTION_LATE = "objection_late"
    NO_OBJECTION = "no_objection"
    OWN_DECISION = "own_decision"
    OWN_REQUEST = "own_request"
    OWN_WORK = "own_work"
    AT_DISPATCHER = "at_dispatcher"
    NOT_RECALLABLE = "not_recallable"
    UNDO_OVER = "undo_over"
    SUPPORT_OPEN = "support_open"
    SUPPORT_ACCEPTED = "support_accepted"
    SUPPORT_PENDING = "support_pending"
    NOT_ANSWERABLE = "not_answerable"
    WINDOW_OVER = "window_over"
    RATED_TWICE = "rated_twice"
    REOPEN_LIMIT = "reopen_limit"
    WITHDRAWN = "withdrawn"
    EXTENSION_LIMIT = "extension_limit"
    EXTENSION_OPEN = "extension_open"
    NO_EXTENSION = "no_extension"
    EXTENSION_NOT_EXPIRED = "extension_not_expired"
    CONFIDENTIAL = "confidential"
    WOULD_LEAK = "would_leak"
    NOT_PUBLIC = "not_public"
    ALREADY_PUBLIC = "already_public"
    ALREADY_HIDDEN = "already_hidden"
    # Refused by the actions, which see more than one report's facts.
    SAME_AGENCY = "same_agency"
    INACTIVE_AGENCY = "inactive_agency"
    NOT_BELOW = "not_below"
    NOT_SUPPORTING = "not_supporting"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    OUTSIDE = "outside"
    ALREADY_ASKED = "already_asked"
    NOT_SCHEDULED = "not_scheduled"
    MONTH_OVER = "month_over"
    NOT_SEEN = "not_seen"
    UNCHANGED = "unchanged"
    ALREADY_TOLD = "already_told"


OWNER: dict[State, Owner] = {
    State.SUBMITTED: Owner.VERIFIER,
    State.ON_HOLD: Owner.REPORTER,
    State.WAITING: Owner.LEAD,  # the dispatcher is an agency row too, so there always is one
    State.IN_PROGRESS: Owner.LEAD,
    State.AWAITING_VALIDATION: Owner.VALIDATOR,
    State.RESOLVED: Owner.REPORTER,  # until the reply window ends
    State.CLOSED: Owner.NOBODY,
    State.DECLINED: Owner.NOBODY,  # the reporter may object once
    State.REFERRED: Owner.PEER,
}

OPEN_STATES = frozenset(
    {
        State.SUBMITTED,
        State.ON_HOLD,
        State.WAITING,
        State.IN_PROGRESS,
        State.AWAITING_VALIDATION,
    }
)

# "Received by an agency" counts these; who passed a report on is neither credited nor blamed.
ASSIGNMENT_COUNTS = frozenset(
    {AssignmentState.PENDING, AssignmentState.ACCEPTED, AssignmentState.DONE}
)
