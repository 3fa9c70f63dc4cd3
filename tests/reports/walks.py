"""Random lives of a report on the pure table: what any sequence of fair steps can do.

A walk keeps the few facts that the verbs themselves change, as the actions do, and writes one
event for each step. Nobody here decides what is allowed: the table does.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tanggap.reports.transitions import MOVING
from tanggap.reports.workflow import (
    ReportClass,
    ReportFacts,
    State,
    Verb,
    Visibility,
    allowed,
    check,
)
from tests.reports.clock_cases import DESK, DINAS, SUDIN, VILLAGE, Happened

START = datetime(2022, 4, 20, 8, 0, tzinfo=ZoneInfo("Asia/Jakarta"))
STAFF = frozenset({"verifier", "dispatcher", "agency_admin", "validator", "case_worker"})
# Everybody at once: the walk is about states, the table test is about parts.
PEOPLE: dict[str, Any] = {
    "roles": STAFF,
    "is_lead": True,
    "is_head": True,
    "is_superior": True,
    "is_sender": True,
    "is_reporter": True,
    "is_peer": True,
    "is_chair": True,
}
CLOCK: dict[str, Any] = {"is_clock": True}
OVER: dict[str, Any] = {
    "hold_expired": True,
    "reply_window_over": True,
    "extension_expired": True,
}
HANDED = {
    Verb.VERIFY,
    Verb.ASSIGN,
    Verb.COORDINATE,
    Verb.DISPOSE,
    Verb.GIVE_BACK,
    Verb.RECALL,
    Verb.HEAR,
    Verb.RULE,
    Verb.REOPEN,
    Verb.PEER_RETURN,
}
COUNTERS = {
    Verb.HOLD: "holds",
    Verb.GIVE_BACK: "returns",
    Verb.EXTEND: "extensions",
    Verb.RATE: "ratings",
}
FLAGS: dict[Verb, dict[str, Any]] = {
    Verb.MERGE: {"is_merged": True},
    Verb.UNMERGE: {"is_merged": False},
    Verb.HEAR: {"in_hearing": True},
    Verb.RULE: {"in_hearing": False, "returns": 0, "heard_since_reopen": True},
    Verb.EXTEND: {"extension_open": True},
    Verb.GRANT: {"extension_open": False},
    Verb.REFUSE: {"extension_open": False},
    Verb.OBJECT: {"objected": True, "objection_open": True},
    Verb.UPHOLD: {"objection_open": False},
    Verb.OVERTURN: {"objection_open": False},
    Verb.PUBLISH: {"visibility": Visibility.PUBLIC},
    Verb.HIDE: {"visibility": Visibility.HIDDEN},
    Verb.PEER_ANSWER: {"peer_had_it": True},
}


@dataclass
class Walk:
    """A report under way: its facts and its events."""

    facts: ReportFacts = field(
        default_factory=lambda: ReportFacts(
            state=None, report_class=ReportClass.INFORMATION, **PEOPLE
        )
    )
    events: list[Happened] = field(default_factory=list)
    at: datetime = START

    @property
    def state(self) -> State:
        """The state now; the walk opens the report at once."""
        assert self.facts.state is not None
        return self.facts.state

    def choices(self) -> list[tuple[Verb, bool]]:
        """What anybody (False) or the clock (True) may do now."""
        mine = [(verb, False) for verb in allowed(self.facts)]
        return mine + [(verb, True) for verb in allowed(self._as_clock())]

    def step(self, verb: Verb, *, is_clock: bool, hours: int, score: int, agency: int) -> None:
        """Take one allowed step `hours` later."""
        acting = self._as_clock() if is_clock else replace(self.facts, score=score)
        end = check(verb, acting)
        before = self.facts.state
        self.at += timedelta(hours=hours)
        self.events.append(Happened(verb, before or "", end, self.at, agency, _data(verb, self.at)))
        self.facts = replace(self.facts, **self._changes(verb, before, end))

    def _as_clock(self) -> ReportFacts:
        nobody = dict.fromkeys(PEOPLE, False) | {"roles": frozenset()}
        return replace(self.facts, **(nobody | CLOCK | OVER))

    def _changes(self, verb: Verb, before: State | None, end: State) -> dict[str, Any]:
        changes: dict[str, Any] = {"state": end, **FLAGS.get(verb, {})}
        if name := COUNTERS.get(verb):
            changes[name] = getattr(self.facts, name) + 1
        if verb in HANDED:
            changes |= {"came_by": verb, "at_dispatcher": verb in (Verb.GIVE_BACK, Verb.HEAR)}
        if verb is Verb.HOLD:
            changes["previous_state"] = before
        if verb is Verb.REOPEN:
            changes |= {
                "reopens": self.facts.reopens + 1,
                "heard_since_reopen": False,
                "ratings": 0,
                "peer_had_it": False,
            }
        if verb is Verb.WITHDRAW and end is State.CLOSED:
            changes["is_withdrawn"] = True
        return changes


def _data(verb: Verb, at: datetime) -> dict[str, Any]:
    if verb is Verb.SCHEDULE:
        return {"month": f"{at + timedelta(days=40):%Y-%m}"}
    if verb in (Verb.EXTEND, Verb.GRANT):
        return {"days": 3}
    return {"from": DESK} if verb in HANDED else {}


# Verbs that keep the state are many and ends are near: without this a walk rarely gets far.
TARRYING = {
    Verb.WITHDRAW,
    Verb.DECLINE,
    Verb.ARCHIVE,
    Verb.REFER,
    Verb.MERGE,
    Verb.REPLY,
    Verb.HOLD,
}
ONWARD = {row.verb for row in MOVING} - TARRYING | {Verb.EXTEND, Verb.GRANT, Verb.SCHEDULE}


def _weighted(walk: Walk, dice: int) -> list[tuple[Verb, bool]]:
    choices = walk.choices()
    onward = [choice for choice in choices if choice[0] in ONWARD]
    return onward if dice and onward else choices


@st.composite
def walks(draw: st.DrawFn, *, most: int = 30) -> Walk:
    """A life of up to `most` steps after opening."""
    walk = Walk()
    walk.step(Verb.OPEN, is_clock=False, hours=0, score=0, agency=DESK)
    for _ in range(draw(st.integers(0, most))):
        verb, is_clock = draw(st.sampled_from(_weighted(walk, draw(st.integers(0, 5)))))
        walk.step(
            verb,
            is_clock=is_clock,
            hours=draw(st.integers(0, 200)),
            score=draw(st.integers(1, 5)),
            agency=draw(st.sampled_from([DESK, VILLAGE, DINAS, SUDIN])),
        )
    return walk
