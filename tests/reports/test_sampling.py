"""Which follow-ups are seen on the spot."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.reports import access, sampling, workflow
from tanggap.reports.sampling import Rule
from tanggap.reports.workflow import Code, Outcome, State, Verb
from tests.builders import Story, photo

LINKS = [sha256(str(n).encode()).digest() for n in range(4_000)]


@given(st.floats(0, 100))
def test_the_draw_takes_the_share_that_the_pack_names(percent: float) -> None:
    rule = Rule(percent=percent)
    drawn = sum(rule.wants(outcome="fixed", link=link) for link in LINKS) / len(LINKS)
    assert abs(100 * drawn - percent) < 5


def test_nothing_is_drawn_of_nothing_and_everything_of_all() -> None:
    assert not any(Rule(percent=0).wants(outcome="fixed", link=link) for link in LINKS)
    assert all(Rule(percent=100).wants(outcome="fixed", link=link) for link in LINKS)
    assert Rule(always={"not_found"}).wants(outcome="not_found", link=LINKS[0])


@pytest.mark.django_db
def test_who_found_nothing_is_visited_and_what_was_seen_is_kept() -> None:
    story = Story().to("in_progress")
    there = [photo("place", at=story.at)]
    story.resolve(outcome=Outcome.NOT_FOUND, note="Tidak ada.", photos=there)
    facts = access.facts(story.fresh(), story.cast.validator, at=story.at)
    assert facts.must_visit and "visit" in workflow.needs(Verb.VALIDATE, facts)
    with pytest.raises(workflow.Refused, match=Code.MISSING.value) as refusal:
        story.validate()
    assert refusal.value.missing == ("visit",)
    story.do("validate", story.cast.validator, visit="Saya ke sana 24 Nov, memang kosong.")
    assert story.report.state == State.RESOLVED
    assert story.report.events.last().data["visit"].startswith("Saya ke sana")


@pytest.mark.django_db
def test_the_work_of_others_is_drawn_after_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sampling, "rule", lambda: Rule(percent=100))
    story = Story().to("in_progress")
    assert not access.facts(story.fresh(), story.cast.validator, at=story.at).must_visit
    story.resolve()
    assert access.facts(story.fresh(), story.cast.validator, at=story.at).must_visit
