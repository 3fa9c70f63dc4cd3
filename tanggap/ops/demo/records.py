"""Rows of reports as PostgreSQL's COPY reads them, made from a plan: pure, chunk by chunk.

Each chunk has a random source of its own, so the rows don't depend on how many processes work.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from random import Random
from typing import Any

from tanggap.lib.chain import canonical_json
from tanggap.ops.demo import drawing
from tanggap.ops.demo.clockwork import moment, stamp
from tanggap.ops.demo.corners import Corner, point
from tanggap.ops.demo.life import DECLINED, Life
from tanggap.ops.demo.texts import Words
from tanggap.ops.demo.world import World
from tanggap.reports.chain import actor_name, event_hash
from tanggap.reports.clocks import Due

NULL = "\\N"
NOTHING_FOUND = ("not_found", "already_fixed", "not_public")
_PHOTO_SHARE = {"app": 0.72, "social": 0.5, "letter": 0.25, "office": 0.1, "press": 0.2}

_LISTS = {
    "reports_report": (
        "id number code_hash channel_id external_id state held_from visibility is_anonymous"
        " is_confidential report_class kind category_id lapor_category_id title text address lat"
        " lng area_id is_area_approximate contact_id received_at client_at verified_at resolved_at"
        " closed_at updated_at closing outcome lead_id offices came_by is_scheduled is_emergency"
        " institution_id due_at due_from due_clock alert_at promised_at promised_by holds returns"
        " reopens rejections supporters stars rating_reason rated_at rating_changes seq last_hash"
    ),
    "reports_assignment": (
        "report_id agency_id role state came_by from_agency_id instruction officer_id started_at"
        " accepted_at ended_at"
    ),
    "reports_reportevent": (
        "report_id seq verb from_state to_state actor_kind actor_id agency_id note data at hash"
    ),
    "reports_reportphoto": "report_id attachment_id purpose is_public taken_at lat lng created_at",
    "reports_relation": "report_id other_id kind created_at",
    "reports_supporter": "report_id key_hash contact_id supports follows created_at",
}
COLUMNS = {table: tuple(names.split()) for table, names in _LISTS.items()}
# PostgreSQL reads True and False as Python writes them, and so these formats cost no calls.
_REPORT, _ASSIGNMENT = (
    "\t".join(["%s"] * len(COLUMNS[table])) + "\n"
    for table in ("reports_report", "reports_assignment")
)


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


def given(value: int | None) -> int | str:
    """A number, or nothing."""
    return NULL if value is None else value


def time(at: int | None) -> str:
    """A moment, or nothing."""
    return NULL if at is None else stamp(at)


def dated(at: datetime | None) -> str:
    """A moment of the clocks, or nothing."""
    return NULL if at is None else at.isoformat(sep=" ")


@lru_cache(maxsize=8192)
def _one(key: str, value: str | int) -> str:
    """Canonical JSON of the many small data that repeat."""
    return canonical_json({key: value})


def _json(data: dict[str, Any] | None) -> str:
    if data is not None and len(data) == 1:
        (key, value), *_ = data.items()
        if isinstance(value, str | int):
            return _one(key, value)
    return canonical_json(data)


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
        due: Due,
        alert_at: datetime | None,
    ) -> None:
        """All rows of one report."""
        lat, lng = point(draft.corner, rng)
        last = self._events(batch, draft, life)
        self._report(batch, draft, words, life, lat, lng, last, due, alert_at)
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
            data = _json(step.data)
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
        due: Due,
        alert_at: datetime | None,
    ) -> None:
        world, lead = self.world, life.lead
        door, topic = world.doors[draft.door], world.topics[draft.topic]
        # Nobody ever held these codes; deriving real ones would cost a quarter of the load.
        code = hashlib.sha256(draft.external_id.encode()).digest()
        batch.lines["reports_report"].append(_REPORT % (
            draft.pk, draft.number, hexed(code), door.pk, draft.external_id, life.state,
            life.held_from, "public" if draft.is_public else "private", draft.is_anonymous,
            draft.is_confidential, draft.report_class, "simple" if life.verified else "",
            topic.pk, world.topics[draft.national].pk if draft.national >= 0 else NULL,
            clean(words.title), clean(words.text), clean(words.address), lat, lng,
            world.villages[draft.village].pk, False, given(draft.contact), stamp(draft.at),
            stamp(draft.at - 4) if draft.kind == "app" else NULL, time(life.verified),
            time(life.resolved), time(life.closed), stamp(life.updated), life.closing,
            life.outcome, lead.office if lead else NULL,
            "{" + ",".join(map(str, sorted({turn.office for turn in life.turns}))) + "}",
            life.came_by if lead or life.state == DECLINED else "",
            life.is_scheduled, topic.is_emergency, given(life.institution), dated(due.due_at),
            dated(due.due_from), due.clock or "", dated(alert_at), dated(due.promised_at),
            due.promised_by, life.holds, life.returns, life.reopens,
            life.rejections, len(life.supports), given(life.stars), clean(life.rating_reason),
            time(life.rated), 0, len(life.steps), hexed(last),
        ))  # fmt: skip

    def _assignments(self, batch: Batch, draft: Draft, life: Life) -> None:
        for turn in life.turns:
            batch.lines["reports_assignment"].append(_ASSIGNMENT % (
                draft.pk, turn.office, turn.role, turn.state, turn.came_by, given(turn.sender),
                clean(turn.instruction), given(turn.officer), stamp(turn.started),
                time(turn.accepted), time(turn.ended),
            ))  # fmt: skip

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
