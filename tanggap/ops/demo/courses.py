"""Which way a report takes through the offices, and how it ends. Frequencies are assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tanggap.ops.demo.clockwork import HOUR, Clockwork
from tanggap.ops.demo.life import Life
from tanggap.ops.demo.texts import Words, Writer

CHANCE = {
    "through_department": 0.22,
    "given_back": 0.03,
    "rejected": 0.045,
    "reopened": 0.4,  # of those rated one or two
    "rated": 0.2,
    "progress": 0.08,
    "asked": 0.02,
    "helped": 0.02,
    "slow": 0.12,
    "supported": 0.05,
    "nothing_there": 0.05,
}
_STARS = (5, 5, 5, 5, 4, 4, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Route:
    """The offices a report may meet, as database ids; 0 stands for none."""

    first: int  # the kelurahan, or the dispatcher
    final: int
    department: int  # the final office's parent when that may dispose to it
    dispatcher: int
    validator: int
    helper: int
    by_rule: bool
    by_clerk: int


@dataclass(frozen=True, slots=True)
class Case:
    """What the course must know about the report itself."""

    report_class: str
    proof: str
    words: Words
    is_reachable: bool
    is_public: bool
    privacy: str
    is_counted: bool  # each office's share of it is published: nobody helps, nothing reopens


class Courses:
    """Lets reports live. One per process; the random source decides everything."""

    def __init__(self, clockwork: Clockwork, writer: Writer) -> None:
        self.clockwork = clockwork
        self.writer = writer

    def complete(self, rng: Random, life: Life, case: Case, route: Route) -> None:
        """From arrival to its end as completed."""
        at = self.begin(rng, life, case, route)
        at = self.travel(rng, life, route, at)
        if case.report_class != "complaint":
            self._answer(rng, life, at)
        else:
            at = self.work(rng, life, case, route, at)
            self.finish(rng, life, case, route, at)
        self.after(rng, life, case, route)

    def begin(self, rng: Random, life: Life, case: Case, route: Route) -> int:
        """It arrives and is verified; returns the moment it waits at its first office."""
        life.open(privacy=case.privacy, by_clerk=route.by_clerk or None)
        clock = self.clockwork
        at = life.received if route.by_rule else clock.after(rng, life.received, hours=5)
        life.verify(at, to=route.first, by_rule=route.by_rule)
        if case.is_public and rng.random() < CHANCE["supported"]:
            for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 5))):
                at += rng.randrange(60, 1_500)
                life.support(at)
        return at

    def travel(self, rng: Random, life: Life, route: Route, at: int) -> int:
        """It is passed on until it waits at its final office."""
        if route.first == route.final:
            return at
        say = self.writer.office
        at = self.clockwork.after(rng, at, hours=4)
        via = route.department and rng.random() < CHANCE["through_department"]
        to = route.department if via else route.final
        if route.first == route.dispatcher:
            life.assign(at, to=to, note=say(rng, "assign"))
        else:
            life.coordinate(at, to=to, note=say(rng, "coordinate"))
        if not via and rng.random() < CHANCE["given_back"]:
            at = self._ping_pong(rng, life, route, at)
        if via:
            at = self.clockwork.after(rng, at, hours=5)
            life.dispose(at, to=route.final, instruction=say(rng, "instruction"))
        return at

    def _ping_pong(self, rng: Random, life: Life, route: Route, at: int) -> int:
        """The final office hands it back once, and gets it again."""
        say, after = self.writer.office, self.clockwork.after
        at = after(rng, at, hours=8)
        life.give_back(at, to=route.dispatcher, note=say(rng, "give_back"))
        at = after(rng, at, hours=5)
        life.assign(at, to=route.final, note=say(rng, "assign"))
        return at

    def work(self, rng: Random, life: Life, case: Case, route: Route, at: int) -> int:
        """The final office accepts and works; returns the moment before it resolves."""
        after, say = self.clockwork.after, self.writer.office
        at = after(rng, at, hours=5)
        life.accept(at)
        if case.is_reachable and rng.random() < CHANCE["asked"]:
            at = after(rng, at, hours=6)
            life.hold(at, question=say(rng, "question"))
            at = self.clockwork.soon(rng, at, minutes=2_000)
            life.reply(at, text=self.writer.reply(rng))
        if route.helper and not case.is_counted and rng.random() < CHANCE["helped"]:
            at = self._helped(rng, life, route, at)
        if rng.random() < CHANCE["progress"]:
            at = after(rng, at, hours=12)
            life.progress(at, note=say(rng, "progress"))
        return at

    def _helped(self, rng: Random, life: Life, route: Route, at: int) -> int:
        after, say = self.clockwork.after, self.writer.office
        turn = life.add_support(at + 600, office=route.helper, instruction=say(rng, "instruction"))
        at = after(rng, at + 600, hours=6)
        life.accept_support(turn, at)
        at = after(rng, at, hours=20)
        life.done_support(turn, at, note=say(rng, "closing"))
        return at

    def finish(self, rng: Random, life: Life, case: Case, route: Route, at: int) -> int:
        """It is resolved and validated, perhaps at the second attempt."""
        after = self.clockwork.after
        slow = rng.random() < CHANCE["slow"]
        at = after(rng, at, hours=230 if slow else 34, spread=0.6)
        self.resolve(rng, life, case, at)
        at = after(rng, at, hours=9)
        if rng.random() < CHANCE["rejected"]:
            life.reject(at, note=self.writer.office(rng, "reject"))
            at = after(rng, at, hours=26)
            self.resolve(rng, life, case, at)
            at = after(rng, at, hours=9)
        life.validate(at, office=route.validator)
        return at

    def resolve(self, rng: Random, life: Life, case: Case, at: int) -> None:
        """The lead says what it did."""
        if case.proof == "photo" and rng.random() < CHANCE["nothing_there"]:
            outcome = rng.choice(("not_found", "not_found", "already_fixed", "not_public"))
            life.resolve(at, outcome=outcome, note=self.writer.office(rng, "not_found"))
        else:
            outcome = "answered" if case.proof == "answer" else "fixed"
            life.resolve(at, outcome=outcome, note=case.words.closing)

    def _answer(self, rng: Random, life: Life, at: int) -> None:
        at = self.clockwork.after(rng, at, hours=30)
        life.answer(at, text=self.writer.office(rng, "answer"))

    def after(self, rng: Random, life: Life, case: Case, route: Route) -> None:
        """Rating, perhaps reopening, and the end of the reply window."""
        at = life.updated
        if rng.random() < CHANCE["rated"]:
            stars = rng.choice(_STARS)
            at = self.clockwork.soon(rng, at, minutes=4_000)
            life.rate(at, stars=stars, reason=self.writer.rating(rng, stars))
            if stars >= 3:
                return
            if not case.is_counted and rng.random() < CHANCE["reopened"]:
                at = self._again(rng, life, case, route, at)
        if life.resolved is not None:
            due = self.clockwork.working_days_after(at, 10)
            life.close(due + rng.randrange(HOUR))

    def _again(self, rng: Random, life: Life, case: Case, route: Route, at: int) -> int:
        after = self.clockwork.after
        at = at + 300
        life.reopen(at, reason=self.writer.office(rng, "reopen"))
        if case.report_class != "complaint":
            at = after(rng, at, hours=20)
            life.answer(at, text=self.writer.office(rng, "answer"))
            return at
        at = after(rng, at, hours=5)
        life.accept(at)
        return self.finish(rng, life, case, route, at)
