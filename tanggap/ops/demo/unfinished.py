"""Reports that haven't ended: those the year left open, and those of the last weeks.

What the year left open stands in states that no clock moves, so that the published figures stay
true however long the demonstration runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from tanggap.ops.demo.clockwork import DAY, HOUR
from tanggap.ops.demo.courses import Case, Courses, Route
from tanggap.ops.demo.life import Life

_LEFT = ("waiting",) * 34 + ("in_progress",) * 48 + ("awaiting_validation",) * 13
LEFT_AT_DESK = (*_LEFT, "submitted", "submitted", "submitted")

# How many of a hundred recent reports stand where.
RECENT = (
    ("submitted",) * 10 + ("on_hold",) * 5 + ("waiting",) * 22 + ("in_progress",) * 20
    + ("at_desk",) * 6 + ("given_back",) * 2
    + ("scheduled",) * 2 + ("awaiting_validation",) * 10 + ("resolved",) * 11 + ("closed",) * 14
    + ("declined",) * 2 + ("referred",) * 2 + ("withdrawn",) * 1 + ("helped",) * 1
)  # fmt: skip


@dataclass(slots=True)
class Unfinished:
    """Leads a life to one state and leaves it there."""

    courses: Courses

    def left_open(self, rng: Random, life: Life, case: Case, route: Route) -> None:
        """One of the year's open reports."""
        target = rng.choice(_LEFT if route.by_rule else LEFT_AT_DESK)
        self.lead_to(rng, life, case, route, target)

    def lead_to(self, rng: Random, life: Life, case: Case, route: Route, target: str) -> None:
        """The life up to `target`; a report younger than its way stops short of it."""
        courses = self.courses
        if target == "submitted":
            life.open(privacy=case.privacy, by_clerk=route.by_clerk or None)
            return
        at = self._fit(courses.begin(rng, life, case, route), life)
        if target in ("declined", "referred", "withdrawn", "at_desk"):
            return
        at = courses.travel(rng, life, route, at)
        if target == "given_back":
            at = courses.clockwork.after(rng, at, hours=8)
            to = route.department if life.came_by == "dispose" else route.dispatcher
            life.give_back(at, to=to, note=courses.writer.office(rng, "give_back"))
            return
        if target in ("waiting", "on_hold"):
            self._hold(rng, life, case, at, target)
            return
        at = courses.clockwork.after(rng, at, hours=6)
        life.accept(at)
        self._onwards(rng, life, case, route, target, at)

    def _onwards(
        self, rng: Random, life: Life, case: Case, route: Route, target: str, at: int
    ) -> None:
        courses, after = self.courses, self.courses.clockwork.after
        if rng.random() < 0.5:
            at = after(rng, at, hours=14)
            life.progress(at, note=courses.writer.office(rng, "progress"))
        if target == "in_progress":
            return
        if target == "scheduled":
            self._schedule(rng, life, at)
            return
        if case.report_class != "complaint" and target in ("resolved", "closed"):
            at = after(rng, at, hours=20)
            life.answer(at, text=courses.writer.office(rng, "answer"))
        else:
            at = after(rng, at, hours=24)
            courses.resolve(rng, life, case, at)
            if target == "awaiting_validation":
                return
            life.validate(after(rng, at, hours=8), office=route.validator)
        if target == "closed":
            stars = rng.choice((3, 4, 5, 5))
            reason = courses.writer.rating(rng, stars)
            life.rate(life.updated + rng.randrange(HOUR, 20 * HOUR), stars=stars, reason=reason)

    def _schedule(self, rng: Random, life: Life, at: int) -> None:
        say = self.courses.writer.office
        at = self.courses.clockwork.after(rng, at, hours=20)
        month = self.courses.clockwork.local_day(at + 60 * DAY).strftime("%Y-%m")
        life.schedule(at, note=say(rng, "schedule"), month=month, programme="Pemeliharaan")

    def _hold(self, rng: Random, life: Life, case: Case, at: int, target: str) -> None:
        if target == "on_hold" and case.is_reachable:
            at = self.courses.clockwork.after(rng, at, hours=4)
            life.hold(at, question=self.courses.writer.office(rng, "question"))

    def _fit(self, at: int, life: Life) -> int:
        return max(at, life.received)


def told_story(
    courses: Courses, rng: Random, life: Life, case: Case, route: Route, name: str
) -> None:
    """One of the two reports whose reasons were published: shared, or the department's alone."""
    story = courses.writer.texts.common["stories"][name]
    after = courses.clockwork.after
    at = courses.begin(rng, life, case, route)
    at = after(rng, at, hours=6)
    life.assign(at, to=route.final, note=courses.writer.office(rng, "assign"))
    at = after(rng, at, hours=20)
    life.accept(at)
    if name == "shared":
        turn = life.add_support(at + HOUR, office=route.helper, instruction=story["instruction"])
        at = after(rng, at + HOUR, hours=20)
        life.accept_support(turn, at)
        at = after(rng, at, hours=30)
        life.note(at, office=route.helper, note=story["note_supporting"])
    at = after(rng, at, hours=48)
    life.progress(at, note=story["note_lead"])
