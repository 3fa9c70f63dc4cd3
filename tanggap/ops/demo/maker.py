"""From rows of a plan to reports: who writes what, which way it takes, and its rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from tanggap.ops.demo.allocation import Plan
from tanggap.ops.demo.clockwork import stamp
from tanggap.ops.demo.corners import Corner
from tanggap.ops.demo.courses import Case, Courses, Route
from tanggap.ops.demo.echoes import Echoes
from tanggap.ops.demo.life import Life
from tanggap.ops.demo.records import Batch, Draft, Recorder, row
from tanggap.ops.demo.texts import Words
from tanggap.ops.demo.timing import Timing
from tanggap.ops.demo.unfinished import Unfinished, told_story
from tanggap.ops.demo.world import Office, World


@dataclass
class Maker:
    """Turns rows of a plan into rows of tables."""

    world: World
    courses: Courses
    recorder: Recorder
    timing: Timing
    corners: tuple[tuple[Corner, ...], ...]
    kinds: tuple[str, ...]  # of each door
    shares: dict[str, float]  # public reports by kind of door
    prefix: str  # of numbers, for strftime
    digits: int
    contacts: tuple[int, int]  # first id and how many
    validator: int
    seed: int
    prefixes: dict[int, str] = field(default_factory=dict)  # of each day met so far

    def chunk(self, plan: Plan, echoes: Echoes, base: int, start: int, stop: int) -> Batch:
        """The rows `start` to `stop` of the plan; ids of reports begin after `base`."""
        rng = Random(f"{self.seed}:{plan.year}:{start}")
        batch = Batch()
        unfinished = Unfinished(self.courses)
        for i in range(start, stop):
            draft = self.draft(plan, echoes, base, i, rng)
            story = int(plan.story[i])
            words, scene = self.words(plan, echoes, base, draft, i, rng, story)
            route = self.route(draft, int(plan.office[i]), int(plan.support[i]), rng)
            case = self.case(draft, words, plan.national[i] >= 0, route)
            life = Life(draft.at)
            if story:
                told_story(self.courses, rng, life, case, route, _STORIES[story])
            elif plan.is_open[i]:
                unfinished.left_open(rng, life, case, route)
            else:
                self.courses.complete(rng, life, case, route)
            self.record(batch, draft, words, life, rng, scene)
            self._relate(batch, echoes, base, draft, i)
        return batch

    def record(
        self, batch: Batch, draft: Draft, words: Words, life: Life, rng: Random, scene: str
    ) -> None:
        """Write down a finished or unfinished life."""
        due = self.timing.due(draft, life)
        alert_at = self.timing.alert(due)
        self.recorder.write(batch, draft, words, life, rng, scene=scene, due=due, alert_at=alert_at)

    def _relate(self, batch: Batch, echoes: Echoes, base: int, draft: Draft, i: int) -> None:
        earlier = int(echoes.earlier[i])
        if earlier >= 0:
            kind = "recurrence" if echoes.is_again[i] else "same_problem"
            line = row((draft.pk, base + earlier + 1, kind, stamp(draft.at + 60)))
            batch.lines["reports_relation"].append(line)

    def draft(self, plan: Plan, echoes: Echoes, base: int, i: int, rng: Random) -> Draft:
        """Who, what, where of row `i`."""
        door, topic = int(plan.door[i]), int(plan.topic[i])
        kind, village = self.kinds[door], int(plan.village[i])
        is_delicate = self.world.topics[topic].is_delicate
        has_contact = kind != "press" and rng.random() < 0.88
        return Draft(
            pk=base + i + 1,
            number=self.number(plan, echoes, i),
            at=int(plan.at[i]),
            door=door,
            topic=topic,
            national=int(plan.national[i]),
            village=village,
            corner=self.corners[village][int(echoes.corner[i])],
            kind=kind,
            report_class="complaint" if is_delicate or plan.story[i] else _class(rng),
            is_public=not is_delicate and (plan.story[i] > 0 or rng.random() < self.shares[kind]),
            is_confidential=is_delicate,
            is_anonymous=not has_contact or rng.random() < 0.08,
            contact=self.contacts[0] + int(self.contacts[1] * rng.random() ** 2)
            if has_contact and self.contacts[1]
            else None,
            external_id=f"d{plan.year % 100}-{i + 1}",
        )

    def number(self, plan: Plan, echoes: Echoes, i: int) -> str:
        """The number of row `i`, as "JK2203010042"."""
        day = int(echoes.day[i])
        if day not in self.prefixes:
            local = self.courses.clockwork.local_day(int(plan.at[i]))
            self.prefixes[day] = local.strftime(self.prefix)
        return f"{self.prefixes[day]}{int(echoes.seq[i]):0{self.digits}d}"

    def words(
        self,
        plan: Plan,
        echoes: Echoes,
        base: int,
        draft: Draft,
        i: int,
        rng: Random,
        story: int,
    ) -> tuple[Words, str]:
        """What the report says, and the scene of its photographs."""
        writer, world = self.courses.writer, self.world
        key = world.topics[draft.national].key if draft.national >= 0 else ""
        theme = writer.texts.theme(world.topics[draft.topic].name, key)
        village = world.villages[draft.village].name
        if story:
            draft.corner = next(c for c in self.corners[draft.village] if c.street[:2] == "Jl")
            words = writer.story(_STORIES[story], corner=draft.corner, village=village, rng=rng)
            return words, theme.scene
        earlier = int(echoes.earlier[i])
        cites = earlier >= 0 and echoes.is_again[i] and rng.random() < 0.6
        words = writer.write(
            rng,
            theme=theme,
            corner=draft.corner,
            village=village,
            kind=draft.kind,
            report_class=draft.report_class,
            earlier=self.number(plan, echoes, earlier) if cites else "",
        )
        return words, theme.scene

    def case(self, draft: Draft, words: Words, is_counted: bool, route: Route) -> Case:
        """What the course must know."""
        return Case(
            report_class=draft.report_class,
            proof=self.world.topics[draft.topic].proof,
            words=words,
            is_reachable=draft.contact is not None,
            is_public=draft.is_public,
            privacy=_privacy(draft),
            is_counted=bool(is_counted),
        )

    def route(self, draft: Draft, final: int, support: int, rng: Random) -> Route:
        """The offices the report may meet."""
        world, offices = self.world, self.world.offices
        door, desk = world.doors[draft.door], world.dispatcher
        local = world.village_office[draft.village]
        by_rule = draft.is_confidential or door.skips_verification
        first = final if draft.is_confidential else local if door.is_geotagged else desk
        helper = support if support >= 0 else local
        may_help = helper not in (final, first) and not draft.is_confidential
        return Route(
            first=offices[first].pk,
            final=offices[final].pk,
            department=0 if draft.is_confidential else self._department(offices[final], first),
            dispatcher=offices[desk].pk,
            validator=self.validator,
            helper=offices[helper].pk if may_help else 0,
            by_rule=by_rule,
            by_clerk=offices[local].pk if door.is_walk_in else 0,
        )

    def _department(self, final: Office, first: int) -> int:
        """The office above `final` that disposes to it, 0 where none does."""
        above = self.world.office_index.get(final.parent, -1)
        if above in (-1, first) or final.kind in ("kelurahan", "kecamatan"):
            return 0
        return self.world.offices[above].pk if final.kind in _BRANCHES else 0


_STORIES = {1: "shared", 2: "alone"}
_BRANCHES = ("sudin", "suku_badan", "satpol_pp", "up")


def _privacy(draft: Draft) -> str:
    if draft.is_confidential:
        return "confidential"
    if draft.contact is None:
        return "no_identity"
    if draft.is_anonymous:
        return "name_hidden"
    return "open" if draft.is_public else "private"


def _class(rng: Random) -> str:
    dice = rng.random()
    return "complaint" if dice < 0.955 else "suggestion" if dice < 0.98 else "information"
