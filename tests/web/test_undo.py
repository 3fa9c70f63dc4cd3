"""Taking back the step just made: only one's own, only at once, by a verb like any other."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tanggap.people.models import User
from tanggap.reports import case
from tanggap.reports.actions import undoing
from tanggap.reports.workflow import TRANSITIONS, Verb
from tests import builders
from tests.builders import Story

pytestmark = pytest.mark.django_db

BACK = "/meja/antrean/dispatch/?late=1"


@pytest.fixture
def story(client: Client) -> Story:
    """A report at the dispatcher's desk, an hour ago."""
    story = Story(at=timezone.now() - timedelta(hours=3))
    story.verify(to=builders.desk())
    client.force_login(User.objects.get(pk=story.cast.dispatcher.user_id))
    return story


def _act(client: Client, story: Story, verb: str, **form: Any) -> str:
    """One step on the desk; the page afterwards."""
    url = f"/meja/laporan/{story.report.number}/{verb}/"
    sent = {"version": str(story.fresh().seq), "back": BACK, **form}
    answer = client.post(url, sent, follow=True)
    assert answer.redirect_chain, answer.content.decode()
    return answer.content.decode()


def _undo_url(page: str) -> str:
    found = re.search(r'<form method="post" action="([^"]*/batalkan/[^"]*)">', page)
    return found[1].replace("&amp;", "&") if found else ""


def _assign(client: Client, story: Story) -> str:
    return _act(client, story, "assign", to=builders.VILLAGE, reason="Tugas kelurahan.")


def test_a_dispatch_is_taken_back_as_an_event(client: Client, story: Story) -> None:
    page = _assign(client, story)
    assert 'data-key="z"' in page and "Bisa dibatalkan selama 30 detik" in page
    assert story.fresh().lead == builders.agency(builders.VILLAGE)
    answer = client.post(_undo_url(page), follow=True)
    assert answer.redirect_chain[-1][0] == BACK, "on with the queue"
    assert f"{story.report.number}: dibatalkan." in answer.content.decode()
    assert story.fresh().lead == builders.desk()
    last = story.fresh().events.last()
    assert (last.verb, last.note, last.actor_id) == (
        *("recall", undoing.REASON, story.cast.dispatcher.user_id),
    )
    assert not _undo_url(answer.content.decode()), "what was taken back isn't taken back again"


def test_whoever_acted_meanwhile_is_not_overruled(client: Client, story: Story) -> None:
    url = _undo_url(_assign(client, story))
    story.at = timezone.now()
    story.accept()
    page = client.post(url, follow=True).content.decode()
    assert "sudah ada yang bertindak" in page and "officer" in page
    assert story.fresh().state == "in_progress"


def test_not_when_it_is_too_late_and_never_somebody_elses(client: Client, story: Story) -> None:
    url = _undo_url(_assign(client, story))
    now, report = timezone.now(), case.load(story.fresh())
    dispatcher, other = story.cast.dispatcher, story.cast.other_dispatcher
    assert undoing.inverse(report, dispatcher, at=now) is Verb.RECALL
    assert undoing.inverse(report, dispatcher, at=now + timedelta(seconds=31)) is None
    assert undoing.inverse(report, other, at=now) is None
    client.force_login(User.objects.get(pk=other.user_id))
    assert "Langkahnya tetap berlaku" in client.post(url, follow=True).content.decode()
    assert story.fresh().lead == builders.agency(builders.VILLAGE)


def test_looking_at_the_address_does_nothing(client: Client, story: Story) -> None:
    url = _undo_url(_assign(client, story))
    assert client.get(url).status_code == 302
    assert story.fresh().lead == builders.agency(builders.VILLAGE)


@pytest.mark.parametrize(
    ("verb", "form", "inverse"),
    [
        ("merge", {"target": "other"}, "unmerge"),
        ("publish", {}, "hide"),
        ("add_support", {"to": builders.DISTRICT, "task": "Bantu pagar."}, "drop_support"),
        ("coordinate", {"to": builders.BRANCH, "reason": "Jalan kota."}, "recall"),
    ],
)
def test_each_step_with_an_honest_inverse(
    client: Client, story: Story, verb: str, form: dict[str, str], inverse: str
) -> None:
    other = Story(cast=story.cast, at=story.at)
    form = {k: other.report.number if v == "other" else v for k, v in form.items()}
    before = story.fresh()
    page = _act(client, story, verb, **form)
    client.post(_undo_url(page))
    after = story.fresh()
    assert [event.verb for event in after.events.order_by("seq")][-2:] == [verb, inverse]
    kept = ("lead", "merged_into", "supporters", "state")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert after.visibility != "public" and not after.assignments.filter(
        role="supporting", state__in=("pending", "accepted")
    )


def test_a_refusal_and_a_question_can_not_be_unsaid(client: Client, story: Story) -> None:
    page = _act(client, story, "decline", reason="Bukan layanan.", remedy="Keberatan.")
    assert not _undo_url(page)


def test_every_inverse_is_a_verb_that_follows() -> None:
    """Where a step leads, its inverse may begin."""
    for verb, inverse in undoing.INVERSES.items():
        ends = {end for row in TRANSITIONS if row.verb is verb for _from, end in row.ends()}
        begins = {state for row in TRANSITIONS if row.verb is inverse for state in row.sources}
        assert ends & begins, verb
