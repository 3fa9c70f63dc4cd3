"""Taking back the step just made: only one's own, only at once, by a verb like any other."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from tanggap.lib import marks
from tanggap.messaging.models import Message
from tanggap.people.models import Agency, User
from tanggap.performance.counting import Month
from tanggap.reports import actions, case
from tanggap.reports.actions import Refused, undoing
from tanggap.reports.workflow import TRANSITIONS, Code, Verb
from tests import builders
from tests.builders import Story
from tests.performance import plainly
from tests.performance.test_counting import counted

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


UNSAID: dict[str, dict[str, str]] = {
    "decline": {"reason": "Bukan layanan.", "remedy": "Keberatan."},
    "archive": {"reason": "Ini percobaan.", "remedy": "Keberatan."},
    "hold": {"question": "Di mana?"},
}
KEPT = ("state", "lead", "came_by", "held_from", "holds", "closed_at", "is_scheduled", "offices")
TIMES = ("due_at", "due_from", "due_clock", "promised_at")


def _told(story: Story) -> set[str]:
    return set(
        Message.objects.filter(subject=story.report.number).values_list("template", flat=True)
    )


@pytest.mark.parametrize("verb", UNSAID)
@pytest.mark.parametrize("start", ["submitted", "on_hold", "waiting"])
def test_a_refusal_or_a_question_is_taken_back_before_anybody_hears_of_it(
    client: Client, verb: str, start: str
) -> None:
    if (verb, start) == ("hold", "on_hold"):
        return
    story = Story(at=timezone.now() - timedelta(hours=9))
    if start == "on_hold":
        story.verify(to=builders.desk())
        story.do("hold", story.cast.verifier, question="Kapan?")
    elif start == "waiting":
        story.to("waiting")
    before, told = story.fresh(), _told(story)
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    page = _act(client, story, verb, **UNSAID[verb])
    assert _told(story) != told and before.state != story.fresh().state
    assert marks.keys("messages") and not _is_due(story), "it waits until the time is over"
    client.post(_undo_url(page))
    after = story.fresh()
    for name in (*KEPT, *TIMES):
        assert getattr(after, name) == getattr(before, name), name
    assert _told(story) == told
    assert [(e.verb, e.note) for e in after.events.order_by("seq")][-1] == (
        *("take_back", undoing.REASON),
    )
    rows = list(after.assignments.filter(ended_at=None).values_list("agency", "state"))
    assert rows == list(before.assignments.filter(ended_at=None).values_list("agency", "state"))


def _is_due(story: Story) -> bool:
    keys = list(Message.objects.filter(subject=story.report.number).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM lib_mark WHERE topic = 'messages' AND key = %s"
            " AND due_at <= now() + interval '30 seconds'",
            [max(keys)],
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.parametrize("verb", UNSAID)
def test_what_is_on_its_way_to_the_reporter_can_not_be_unsaid(
    client: Client, story: Story, verb: str
) -> None:
    story = Story(at=timezone.now() - timedelta(hours=9))
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    page = _act(client, story, verb, **UNSAID[verb])
    with connection.cursor() as cursor:  # as the worker does when it takes one up
        cursor.execute("UPDATE lib_mark SET tries = 1 WHERE topic = 'messages'")
    state, told = story.fresh().state, _told(story)
    page = client.post(_undo_url(page), follow=True).content.decode()
    assert "sudah dalam perjalanan ke pelapor" in page
    assert (story.fresh().state, _told(story)) == (state, told)
    assert marks.keys("messages"), "nothing that was to be sent is lost"


def test_nobody_else_takes_it_back_nor_later_than_that(client: Client) -> None:
    story = Story(at=timezone.now() - timedelta(hours=9))
    story.do("decline", story.cast.verifier, **UNSAID["decline"])
    how: dict[str, Any] = {"version": story.report.seq}
    late = story.fresh().events.last().at + timedelta(seconds=31)  # type: ignore[union-attr]
    for by, at in ((story.cast.other_verifier, story.at), (story.cast.verifier, late)):
        with pytest.raises(Refused) as refused:
            actions.take_back(story.fresh(), by=by, at=at, reason="Keliru.", **how)
        assert refused.value.code is Code.UNDO_OVER


def test_an_office_holds_again_just_what_it_held(client: Client) -> None:
    story = Story(at=timezone.now() - timedelta(hours=9)).to("waiting")
    story.do("add_support", story.cast.dispatcher, to=builders.agency(builders.BRANCH))
    story.do("accept", story.cast.branch)
    before = list(story.report.assignments.order_by("pk").values())
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    client.post(_undo_url(_act(client, story, "decline", **UNSAID["decline"])))
    assert list(story.report.assignments.order_by("pk").values()) == before


def test_a_closed_office_gets_nothing_back(client: Client) -> None:
    story = Story(at=timezone.now() - timedelta(hours=9)).to("waiting")
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    page = _act(client, story, "decline", **UNSAID["decline"])
    Agency.objects.filter(code=builders.VILLAGE).update(is_active=False)
    client.post(_undo_url(page))
    assert story.fresh().state == "declined" and "declined" in _told(story)


def test_the_score_card_forgets_what_was_taken_back(client: Client) -> None:
    story = Story(at=timezone.now() - timedelta(hours=9)).to("waiting")
    client.force_login(User.objects.get(pk=story.cast.verifier.user_id))
    client.post(_undo_url(_act(client, story, "decline", **UNSAID["decline"])))
    at = timezone.now() + timedelta(seconds=1)
    for month in {Month.of(story.at), Month.of(at)}:
        assert counted(month, at) == plainly.count(plainly.everything(), month, at=at)
    row = counted(Month.of(story.at), at)[builders.agency(builders.VILLAGE).pk, story.report.pk]
    assert row["is_received"]


def test_every_inverse_is_a_verb_that_follows() -> None:
    """Where a step leads, its inverse may begin."""
    for verb, inverse in undoing.INVERSES.items():
        ends = {end for row in TRANSITIONS if row.verb is verb for _from, end in row.ends()}
        begins = {state for row in TRANSITIONS if row.verb is inverse for state in row.sources}
        assert ends & begins, verb
