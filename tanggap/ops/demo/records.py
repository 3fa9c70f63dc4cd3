"""Rows of reports as PostgreSQL's COPY reads them, made from a plan: pure, chunk by chunk.

Each chunk has a random source of its own, so the rows don't depend on how many processes work.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tanggap.lib.chain import canonical_json
from tanggap.ops.demo import drawing
from tanggap.ops.demo.allocation import Plan
from tanggap.ops.demo.clockwork import moment, stamp
from tanggap.ops.demo.corners import Corner, point
from tanggap.ops.demo.courses import Case, Courses, Route
from tanggap.ops.demo.echoes import Echoes
from tanggap.ops.demo.life import Life
from tanggap.ops.demo.texts import Words
from tanggap.ops.demo.unfinished import Unfinished, told_story
from tanggap.ops.demo.world import Office, World
from tanggap.reports import numbers
from tanggap.reports.chain import actor_name, event_hash

NULL = "\\N"
NOTHING_FOUND = ("not_found", "already_fixed", "not_public")
_PHOTO_SHARE = {"app": 0.86, "social": 0.5, "letter": 0.25, "office": 0.1, "press": 0.2}

COLUMNS = {
    "reports_report": [
        "id",
        "number",
        "code_hash",
        "channel_id",
        "external_id",
        "state",
        "held_from",
        "visibility",
        "is_anonymous",
        "is_confidential",
        "report_class",
        "kind",
        "category_id",
        "lapor_category_id",
        "title",
        "text",
        "address",
        "lat",
        "lng",
        "area_id",
        "is_area_approximate",
        "contact_id",
        "received_at",
        "client_at",
        "verified_at",
        "resolved_at",
        "closed_at",
        "updated_at",
        "closing",
        "outcome",
        "lead_id",
        "came_by",
        "is_scheduled",
        "is_emergency",
        "institution_id",
        "due_at",
        "due_from",
        "promised_at",
        "holds",
        "returns",
        "reopens",
        "rejections",
        "supporters",
        "stars",
        "rating_reason",
        "rated_at",
        "rating_changes",
        "seq",
        "last_hash",
    ],
    "reports_assignment": [
        "report_id",
        "agency_id",
        "role",
        "state",
        "came_by",
        "from_agency_id",
        "instruction",
        "officer_id",
        "started_at",
        "accepted_at",
        "ended_at",
    ],
    "reports_reportevent": [
        "report_id",
        "seq",
        "verb",
        "from_state",
        "to_state",
        "actor_kind",
        "actor_id",
        "agency_id",
        "note",
        "data",
        "at",
        "hash",
    ],
    "reports_reportphoto": [
        "report_id",
        "attachment_id",
        "purpose",
        "is_public",
        "taken_at",
        "lat",
        "lng",
        "created_at",
    ],
    "reports_relation": ["report_id", "other_id", "kind", "created_at"],
    "reports_supporter": [
        "report_id",
        "key_hash",
        "contact_id",
        "supports",
        "follows",
        "created_at",
    ],
}


@dataclass(slots=True)
class Batch:
    """Lines of COPY by table."""

    lines: dict[str, list[str]] = field(default_factory=lambda: {table: [] for table in COLUMNS})

    def packed(self) -> dict[str, bytes]:
        """The lines of each table as one piece."""
        return {table: "".join(lines).encode() for table, lines in self.lines.items()}


@dataclass(slots=True)
class Draft:
    """One report before its life: who, what, where."""

    pk: int
    number: str
    at: int
    door: int
    topic: int
    national: int
    village: int
    corner: Corner
    kind: str
    report_class: str
    is_public: bool
    is_confidential: bool
    is_anonymous: bool
    contact: int | None
    external_id: str


Pictures = dict[tuple[str, int, bool], int]


def row(values: tuple[Any, ...]) -> str:
    """One line of COPY: None, booleans, numbers, ready texts."""
    return "\t".join(map(_cell, values)) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return NULL
    if value is True:
        return "t"
    return "f" if value is False else str(value)


def clean(text: str) -> str:
    """Free text as COPY wants it."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    return text


def hexed(data: bytes) -> str:
    """Bytes as COPY wants them."""
    return "\\\\x" + data.hex()


def time(at: int | None) -> str | None:
    """A moment, or None."""
    return None if at is None else stamp(at)


class Recorder:
    """Writes the rows of finished lives into a batch."""

    def __init__(self, world: World, pictures: Pictures) -> None:
        self.world = world
        self.pictures = pictures

    def write(
        self,
        batch: Batch,
        draft: Draft,
        words: Words,
        life: Life,
        rng: Random,
        *,
        scene: str,
        promised: int | None,
    ) -> None:
        """All rows of one report."""
        lat, lng = point(draft.corner, rng)
        last = self._events(batch, draft, life)
        self._report(batch, draft, words, life, lat, lng, last, promised)
        self._assignments(batch, draft, life)
        if self.pictures:
            self._photos(batch, draft, life, rng, scene, lat, lng)
        for i, at in enumerate(life.supports):
            key = hashlib.sha256(f"{draft.number}:{i}".encode()).digest()
            line = row((draft.pk, hexed(key), None, True, False, stamp(at)))
            batch.lines["reports_supporter"].append(line)

    def _events(self, batch: Batch, draft: Draft, life: Life) -> bytes:
        previous = b""
        lines = batch.lines["reports_reportevent"]
        for seq, step in enumerate(life.steps, 1):
            data = canonical_json(step.data)
            stored = clean(data) if data else NULL
            previous = event_hash(
                previous, report_number=draft.number, seq=seq, verb=step.verb,
                from_state=step.source, to_state=step.target,
                actor=actor_name(step.kind, step.actor),
                agency="" if step.office is None else str(step.office),
                note=step.note, data=data, at=moment(step.at),
            )  # fmt: skip
            lines.append(
                f"{draft.pk}\t{seq}\t{step.verb}\t{step.source}\t{step.target}\t{step.kind}\t"
                f"{_cell(step.actor)}\t{_cell(step.office)}\t{clean(step.note)}\t"
                f"{stored}\t{stamp(step.at)}\t{hexed(previous)}\n"
            )
        return previous

    def _report(
        self,
        batch: Batch,
        draft: Draft,
        words: Words,
        life: Life,
        lat: float,
        lng: float,
        last: bytes,
        promised: int | None,
    ) -> None:
        world, lead = self.world, life.lead
        door, topic = world.doors[draft.door], world.topics[draft.topic]
        code = numbers.hash_code(numbers.code_for(door.code, draft.external_id))
        batch.lines["reports_report"].append(row((
            draft.pk, draft.number, hexed(code), door.pk, draft.external_id, life.state,
            life.held_from, "public" if draft.is_public else "private", draft.is_anonymous,
            draft.is_confidential, draft.report_class, "simple" if life.verified else "",
            topic.pk, world.topics[draft.national].pk if draft.national >= 0 else None,
            clean(words.title), clean(words.text), clean(words.address), lat, lng,
            world.villages[draft.village].pk, False, draft.contact, stamp(draft.at),
            stamp(draft.at - 4) if draft.kind == "app" else None, time(life.verified),
            time(life.resolved), time(life.closed), stamp(life.updated), life.closing,
            life.outcome, lead.office if lead else None, life.came_by if lead else "",
            life.is_scheduled, topic.is_emergency, life.institution, None,
            None, time(promised), life.holds, life.returns, life.reopens,
            life.rejections, len(life.supports), life.stars, clean(life.rating_reason),
            time(life.rated), 0, len(life.steps), hexed(last),
        )))  # fmt: skip

    def _assignments(self, batch: Batch, draft: Draft, life: Life) -> None:
        for turn in life.turns:
            batch.lines["reports_assignment"].append(row((
                draft.pk, turn.office, turn.role, turn.state, turn.came_by, turn.sender,
                clean(turn.instruction), turn.officer, stamp(turn.started), time(turn.accepted),
                time(turn.ended),
            )))  # fmt: skip

    def _variant(self, scene: str, rng: Random) -> int:
        """One of the stored variants; a small load has only the first."""
        drawn = rng.randrange(drawing.variants(scene))
        return drawn if (scene, drawn, True) in self.pictures else 0

    def _photos(
        self,
        batch: Batch,
        draft: Draft,
        life: Life,
        rng: Random,
        scene: str,
        lat: float,
        lng: float,
    ) -> None:
        variant = self._variant(scene, rng)
        lines = batch.lines["reports_reportphoto"]
        if scene != "document" and rng.random() < _PHOTO_SHARE.get(draft.kind, 0.3):
            picture = self.pictures[scene, variant, False]
            at = stamp(draft.at)
            values = (draft.pk, picture, "report", draft.is_public, at, lat, lng, at)
            lines.append(row(values))
        done = next((step for step in reversed(life.steps) if step.verb == "resolve"), None)
        if done is None or not life.outcome:
            return
        purpose = _purpose(life.outcome, self.world.topics[draft.topic].proof)
        if purpose:
            picture = self.pictures[scene, variant, True]
            place = (None, None) if purpose == "document" else (lat, lng)
            is_shown = life.closing == "work" and purpose != "document"
            at = stamp(done.at)
            lines.append(row((draft.pk, picture, purpose, is_shown, at, *place, at)))


def _purpose(outcome: str, proof: str) -> str:
    if outcome in NOTHING_FOUND:
        return "place"
    return {"photo": "after", "document": "document"}.get(proof, "")


@dataclass
class Maker:
    """Turns rows of a plan into rows of tables."""

    world: World
    courses: Courses
    recorder: Recorder
    corners: tuple[tuple[Corner, ...], ...]
    kinds: tuple[str, ...]  # of each door
    shares: dict[str, float]  # public reports by kind of door
    prefix: str  # of numbers, for strftime
    digits: int
    contacts: tuple[int, int]  # first id and how many
    validator: int
    seed: int

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
        """Write down a finished or unfinished life; an open one's clocks are set later."""
        promised = self.courses.clockwork.promised(life.verified or draft.at)
        self.recorder.write(batch, draft, words, life, rng, scene=scene, promised=promised)

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
            external_id=f"demo-{plan.year}-{i + 1}",
        )

    def number(self, plan: Plan, echoes: Echoes, i: int) -> str:
        """The number of row `i`, as "JK2203010042"."""
        day = self.courses.clockwork.local_day(int(plan.at[i]))
        return f"{day.strftime(self.prefix)}{int(echoes.seq[i]):0{self.digits}d}"

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
