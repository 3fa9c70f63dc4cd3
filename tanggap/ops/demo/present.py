"""The last weeks: a few hundred reports in every state, so that each desk has work today."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from random import Random
from typing import Any

from django.db import connection

from tanggap.ops.demo import copying
from tanggap.ops.demo.clockwork import DAY, HOUR, Clockwork, moment
from tanggap.ops.demo.courses import Case, Route
from tanggap.ops.demo.life import ACCEPTED, Life
from tanggap.ops.demo.maker import Maker
from tanggap.ops.demo.records import COLUMNS, Batch, Draft
from tanggap.ops.demo.texts import Words
from tanggap.ops.demo.unfinished import RECENT, Unfinished
from tanggap.ops.demo.workshop import Workshop
from tanggap.reports import numbers

COUNT = 400
ARCHIVED = 3  # of so many that were put away, one held nothing to act on
_SPAN = 30 * DAY
_TRIES = 14
# How many hours ago a report of each state came in, at the least and at the most.
_AGES = {
    "submitted": (0.2, 60), "on_hold": (20, 130), "waiting": (0.4, 70), "in_progress": (6, 230),
    "scheduled": (100, 500), "awaiting_validation": (20, 190), "resolved": (40, 330),
    "closed": (70, 700), "declined": (10, 400), "referred": (20, 300), "withdrawn": (10, 300),
    "helped": (20, 200), "at_desk": (0.2, 7), "given_back": (12, 90),
}  # fmt: skip


def write(shop: Workshop, *, base: int, at: datetime, scale: float, table: dict[str, Any],
          officers: dict[int, int], institutions: list[int]) -> int:  # fmt: skip
    """Write the reports of the last weeks before `at`; ids begin after `base`."""
    studio = _Studio(shop, table, officers, institutions, int(at.timestamp()))
    batch = studio.batch(base, max(len(RECENT), round(COUNT * min(scale, 1.0))))
    copying.copy_batch(batch.packed(), COLUMNS)
    _move_number_sequences(studio.used)
    return studio.count


def _move_number_sequences(used: Counter[int]) -> None:
    """A day's sequence that exists already must not give these numbers again."""
    for day, count in used.items():
        name = numbers.sequence(numbers.day_of(moment(day * DAY + DAY // 4)))
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
            if cursor.fetchone() == (True,):
                cursor.execute("SELECT setval(%s, %s)", [name, count])


class _Studio:
    """Makes the reports one by one; numbers follow the order of arrival within a day."""

    def __init__(
        self,
        shop: Workshop,
        table: dict[str, Any],
        officers: dict[int, int],
        institutions: list[int],
        now: int,
    ) -> None:
        self.maker: Maker = shop.maker
        self.clock: Clockwork = shop.maker.courses.clockwork
        self.unfinished = Unfinished(shop.maker.courses)
        self.focus = table["focus"]
        self.officers, self.institutions, self.now = officers, institutions, now
        self.rng = Random(f"{shop.maker.seed}:present:{now}")
        self.used: Counter[int] = Counter()
        self.count = self.put_away = 0
        # A day on which somebody reported already begins its demo numbers far above.
        self.first = 0 if shop.last_report == 0 else 5_000
        index = self.maker.world.city_topics
        categories = shop.figures.all_categories()
        self.topics = [index[name] for name in categories]
        self.lasting = [index[name] for name in table["works"]["categories"]]
        self.topic_weights = [n**0.8 for n in categories.values()]
        doors = self.maker.world.doors
        counts = {channel.name: channel.received for channel in shop.figures.channels}
        self.door_weights = [counts.get(door.name, 900) ** 0.62 for door in doors]

    def batch(self, base: int, count: int) -> Batch:
        """`count` reports with ids after `base`."""
        lives = sorted(self._lives(count), key=lambda made: made[0].at)
        batch = Batch()
        for i, (draft, words, scene, life) in enumerate(lives):
            draft.pk, draft.number = base + i + 1, self._number(draft.at)
            draft.external_id = f"d-{draft.number}"
            self.maker.record(batch, draft, words, life, self.rng, scene)
        self.count = len(lives)
        return batch

    def _number(self, at: int) -> str:
        day = (at + self.clock.offset) // DAY
        self.used[day] = max(self.used[day], self.first) + 1
        prefix = self.clock.local_day(at).strftime(self.maker.prefix)
        return f"{prefix}{self.used[day]:0{self.maker.digits}d}"

    def _lives(self, count: int) -> list[tuple[Draft, Words, str, Life]]:
        return [self._life(RECENT[i % len(RECENT)]) for i in range(count)]

    def _life(self, target: str) -> tuple[Draft, Words, str, Life]:
        draft = self._draft(target)
        low, high = map(float, _AGES[target])
        for _ in range(_TRIES):
            age = self.rng.uniform(low, high) * HOUR
            draft.at = self.now - int(min(age, _SPAN))
            made = self._try(draft, target)
            if made[3].updated <= self.now:
                return made
            low, high = low * 1.15, high * 1.1
        draft.at = self.now - self.rng.randrange(600, 3 * HOUR)
        return self._try(draft, "submitted")

    def _try(self, draft: Draft, target: str) -> tuple[Draft, Words, str, Life]:
        maker, rng, world = self.maker, self.rng, self.maker.world
        theme = maker.courses.writer.texts.theme(world.topics[draft.topic].name)
        village = world.villages[draft.village]
        words = maker.courses.writer.write(
            rng, theme=theme, corner=draft.corner, village=village.name, kind=draft.kind,
            report_class=draft.report_class,
        )  # fmt: skip
        final = self._final(draft, target)
        route = maker.route(draft, final, -1, rng)
        life, case = Life(draft.at), maker.case(draft, words, is_counted=False, route=route)
        self._lead(life, case, route, target)
        return draft, words, theme.scene, life

    def _final(self, draft: Draft, target: str) -> int:
        world = self.maker.world
        local = world.village_office[draft.village]
        topic = world.topics[draft.topic]
        in_focus = world.villages[draft.village].code in self.focus["villages"]
        share = 0.6 if in_focus and target != "given_back" else 0.2
        is_local = not topic.is_delicate and self.rng.random() < share
        return local if is_local else world.lead_for(topic, world.villages[draft.village])

    def _lead(self, life: Life, case: Case, route: Route, target: str) -> None:
        """The life up to `target`, and a word about why it ended early."""
        say, rng = self.maker.courses.writer.office, self.rng
        state = "in_progress" if target == "helped" else target
        if target == "submitted" and route.by_rule:
            state = "waiting"  # the pack's rule skips the verifier
        self.unfinished.lead_to(rng, life, case, route, state)
        at = life.updated + rng.randrange(HOUR, 9 * HOUR)
        if target == "declined":
            self._put_away(life, at)
        elif target == "referred" and self.institutions:
            institution = rng.choice(self.institutions)
            life.refer(at, institution=institution, reason=say(rng, "refer"))
        elif target == "withdrawn" and not life.supports:
            life.withdraw(at, reason=say(rng, "withdraw"))
        elif target == "helped" and route.helper:
            life.add_support(at, office=route.helper, instruction=say(rng, "instruction"))
        self._name_officer(life)

    def _put_away(self, life: Life, at: int) -> None:
        """Of some there was nothing to act on; the others are refused."""
        say, rng = self.maker.courses.writer.office, self.rng
        key = "decline" if self.put_away % ARCHIVED else "archive"
        self.put_away += 1
        act = life.archive if key == "archive" else life.decline
        act(at, reason=say(rng, key), remedy=say(rng, "remedy"))

    def _name_officer(self, life: Life) -> None:
        lead = life.lead
        if lead is not None and lead.state == ACCEPTED and self.rng.random() < 0.8:
            lead.officer = self.officers.get(lead.office)

    def _draft(self, target: str) -> Draft:
        rng, maker, world = self.rng, self.maker, self.maker.world
        door = rng.choices(range(len(world.doors)), self.door_weights)[0]
        if target in ("submitted", "at_desk"):
            while world.doors[door].skips_verification:
                door = rng.choices(range(len(world.doors)), self.door_weights)[0]
        topic = (
            rng.choice(self.lasting)
            if target == "scheduled"
            else rng.choices(self.topics, self.topic_weights)[0]
        )
        village = self._village()
        kind, is_delicate = maker.kinds[door], world.topics[topic].is_delicate
        contact = maker.contacts[0] + rng.randrange(maker.contacts[1])
        return Draft(
            pk=0, number="", at=self.now, door=door, topic=topic, national=-1, village=village,
            corner=rng.choice(maker.corners[village]), kind=kind, report_class="complaint",
            is_public=not is_delicate and rng.random() < maker.shares[kind],
            is_confidential=is_delicate, is_anonymous=rng.random() < 0.08, contact=contact,
            external_id="",
        )  # fmt: skip

    def _village(self) -> int:
        villages, rng, focus = self.maker.world.villages, self.rng, self.focus
        dice = rng.random()
        if dice < focus["villages_share"]:
            return self.maker.world.village_index[rng.choice(focus["villages"])]
        if dice < focus["villages_share"] + focus["city_share"]:
            return rng.choice([i for i, v in enumerate(villages) if v.city == focus["city"]])
        return rng.randrange(len(villages))
