"""Every verb in every state for every part, against a table written down a second time.

`EXPECTED` is copied from the design by hand, not from the code: verb, states, parts, end.
"""

from functools import cache
from typing import Any

import pytest

from tanggap.reports.workflow import (
    OWNER,
    TRANSITIONS,
    AssignmentState,
    Code,
    Outcome,
    Owner,
    Part,
    ProofKind,
    Refused,
    ReportClass,
    ReportFacts,
    State,
    Verb,
    Visibility,
    allowed,
    check,
    hands_back_to,
    needs,
    pairs,
    proof_needed,
)
from tests.reports.expected_table import EXPECTED, LETTERS

ACTORS: dict[str, dict[str, Any]] = {
    "verifier": {"roles": frozenset({"verifier"})},
    "dispatcher": {"roles": frozenset({"dispatcher"})},
    "validator": {"roles": frozenset({"validator"})},
    "clerk": {"roles": frozenset({"clerk"})},
    "case_worker": {"roles": frozenset({"case_worker"})},
    "leader": {"roles": frozenset({"leader"})},
    "lead": {"roles": frozenset({"officer"}), "is_lead": True},
    "supporting": {"roles": frozenset({"officer"}), "is_supporting": True},
    "sender": {"roles": frozenset({"agency_admin"}), "is_sender": True},
    "head": {"is_head": True},
    "superior": {"is_superior": True},
    "reporter": {"is_reporter": True},
    "peer": {"is_peer": True},
    "chair": {"is_chair": True},
    "clock": {"is_clock": True},
    "pack_rule": {"is_pack_rule": True},
    "anyone": {},
}
# Facts under which nothing but state and part can refuse a verb.
EASY: dict[Verb, dict[str, Any]] = {
    Verb.LAPSE: {"hold_expired": True},
    Verb.CLOSE: {"reply_window_over": True},
    Verb.UPHOLD: {"objection_open": True},
    Verb.OVERTURN: {"objection_open": True},
    Verb.TAKE_BACK: {"undoes_to": State.WAITING},
    Verb.RECALL: {"came_by": Verb.DISPOSE},
    Verb.HEAR: {"returns": 2},
    Verb.RULE: {"in_hearing": True},
    Verb.ANSWER: {"report_class": ReportClass.INFORMATION},
    Verb.GRANT: {"extension_open": True},
    Verb.REFUSE: {"extension_open": True, "extension_expired": True},
    Verb.UNMERGE: {"is_merged": True},
    Verb.DONE: {"has_accepted_support": True},
    Verb.SUPPORT: {"visibility": Visibility.PUBLIC},
    Verb.FOLLOW: {"visibility": Visibility.PUBLIC},
    Verb.COMMENT: {"visibility": Visibility.PUBLIC},
    Verb.SHOW_PHOTOS: {"visibility": Visibility.PUBLIC},
}
Key = tuple[Verb, State, str]


def _expected() -> dict[Key, tuple[State, frozenset[str]]]:
    table: dict[Key, tuple[State, frozenset[str]]] = {}
    for line in EXPECTED.strip().splitlines():
        verb, states, parts, end, fields = (cell.strip() for cell in line.split("|"))
        for letter in states:
            for part in _everybody(parts):
                source = LETTERS[letter]
                target = source if end == "=" else LETTERS[end]
                key = (Verb(verb), source, part)
                table.setdefault(key, (target, frozenset(fields.split())))
    return table


def _everybody(parts: str) -> list[str]:
    """ "anyone" is every person and peer, but neither the clock nor the pack's rule."""
    if parts == "anyone":
        return [name for name in ACTORS if name not in ("clock", "pack_rule")]
    return parts.split()


TABLE = _expected()
PLACES = {(verb, state) for verb, state, _actor in TABLE}


buttons = cache(allowed)  # most verbs meet the same facts


def facts(verb: Verb, state: State | None, actor: str, **more: Any) -> ReportFacts:
    values = {"state": state, "previous_state": State.IN_PROGRESS, **EASY.get(verb, {})}
    return ReportFacts(**(values | ACTORS[actor] | more))


@pytest.mark.parametrize("actor", ACTORS)
@pytest.mark.parametrize("state", State)
def test_every_verb(state: State, actor: str) -> None:
    for verb in Verb:
        if verb is not Verb.OPEN:
            _compare(verb, state, actor)


def _compare(verb: Verb, state: State, actor: str) -> None:
    here = facts(verb, state, actor)
    expected = TABLE.get((verb, state, actor))
    assert (verb in buttons(here)) is (expected is not None), (verb, state, actor)
    if expected:
        assert check(verb, here) is expected[0], (verb, state, actor)
        assert needs(verb, here) == expected[1], (verb, state, actor)
        return
    with pytest.raises(Refused) as refused:
        check(verb, here)
    assert refused.value.code is (Code.NOT_YOURS if (verb, state) in PLACES else Code.WRONG_STATE)


@pytest.mark.parametrize("actor", ["anyone", "reporter", "clerk", "peer"])
def test_opening_begins_everything(actor: str) -> None:
    assert allowed(facts(Verb.OPEN, None, actor)) == (Verb.OPEN,)
    assert check(Verb.OPEN, facts(Verb.OPEN, None, actor), {"text", "channel"}) is State.SUBMITTED
    for state in State:
        assert Verb.OPEN not in allowed(facts(Verb.OPEN, state, actor))


def test_each_missing_field_is_named() -> None:
    for (verb, state, actor), (_end, fields) in TABLE.items():
        here = facts(verb, state, actor)
        assert check(verb, here, fields) is _end
        for field in fields:
            with pytest.raises(Refused) as refused:
                check(verb, here, fields - {field})
            assert (refused.value.code, refused.value.missing) == (Code.MISSING, (field,))


# What else refuses: verb, state, actor, facts, code.
REFUSALS: list[tuple[Verb, State, str, dict[str, Any], Code]] = [
    (Verb.HOLD, State.WAITING, "lead", {"holds": 2}, Code.HOLD_LIMIT),
    (Verb.HOLD, State.SUBMITTED, "verifier", {"is_reachable": False}, Code.UNREACHABLE),
    (Verb.LAPSE, State.ON_HOLD, "clock", {"hold_expired": False}, Code.NOT_YET),
    (Verb.CLOSE, State.RESOLVED, "clock", {"reply_window_over": False}, Code.NOT_YET),
    (Verb.OBJECT, State.DECLINED, "reporter", {"objected": True}, Code.ALREADY_OBJECTED),
    (
        Verb.OBJECT,
        State.DECLINED,
        "reporter",
        {"within_objection_window": False},
        Code.OBJECTION_LATE,
    ),
    (Verb.TAKE_BACK, State.DECLINED, "verifier", {"undoes_to": None}, Code.UNDO_OVER),
    (Verb.UPHOLD, State.DECLINED, "verifier", {"is_decliner": True}, Code.OWN_DECISION),
    (Verb.OVERTURN, State.DECLINED, "dispatcher", {"is_decliner": True}, Code.OWN_DECISION),
    (Verb.UPHOLD, State.DECLINED, "verifier", {"objection_open": False}, Code.NO_OBJECTION),
    (Verb.ACCEPT, State.WAITING, "lead", {"at_dispatcher": True}, Code.AT_DISPATCHER),
    (Verb.GIVE_BACK, State.WAITING, "lead", {"at_dispatcher": True}, Code.AT_DISPATCHER),
    (
        Verb.ACCEPT,
        State.WAITING,
        "supporting",
        {"has_accepted_support": True},
        Code.SUPPORT_ACCEPTED,
    ),
    (Verb.DONE, State.WAITING, "supporting", {"has_accepted_support": False}, Code.SUPPORT_PENDING),
    (Verb.RECALL, State.WAITING, "sender", {"came_by": Verb.GIVE_BACK}, Code.NOT_RECALLABLE),
    (Verb.RECALL, State.WAITING, "dispatcher", {"at_dispatcher": True}, Code.AT_DISPATCHER),
    (Verb.HEAR, State.WAITING, "clock", {"returns": 1}, Code.HEARING_NOT_DUE),
    (
        Verb.HEAR,
        State.WAITING,
        "clock",
        {"returns": 0, "reopens": 2, "heard_since_reopen": True},
        Code.HEARING_NOT_DUE,
    ),
    (Verb.HEAR, State.WAITING, "clock", {"in_hearing": True}, Code.IN_HEARING),
    (Verb.RULE, State.WAITING, "chair", {"in_hearing": False}, Code.NO_HEARING),
    (Verb.RESOLVE, State.IN_PROGRESS, "lead", {"supporting_done": False}, Code.SUPPORT_OPEN),
    (
        Verb.VALIDATE,
        State.AWAITING_VALIDATION,
        "validator",
        {"is_resolver": True},
        Code.OWN_WORK,
    ),
    (
        Verb.ANSWER,
        State.SUBMITTED,
        "verifier",
        {"report_class": ReportClass.COMPLAINT},
        Code.NOT_ANSWERABLE,
    ),
    (Verb.ANSWER, State.WAITING, "lead", {"report_class": None}, Code.NOT_ANSWERABLE),
    (Verb.RATE, State.CLOSED, "reporter", {"within_rating_window": False}, Code.WINDOW_OVER),
    (Verb.RATE, State.RESOLVED, "reporter", {"ratings": 2}, Code.RATED_TWICE),
    (Verb.RATE, State.CLOSED, "reporter", {"is_withdrawn": True}, Code.WITHDRAWN),
    (Verb.REOPEN, State.RESOLVED, "reporter", {"reopens": 2}, Code.REOPEN_LIMIT),
    (Verb.REOPEN, State.CLOSED, "dispatcher", {"within_rating_window": False}, Code.WINDOW_OVER),
    (Verb.EXTEND, State.WAITING, "lead", {"extensions": 2}, Code.EXTENSION_LIMIT),
    (Verb.EXTEND, State.WAITING, "lead", {"extension_open": True}, Code.EXTENSION_OPEN),
    (Verb.GRANT, State.IN_PROGRESS, "superior", {"extension_open": False}, Code.NO_EXTENSION),
    (
        Verb.GRANT,
        State.IN_PROGRESS,
        "superior",
        {"extension_open": True, "is_asker": True},
        Code.OWN_REQUEST,
    ),
    (
        Verb.REFUSE,
        State.IN_PROGRESS,
        "clock",
        {"extension_expired": False},
        Code.EXTENSION_NOT_EXPIRED,
    ),
    (
        Verb.MERGE,
        State.WAITING,
        "verifier",
        {"is_confidential": True, "target_is_confidential": False},
        Code.WOULD_LEAK,
    ),
    (Verb.UNMERGE, State.WAITING, "verifier", {"is_merged": False}, Code.NOT_MERGED),
    (Verb.PUBLISH, State.WAITING, "verifier", {"is_confidential": True}, Code.CONFIDENTIAL),
    (
        Verb.PUBLISH,
        State.WAITING,
        "verifier",
        {"visibility": Visibility.PUBLIC},
        Code.ALREADY_PUBLIC,
    ),
    (Verb.SHOW_PHOTOS, State.WAITING, "verifier", {"is_confidential": True}, Code.CONFIDENTIAL),
    (
        Verb.SHOW_PHOTOS,
        State.WAITING,
        "validator",
        {"visibility": Visibility.PRIVATE},
        Code.NOT_PUBLIC,
    ),
    (Verb.MASK, State.WAITING, "verifier", {"is_confidential": True}, Code.CONFIDENTIAL),
    (
        Verb.HIDE,
        State.WAITING,
        "verifier",
        {"visibility": Visibility.HIDDEN},
        Code.ALREADY_HIDDEN,
    ),
    (
        Verb.SHARE_IDENTITY,
        State.WAITING,
        "lead",
        {"may_ask_identity": False},
        Code.IDENTITY_SEALED,
    ),
    (Verb.COMMENT, State.WAITING, "anyone", {"visibility": Visibility.PRIVATE}, Code.NOT_PUBLIC),
]


@pytest.mark.parametrize(("verb", "state", "actor", "more", "code"), REFUSALS)
def test_what_else_refuses(
    verb: Verb, state: State, actor: str, more: dict[str, Any], code: Code
) -> None:
    assert verb in allowed(facts(verb, state, actor)), "allowed without this fact"
    here = facts(verb, state, actor, **more)
    assert verb not in allowed(here)
    with pytest.raises(Refused) as refused:
        check(verb, here)
    assert refused.value.code is code


def test_every_guard_is_shown_to_refuse() -> None:
    used = {code for row in TRANSITIONS for code in row.guards}
    assert used - {Code.MERGED} == {row[-1] for row in REFUSALS}


WHEN_MERGED = {
    Verb.REPLY,
    Verb.OBJECT,
    Verb.UPHOLD,
    Verb.OVERTURN,
    Verb.RATE,
    Verb.REOPEN,
    Verb.NOTE,
    Verb.UNMERGE,
    Verb.RELATE,
    Verb.PUBLISH,
    Verb.HIDE,
    Verb.SHOW_PHOTOS,
    Verb.MASK,
    Verb.SHARE_IDENTITY,
    Verb.BREAK_GLASS,
    Verb.UNSUPPORT,
    Verb.FOLLOW,
    Verb.COMMENT,
}


def test_a_merged_report_is_frozen_but_its_reporter_is_not() -> None:
    for verb, state, actor in TABLE:
        if verb is Verb.REOPEN and actor == "dispatcher":
            continue  # the dispatcher reopens the other report itself
        here = facts(verb, state, actor, is_merged=True)
        assert (verb in allowed(here)) is (verb in WHEN_MERGED), (verb, state, actor)


def test_a_hearing_holds_the_report() -> None:
    moves = {Verb.ASSIGN, Verb.ACCEPT, Verb.COORDINATE, Verb.DISPOSE, Verb.GIVE_BACK, Verb.RECALL}
    moves |= {Verb.HOLD, Verb.DECLINE, Verb.ARCHIVE, Verb.REFER, Verb.ANSWER, Verb.HEAR}
    for actor in ("lead", "dispatcher", "verifier", "sender", "clock"):
        here = facts(Verb.RULE, State.WAITING, actor, came_by=Verb.DISPOSE, returns=2)
        assert not moves & set(allowed(here))


def test_reply_and_lapse_go_back_to_where_it_came_from() -> None:
    for before in (State.SUBMITTED, State.WAITING, State.IN_PROGRESS):
        reply = facts(Verb.REPLY, State.ON_HOLD, "reporter", previous_state=before)
        lapse = facts(Verb.LAPSE, State.ON_HOLD, "clock", previous_state=before)
        lapsed = State.DECLINED if before is State.SUBMITTED else before
        assert check(Verb.REPLY, reply) is before
        assert check(Verb.LAPSE, lapse) is lapsed


@pytest.mark.parametrize("state", [State.RESOLVED, State.CLOSED])
@pytest.mark.parametrize("score", [1, 2, 3, 4, 5])
def test_rating(state: State, score: int) -> None:
    here = facts(Verb.RATE, state, "reporter", score=score)
    assert check(Verb.RATE, here) is (State.CLOSED if score >= 3 else state)
    assert ("reason" in needs(Verb.RATE, here)) is (score <= 2)


@pytest.mark.parametrize("actor", ["reporter", "dispatcher"])
def test_what_a_peer_had_goes_back_to_the_peer(actor: str) -> None:
    here = facts(Verb.REOPEN, State.CLOSED, actor, peer_had_it=True)
    assert check(Verb.REOPEN, here) is State.REFERRED


@pytest.mark.parametrize("why", ["has_supporters", "is_hazard"])
def test_only_the_reporter_leaves_what_others_need(why: str) -> None:
    here = facts(Verb.WITHDRAW, State.WAITING, "reporter", **{why: True})
    assert check(Verb.WITHDRAW, here) is State.WAITING


def test_one_person_with_two_parts_may_do_what_either_may() -> None:
    both = facts(Verb.REOPEN, State.CLOSED, "dispatcher", is_reporter=True, reopens=2)
    assert check(Verb.REOPEN, both) is State.WAITING


def test_leaders_and_clerks_do_not_act_for_the_office() -> None:
    for role in ("leader", "clerk", "validator", "operator"):
        here = ReportFacts(state=State.WAITING, roles=frozenset({role}), is_lead=True)
        assert Verb.ACCEPT not in allowed(here)


def test_given_back_to_whom() -> None:
    assert hands_back_to(ReportFacts(state=None, came_by=Verb.DISPOSE)) is Owner.PARENT
    for verb in (Verb.ASSIGN, Verb.COORDINATE, Verb.VERIFY, None):
        assert hands_back_to(ReportFacts(state=None, came_by=verb)) is Owner.DISPATCHER


def test_who_found_nothing_shows_the_place() -> None:
    evidence = {Outcome.NOT_FOUND, Outcome.ALREADY_FIXED, Outcome.NOT_PUBLIC}
    for outcome in Outcome:
        for kind in ProofKind:
            expected = ProofKind.PHOTO if outcome in evidence else kind
            assert proof_needed(outcome, category=kind) is expected


def test_the_vocabulary_is_complete() -> None:
    assert len(State) == 9
    assert set(OWNER) == set(State)
    assert {row.verb for row in TRANSITIONS} == set(Verb)
    assert len(AssignmentState) == 6
    assert all(isinstance(part, Part) for row in TRANSITIONS for part in row.who)


def test_pairs_hold_every_step_and_no_other() -> None:
    steps = {(state, check(verb, facts(verb, state, actor))) for verb, state, actor in TABLE}
    assert steps <= pairs()
    assert (State.DECLINED, State.IN_PROGRESS) not in pairs()
    assert (State.CLOSED, State.RESOLVED) not in pairs()
    assert (None, State.SUBMITTED) in pairs()
