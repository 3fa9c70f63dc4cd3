"""Random lives in the database: whatever people do, no report ends in a state it can't be in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from tanggap.people.access import CLOCK, PEER, REPORTER, Actor
from tanggap.reports import actions, bulk, case, chain, due, standing, workflow
from tanggap.reports.actions import Refused
from tanggap.reports.actions.handing import may_hold
from tanggap.reports.models import Assignment, Report
from tanggap.reports.workflow import Code, Outcome, ReportClass, State, Verb
from tanggap.taxonomy.models import Institution
from tests import builders
from tests.builders import Cast, Story, agency, photo

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WALKS, STEPS = 50, 18
OFFICES = (builders.VILLAGE, builders.DISTRICT, builders.DEPARTMENT, builders.BRANCH, "inspektorat")
CATEGORIES = ("fasos-fasum", "jalan", "pungutan-liar", "perlindungan-anak")
PEOPLE = tuple(name for name in Cast.SEATS if name not in ("clerk", "operator", "inspector"))
# What the actions refuse although the table allows it: they know the agencies.
BEYOND = frozenset(
    {Code.SAME_AGENCY, Code.NOT_BELOW, Code.NOT_SUPPORTING, Code.CONFLICT_OF_INTEREST}
    | {Code.MERGED, Code.OWN_WORK, Code.UNREACHABLE, Code.NOT_YOURS, Code.WOULD_LEAK}
    | {Code.ALREADY_ASKED, Code.UNCHANGED}
)
NAMES = {Verb.OBJECT: "object_to", Verb.SHARE_IDENTITY: "ask_identity"}
# Some verbs are possible nearly always and would crowd out the rest; work has to go on.
WEIGHTS = {
    **dict.fromkeys((Verb.NOTE, Verb.FOLLOW, Verb.COMMENT, Verb.BREAK_GLASS), 1),
    **dict.fromkeys((Verb.SUPPORT, Verb.UNSUPPORT), 1),
    **dict.fromkeys(
        (Verb.WITHDRAW, Verb.REFER, Verb.DECLINE, Verb.ARCHIVE, Verb.ANSWER, Verb.RELATE), 1
    ),
    **dict.fromkeys((Verb.VERIFY, Verb.ACCEPT, Verb.RESOLVE, Verb.VALIDATE, Verb.DONE), 25),
    **dict.fromkeys((Verb.HEAR, Verb.RULE, Verb.LAPSE, Verb.CLOSE, Verb.DISPOSE), 25),
}
NOT_WALKED = frozenset({Verb.OPEN, Verb.SPLIT})


class Walk:
    """One story, a second report to merge with, and a seeded chance."""

    def __init__(self, seed: int) -> None:
        self.rng = Random(seed)
        self.cast = Cast()
        kinds = [c.value for c in ReportClass]
        columns = {"visibility": self.rng.choice(["public", "private"])}
        self.story = Story(cast=self.cast, report_class=self.rng.choice(kinds), **columns)
        self.other = Story(cast=self.cast, visibility="public")
        self.people = [REPORTER, CLOCK, PEER, *(getattr(self.cast, name) for name in PEOPLE)]
        self.done: list[str] = []

    def step(self, now: case.Case) -> None:
        self.story.tick(**self.rng.choice([{"hours": 1}, {"hours": 30}, {"days": 12}]))
        at = self.story.at + timedelta(hours=1)
        chances: dict[Verb, list[Actor]] = {}
        for by in self.people:
            for verb in workflow.allowed(standing.facts(now, by, at=at)):
                chances.setdefault(verb, []).append(by)
        verbs = [verb for verb in chances if verb not in NOT_WALKED]
        verb = self.rng.choices(verbs, [WEIGHTS.get(verb, 4) for verb in verbs])[0]
        self.act(verb, self.rng.choice(chances[verb]))

    def act(self, verb: Verb, by: Actor) -> None:
        self.story.report = self.story.fresh()
        name = NAMES.get(verb, verb.value)
        if verb is Verb.SHARE_IDENTITY and by is REPORTER:
            return
        try:
            self.story.do(name, by, **self.needs(verb, name))
            self.done.append(f"{name} by {by.name or by.kind}")
        except Refused as error:
            assert error.code in BEYOND, (self.done, error)

    def needs(self, verb: Verb, name: str) -> dict[str, Any]:
        given = NEEDS.get(verb)
        return given(self) if given else {}

    def office(self) -> Any:
        return agency(self.rng.choice(OFFICES))


Needs = Callable[[Walk], dict[str, Any]]


def _words(name: str) -> Needs:
    return lambda walk: {name: "Kata-kata."}


NEEDS: dict[Verb, Needs] = {
    Verb.VALIDATE: lambda walk: {"visit": "Saya ke sana."},
    Verb.VERIFY: lambda w: {
        "category": builders.category(w.rng.choice(CATEGORIES)),
        "to": w.rng.choice([None, w.office()]),
        "about": w.rng.choice([None, None, None, agency(builders.VILLAGE)]),
    },
    Verb.HOLD: _words("question"),
    Verb.REPLY: _words("text"),
    Verb.DECLINE: lambda w: {"reason": "Bukan.", "remedy": "Keberatan."},
    Verb.ARCHIVE: lambda w: {"reason": "Percobaan.", "remedy": "Keberatan."},
    Verb.REFER: lambda w: {"institution": Institution.objects.first(), "reason": "Nasional."},
    Verb.PEER_RETURN: lambda w: {"reason": "Bukan.", "proposal": "Kota."},
    Verb.ASSIGN: lambda w: {"to": w.office(), "reason": "Tugasnya."},
    Verb.COORDINATE: lambda w: {"to": w.office(), "reason": "Tugasnya."},
    Verb.DISPOSE: lambda w: {"to": agency(builders.BRANCH), "instruction": "Cek."},
    Verb.RULE: lambda w: {"to": w.office(), "reason": "Putusan."},
    Verb.RESOLVE: lambda w: {
        "outcome": w.rng.choice(list(Outcome)),
        "note": "Selesai.",
        "photos": [
            photo("after"), photo("document"), photo("place", at=w.story.at),
        ],
    },
    Verb.PEER_ANSWER: _words("text"),
    Verb.ANSWER: _words("text"),
    Verb.RATE: lambda w: {"stars": w.rng.randint(1, 5), "reason": "Begitu."},
    Verb.CORRECT: lambda w: {"category": builders.category(w.rng.choice(CATEGORIES))},
    Verb.PROPOSE: lambda w: {"verb": Verb.DECLINE, "reason": "Usul."},
    Verb.ADD_SUPPORT: lambda w: {"to": w.office(), "instruction": "Bantu."},
    Verb.DROP_SUPPORT: lambda w: {"of": w.office(), "reason": "Cukup."},
    Verb.DONE: _words("note"),
    Verb.NOTE: _words("text"),
    Verb.PROGRESS: _words("text"),
    Verb.COMMENT: _words("text"),
    Verb.SCHEDULE: lambda w: {
        "programme": "Program", "month": date(2027, 5, 1), "reason": "Besar.",
    },
    Verb.EXTEND: lambda w: {"days": 5, "reason": "Hujan."},
    Verb.MASK: lambda w: {"parts": {"text": [(0, 3, "other")]}, "reason": "Samarkan."},
    Verb.MERGE: lambda w: {"into": w.other.report},
    Verb.RELATE: lambda w: {"to": w.other.report},
    Verb.SHARE_IDENTITY: lambda w: {"field": "phone", "reason": "Janji temu."},
    Verb.SUPPORT: lambda w: {"key_hash": bytes([w.rng.randrange(4)]) * 32},
    Verb.UNSUPPORT: lambda w: {"key_hash": bytes([w.rng.randrange(4)]) * 32},
    Verb.FOLLOW: lambda w: {"key_hash": w.rng.randbytes(32)},
}  # fmt: skip
for _verb in (
    *(Verb.OBJECT, Verb.UPHOLD, Verb.OVERTURN, Verb.GIVE_BACK, Verb.RECALL, Verb.REJECT_FOLLOWUP),
    *(
        Verb.REOPEN,
        Verb.TAKE_BACK,
        Verb.WITHDRAW,
        Verb.REFUSE,
        Verb.UNMERGE,
        Verb.HIDE,
        Verb.BREAK_GLASS,
    ),
):
    NEEDS[_verb] = _words("reason")

# The lead assignment of a report in each state; None where nobody leads.
LEAD: dict[State, frozenset[str]] = {
    State.WAITING: frozenset({"pending"}),
    State.IN_PROGRESS: frozenset({"accepted"}),
    State.AWAITING_VALIDATION: frozenset({"done"}),
    State.RESOLVED: frozenset({"done"}),
    State.CLOSED: frozenset({"done"}),
}
OPEN_ENDED = (State.SUBMITTED, State.DECLINED, State.REFERRED, State.CLOSED, State.RESOLVED)


def check(report: Report) -> case.Case:
    """Everything that must be true of any report at any time; the report as it was read."""
    now = case.load(report)
    _check_history(now)
    _check_owner(now)
    _check_secrets(now)
    for name, value in due.caches(now, at=now.events[-1].at).items():
        assert getattr(now.report, name) == value, name
    for read in bulk.running(after=0, limit=1, which=bulk.those([report.pk])):
        assert read.times(due.rules()) == due.times(now), "in bulk as one by one"
    return now


def _check_history(now: case.Case) -> None:
    report = now.report
    assert [event.seq for event in now.events] == list(range(1, report.seq + 1))
    assert chain.verify(now.events, report_number=report.number) is None
    assert bytes(report.last_hash) == bytes(now.events[-1].hash)
    assert now.events[-1].to_state == report.state
    for before, after in zip(now.events, now.events[1:], strict=False):
        assert after.from_state == before.to_state
        assert after.at >= before.at


def _check_owner(now: case.Case) -> None:
    report, state, lead = now.report, State(now.report.state), now.lead
    assert state in workflow.OWNER
    assert report.lead_id == (lead.agency_id if lead else None)
    assert report.offices == sorted({row.agency_id for row in now.assignments})
    held = State(report.held_from) if state is State.ON_HOLD else state
    assert bool(report.held_from) == (state is State.ON_HOLD)
    if lead is not None and held in LEAD:
        assert lead.state in LEAD[held]
    if held in (State.WAITING, State.IN_PROGRESS, State.AWAITING_VALIDATION):
        assert lead is not None
    if held in OPEN_ENDED:
        assert not [row for row in now.assignments if row.state in case.HOLDING]
    leads = [r for r in now.assignments if r.role == Assignment.Role.LEAD]
    assert sum(row.state in case.LEADING for row in leads) <= 1
    assert all((row.ended_at is None) == (row.state in case.HOLDING) for row in now.assignments)
    is_settled = state in (State.RESOLVED, State.CLOSED)
    assert is_settled or (report.closing == "" and report.resolved_at is None)
    if report.merged_into_id is not None:
        assert report.due_at is None


def _check_secrets(now: case.Case) -> None:
    report = now.report
    if report.category is not None and report.category.is_protected and report.verified_at:
        assert report.is_confidential
    assert not (report.is_confidential and report.visibility == "public")
    for row in now.assignments:
        if row.state in case.HOLDING:
            assert may_hold(report, row.agency)


@pytest.mark.parametrize("seed", range(WALKS))
def test_walk(seed: int) -> None:
    walk = Walk(seed)
    now = check(walk.story.report)
    for _ in range(STEPS):
        walk.step(now)
        now = check(walk.story.fresh())
    check(walk.other.fresh())
    assert walk.done


def test_every_walked_verb_is_an_action() -> None:
    for verb in Verb:
        assert hasattr(actions, {Verb.OPEN: "open_report"}.get(verb, NAMES.get(verb, verb.value)))
