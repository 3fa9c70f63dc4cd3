"""However a report wanders, it is somewhere possible, somebody owns it, and it can end."""

from collections import deque
from itertools import pairwise

from hypothesis import given, settings

from tanggap.reports.workflow import (
    OWNER,
    TRANSITIONS,
    Owner,
    State,
    Verb,
    pairs,
)
from tests.reports.walks import Walk, walks

ENDS = {State.CLOSED, State.DECLINED}


@settings(max_examples=120, deadline=None)
@given(walks(most=20))
def test_wherever_it_wanders(walk: Walk) -> None:
    no_impossible_step(walk)
    somebody_can_act(walk)
    limits_hold(walk)
    merged_stays(walk)


def no_impossible_step(walk: Walk) -> None:
    for event in walk.events:
        before = State(event.from_state) if event.from_state else None
        assert (before, State(event.to_state)) in pairs()
    assert all(a.to_state == b.from_state for a, b in pairwise(walk.events))


def somebody_can_act(walk: Walk) -> None:
    if OWNER[walk.state] is Owner.NOBODY or walk.facts.is_merged:
        return
    assert {verb for verb, _is_clock in walk.choices()} & MOVING, walk.facts


def limits_hold(walk: Walk) -> None:
    done = [event.verb for event in walk.events]
    assert done.count(Verb.HOLD) <= 2
    assert done.count(Verb.OBJECT) <= 1
    assert done.count(Verb.EXTEND) <= 2


def merged_stays(walk: Walk) -> None:
    is_merged = False
    for event in walk.events:
        if is_merged and event.verb not in REPORTERS_OWN:
            assert event.from_state == event.to_state
        is_merged = event.verb == Verb.MERGE or (is_merged and event.verb != Verb.UNMERGE)


# These act on the report it was merged into.
REPORTERS_OWN = {Verb.REPLY, Verb.RATE, Verb.REOPEN, Verb.OVERTURN}
MOVING = {row.verb for row in TRANSITIONS if any(a != b for a, b in row.ends())}


def _reached(start: State | None) -> set[State]:
    seen: set[State] = set()
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for source, end in pairs():
            if source is here and end not in seen:
                seen.add(end)
                queue.append(end)
    return seen


def test_every_state_can_be_reached() -> None:
    assert _reached(None) == set(State)


def test_every_state_can_end() -> None:
    for state in State:
        assert _reached(state) & ENDS, state
