"""What is news, who hears of it, and that nothing of it is lost or said twice."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tanggap.identity.models import Contact
from tanggap.lib import marks
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.ways import email
from tanggap.places.models import Area
from tanggap.publication.models import PublicReport
from tanggap.together import actions, texts, tokens, wording
from tanggap.together.actions import letters
from tanggap.together.models import News, Subscription
from tests import builders
from tests.builders import Story
from tests.together.residents import (
    EMAIL,
    confirmed,
    letters_at,
    public,
    shown,
    step,
    worker,
)

pytestmark = pytest.mark.django_db(databases=["default", "public"])


@pytest.fixture(autouse=True)
def _awake(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters.quiet_hours().__class__, "awake", lambda self, at: at)


def test_a_district_hears_of_its_villages_and_a_category_of_its_own(client: Client) -> None:
    village = Area.objects.select_related("parent").filter(level="village", valid_to=None)[0]
    assert village.parent
    story = Story(visibility="public", area=village, category=builders.category("jalan"))
    for form in ({"area": village.parent.code}, {"category": "jalan"}, {"area": village.code}):
        client.post("/langganan/", {**form, "email": EMAIL, "rhythm": "now"})
    for row in Subscription.objects.all():
        client.post(f"/langganan/ya/{tokens.to_confirm(row.pk)}/")
    Subscription.objects.update(confirmed_at=story.at - timedelta(hours=1))
    shown(story)
    assert len(letters_at(story.at + timedelta(minutes=5))) == 3
    form = {"area": village.code, "category": "jalan", "email": EMAIL, "rhythm": "now"}
    assert client.post("/langganan/", form).status_code == 422, "one thing at a time"


def test_a_daily_letter_waits_for_the_morning_and_then_says_everything(client: Client) -> None:
    story = public()
    row = confirmed(client, story)
    Subscription.objects.update(rhythm="daily")
    for _ in range(2):
        step(story, row)
        assert letters_at(story.at + timedelta(minutes=5)) == []
    [letter] = letters_at(story.at + timedelta(days=1))
    assert letter.body.count("Catatan terbuka") == 2


@pytest.mark.parametrize("killed_at", range(1, 13))
def test_news_killed_anywhere_and_repeated_says_each_thing_once(
    client: Client, killed_at: int
) -> None:
    story = public()
    rows = [confirmed(client, story, f"{n}@contoh.id") for n in range(3)]
    for row in rows:
        step(story, row)
    at = story.at + timedelta(minutes=5)
    mail.outbox.clear()
    with suppress(_Killed), connection.execute_wrapper(_dies(killed_at)):
        worker(at)
    _leases_run_out()
    worker(at + timedelta(minutes=12))
    ids = {letter.extra_headers["Message-ID"] for letter in mail.outbox}
    assert {letter.to[0] for letter in mail.outbox} == {f"{n}@contoh.id" for n in range(3)}
    assert len(ids) == 3, "a letter sent twice is the same letter"
    assert not marks.keys("letters") and not marks.keys("news")


class _Killed(BaseException):
    pass


def _dies(after: int) -> Any:
    count = iter(range(1, 10_000))

    def run(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if next(count) == after:
            raise _Killed
        return execute(sql, params, many, context)

    return run


def _leases_run_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE lib_mark SET due_at = now()")


def test_a_worker_that_stood_for_months_loses_no_news(client: Client) -> None:
    story = public()
    row = confirmed(client, story)
    step(story, row)
    at = story.at + timedelta(days=100)
    with transaction.atomic():
        actions.gather(marks.keys("news"), at=at)
    # It stood again, before the letter was written and before it was sent.
    News.objects.update(written_at=at - timedelta(days=50))
    actions.forget(at=at)
    actions.write(at=at)
    actions.forget(at=at)
    mail.outbox.clear()
    marks.work("letters")
    [letter] = mail.outbox
    assert "Catatan terbuka" in letter.body
    Message.objects.update(created_at=at - timedelta(days=50))
    actions.forget(at=at)
    assert not News.objects.exists() and not Message.objects.filter(template="news").exists()
    marks.add("news", [story.report.pk])
    assert letters_at(at) == [], "what was told is no news, though its news is forgotten"


def test_what_was_hidden_before_the_letter_left_is_not_said(client: Client) -> None:
    story = public()
    step(story, confirmed(client, story))
    actions.gather(marks.keys("news"), at=story.at)
    actions.write(at=story.at + timedelta(minutes=5))
    PublicReport.objects.filter(pk=story.report.pk).delete()
    mail.outbox.clear()
    marks.work("letters")
    assert mail.outbox == [] and not marks.keys("letters")


def test_very_much_becomes_thirty_and_a_number(client: Client) -> None:
    client.post("/langganan/", {"category": "jalan", "email": EMAIL, "rhythm": "now"})
    row = Subscription.objects.select_related("report", "area", "category").get()
    item = texts.Item("JK26-1", "Lubang", "waiting", "", False, ())
    _subject, body = wording.News(Message(), row, [item] * 45).mail()
    assert body.count("JK26-1") == 30 and "Dan 15 laporan lagi" in body
    assert "category=jalan" in body


def test_many_subscribers_cost_no_more_statements_than_one(client: Client) -> None:
    story = public()
    for n in range(9):
        step(story, confirmed(client, story, f"{n}@contoh.id"))
    at = story.at + timedelta(minutes=5)
    with CaptureQueriesContext(connection) as seen:
        actions.gather(marks.keys("news"), at=at)
        actions.write(at=at)
    assert len(seen) <= 9
    with CaptureQueriesContext(connection) as seen:
        marks.work("letters")
    assert len(mail.outbox) >= 9
    assert len(seen) <= 9 + 14, "one each that says it was sent"


def test_a_mail_server_that_is_away_is_asked_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = public()
    step(story, confirmed(client, story))
    at = story.at + timedelta(minutes=5)
    with monkeypatch.context() as patch:
        patch.setattr(email, "post", _away)
        assert letters_at(at) == []
    _leases_run_out()
    assert len(letters_at(at)) == 1


def _away(*args: Any, **how: Any) -> None:
    raise SendFailed("away", permanent=False)


def test_a_mailbox_that_takes_nothing_is_forgotten(client: Client) -> None:
    story = public()
    row = confirmed(client, story)
    for n in range(2):
        step(story, row)
        letters_at(story.at + timedelta(minutes=5))
        assert actions.forget_unreachable(at=story.at) == 0, n
        Delivery.objects.filter(message__template="news").update(state="bounced")
    assert actions.forget_unreachable(at=story.at) == 1
    assert not Subscription.objects.exists() and not Contact.objects.filter(pk=row.contact_id)
