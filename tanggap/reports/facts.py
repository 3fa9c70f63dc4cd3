"""What the rules need to know about one report and one actor, without a database."""

from dataclasses import dataclass

from tanggap.reports.vocabulary import Part, ReportClass, State, Verb, Visibility

LOW_SCORE = 2

# Roles that act for their agency; a leader reads, and a clerk only opens.
WORKING_ROLES = frozenset({"agency_admin", "officer", "case_worker", "dispatcher"})

ROLE_PARTS: dict[str, Part] = {
    "verifier": Part.VERIFIER,
    "dispatcher": Part.DISPATCHER,
    "validator": Part.VALIDATOR,
    "clerk": Part.CLERK,
    "case_worker": Part.CASE_WORKER,
    "leader": Part.LEADER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """One report as one actor meets it. Build it once per request, after locking the row.

    Of a merged report give the state, counts and window of the report it was merged into:
    its own state is frozen, and its reporter rates and reopens the other one.
    """

    # The report.
    state: State | None  # None: it doesn't exist yet
    report_class: ReportClass | None = None  # None: nobody has said so yet
    visibility: Visibility = Visibility.PRIVATE
    is_confidential: bool = False
    is_merged: bool = False
    is_withdrawn: bool = False
    has_supporters: bool = False
    is_hazard: bool = False
    previous_state: State | None = None  # where an on_hold report came from
    undoes_to: State | None = None  # where it was before what this very actor did just now
    is_reachable: bool = True  # the reporter can be asked
    may_ask_identity: bool = True  # she left one, and didn't ask never to be named
    peer_had_it: bool = False  # it was last settled by another institution
    # Its lead assignment.
    at_dispatcher: bool = False
    came_by: Verb | None = None  # the verb that began it
    # Its counts. `returns` counts since the last ruling, `reopens` those of the reporter.
    holds: int = 0
    returns: int = 0
    reopens: int = 0
    extensions: int = 0
    ratings: int = 0
    # What is open or over.
    supporting_done: bool = True
    must_visit: bool = False  # the validator has to see the work on the spot
    in_hearing: bool = False
    heard_since_reopen: bool = False
    extension_open: bool = False
    extension_expired: bool = False
    hold_expired: bool = False
    reply_window_over: bool = False
    within_rating_window: bool = True
    objected: bool = False
    objection_open: bool = False
    within_objection_window: bool = True
    # The actor.
    roles: frozenset[str] = frozenset()
    is_lead: bool = False  # acts for the agency that holds the lead assignment
    is_supporting: bool = False
    has_accepted_support: bool = False
    is_head: bool = False  # head of the lead agency
    is_superior: bool = False  # of an office above the lead agency
    is_sender: bool = False  # of the agency that handed it to the lead
    is_reporter: bool = False
    is_resolver: bool = False  # the very person who resolved it
    is_decliner: bool = False  # the very person who declined it
    is_asker: bool = False  # the very person who asked for more time
    is_peer: bool = False
    is_chair: bool = False
    is_clock: bool = False
    is_pack_rule: bool = False
    # What they are about to do.
    score: int | None = None
    target_is_confidential: bool = True  # of a merge; True also when not chosen yet

    @property
    def is_low_score(self) -> bool:
        """True for one and two stars; those ask why, and offer reopening."""
        return self.score is not None and self.score <= LOW_SCORE


def parts(facts: ReportFacts) -> frozenset[Part]:
    """Return every part the actor plays towards this report."""
    return frozenset((*_own_parts(facts), *_role_parts(facts), *_agency_parts(facts)))


def _own_parts(facts: ReportFacts) -> list[Part]:
    flags = (
        (facts.is_reporter, Part.REPORTER),
        (facts.is_peer, Part.PEER),
        (facts.is_chair, Part.CHAIR),
        (facts.is_clock, Part.CLOCK),
        (facts.is_pack_rule, Part.PACK_RULE),
        (not (facts.is_clock or facts.is_pack_rule), Part.ANYONE),
    )
    return [part for flag, part in flags if flag]


def _role_parts(facts: ReportFacts) -> list[Part]:
    mine = [ROLE_PARTS[role] for role in facts.roles if role in ROLE_PARTS]
    is_staff = bool(mine) or not facts.roles.isdisjoint(WORKING_ROLES)
    return [*mine, Part.STAFF] if is_staff else mine


def _agency_parts(facts: ReportFacts) -> list[Part]:
    works = not facts.roles.isdisjoint(WORKING_ROLES)
    flags = (
        (facts.is_lead and works, Part.LEAD),
        (facts.is_supporting and works, Part.SUPPORTING),
        (facts.is_sender and works, Part.SENDER),
        (facts.is_head, Part.HEAD),
        (facts.is_superior, Part.SUPERIOR),
    )
    return [part for flag, part in flags if flag]
