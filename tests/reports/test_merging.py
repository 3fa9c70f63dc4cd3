"""Merging and taking apart again: nothing is lost, whatever happens in between and in any order."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tanggap.messaging.models import Message
from tanggap.people.access import REPORTER
from tanggap.reports import actions, chain
from tanggap.reports.actions import Refused
from tanggap.reports.models import Report, Supporter
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db

BACKERS = (2, 0, 1, 3)  # who supports each report, before anything is merged
STEP = st.tuples(
    st.sampled_from(["merge", "unmerge", "reply", "rate"]), st.integers(0, 3), st.integers(0, 3)
)
EXAMPLES = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


class Heap:
    """Four reports about one lamp, with people behind each; the last one is done already."""

    def __init__(self) -> None:
        cast = builders.Cast()
        self.by = cast.dispatcher
        self.stories = [Story(cast=cast, visibility="public") for _ in BACKERS]
        for story, backers in zip(self.stories, BACKERS, strict=True):
            for n in range(backers):
                story.do("support", REPORTER, key_hash=bytes([n + 1]) * 32)

    def step(self, verb: str, which: int, other: int) -> None:
        """One step where the rules allow it."""
        story, needs = self.stories[which], {}
        if verb == "merge":
            needs = {"into": self.stories[other].fresh()}
        if verb == "unmerge":
            needs = {"reason": "Lampu yang lain."}
        story.report = story.fresh()
        try:
            if verb == "reply":
                story.do("reply", REPORTER, text="Masih padam.")
            elif verb == "rate":
                story.do("rate", REPORTER, stars=4)
            else:
                story.do(verb, self.by, **needs)
        except Refused:
            return

    def rows(self) -> list[Report]:
        return [story.fresh() for story in self.stories]


def _check_counts(rows: list[Report]) -> None:
    """Each report counts its own people, and a lead those of what was merged into it."""
    own = {row.pk: backers for row, backers in zip(rows, BACKERS, strict=True)}
    for row in rows:
        along = [own[m.pk] + 1 for m in rows if m.merged_into_id == row.pk]
        assert row.supporters == own[row.pk] + sum(along)
        assert not (row.merged_into_id and along), "what is merged leads nothing"


@EXAMPLES
@given(steps=st.lists(STEP, max_size=9))
def test_every_supporter_counts_once_in_whatever_order(steps: list[Any], db: None) -> None:
    with transaction.atomic():
        heap = Heap()
        for step in steps:
            heap.step(*step)
            _check_counts(heap.rows())
        transaction.set_rollback(True)


@EXAMPLES
@given(before=st.lists(STEP, max_size=5), pair=st.permutations(range(4)))
def test_taking_apart_undoes_a_merge_and_loses_nothing(
    before: list[Any], pair: list[int], db: None
) -> None:
    with transaction.atomic():
        heap = Heap()
        for step in before:
            heap.step(*step)
        one, two = (heap.stories[n] for n in pair[:2])
        was, said = _everything(), _said()
        history = {row.pk: _events(row) for row in heap.rows()}
        one.report = one.fresh()
        try:
            one.do("merge", heap.by, into=two.fresh())
        except Refused:
            transaction.set_rollback(True)
            return
        one.do("unmerge", heap.by, reason="Ternyata lain.")
        assert _everything() == was
        assert _said()[: len(said)] == said, "what was said stays said"
        for row in heap.rows():
            now = _events(row)
            assert now[: len(history[row.pk])] == history[row.pk]
            added = [verb for _seq, verb, _hash in now[len(history[row.pk]) :]]
            assert added == (["merge", "unmerge"] if row.pk == one.report.pk else [])
            events = row.events.order_by("seq")
            assert chain.verify(events, report_number=row.number) is None
        transaction.set_rollback(True)


KEPT = ("pk", "merged_into", "supporters", "state", "lead", "stars", "contact", "visibility")


def _everything() -> list[Any]:
    """What must be as before: where each report stands, and who supports and follows it."""
    rows = list(Report.objects.order_by("pk").values_list(*KEPT))
    backing = Supporter.objects.order_by("pk").values_list("pk", "report", "supports", "follows")
    return [rows, list(backing)]


def _said() -> list[Any]:
    return list(Message.objects.order_by("pk").values_list("pk", "subject", "template", "body"))


def _events(row: Report) -> list[Any]:
    rows = row.events.order_by("seq").values_list("seq", "verb", "hash")
    return [(seq, verb, bytes(link)) for seq, verb, link in rows]


def test_what_was_taken_out_by_itself_stays_out() -> None:
    heap = Heap()
    a, b, c, _d = heap.stories
    c.do("merge", heap.by, into=b.fresh())
    b.report = b.fresh()
    b.do("merge", heap.by, into=a.fresh())
    c.do("unmerge", heap.by, reason="Bukan lampu ini.")
    c.do("merge", heap.by, into=a.fresh())
    b.do("unmerge", heap.by, reason="Lampu lain.")
    assert c.fresh().merged_into_id == a.report.pk and b.fresh().merged_into_id is None
    _check_counts(heap.rows())


@pytest.mark.parametrize("places", [1, 3])
def test_a_report_splits_into_as_many_parts_as_it_names(places: int) -> None:
    story = Story(visibility="private")
    area = builders.agency(builders.DISTRICT).area
    photo = builders.attachment()
    kept = story.report.photos.create(attachment=photo, purpose="report", created_at=story.at)
    parts = [
        actions.Part(
            text=f"Got mampet di gang {n}.",
            category=builders.category(),
            address=f"Gang {n}",
            area=area,
            photos=[kept.pk],
        )
        for n in range(places)
    ]
    before = story.fresh()
    made = actions.split(story.report, parts=parts, by=story.cast.verifier, at=story.tick())
    after = story.fresh()
    assert (after.text, after.state, after.photos.count()) == (before.text, before.state, 1)
    assert after.events.count() == 2 and after.events.last().data["into_numbers"] == [
        new.number for new in made
    ]
    for part, new in zip(parts, made, strict=True):
        assert (new.text, new.address, new.area, new.category) == (
            *(part.text, part.address, area, part.category),
        )
        assert new.photos.get().attachment == photo and not new.photos.get().is_public
        assert bytes(new.code_hash) == bytes(before.code_hash)
        assert new.received_at == before.received_at and new.contact_id == before.contact_id
        assert (new.lat is None) == (area.pk != before.area_id)


def test_a_part_without_words_is_no_part() -> None:
    story = Story()
    parts = [actions.Part(text="Got mampet."), actions.Part(text="")]
    with pytest.raises(Refused):
        actions.split(story.report, parts=parts, by=story.cast.verifier, at=story.tick())
    assert Report.objects.count() == 1
