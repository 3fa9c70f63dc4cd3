"""An answer by mail is what the reporter says; nobody else's is, and no machine is answered."""

from __future__ import annotations

import base64
import io
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone
from PIL import Image

from tanggap.intake import replies
from tanggap.lib import marks
from tanggap.messaging import sending
from tanggap.messaging.mailbox import storing, tokens
from tanggap.messaging.models import Delivery, InboundMail, Message
from tanggap.reports.models import ReportPhoto
from tests import builders
from tests.messaging.test_mailbox import WORDS, letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def address(settings: Any) -> None:
    settings.MAIL_REPLY = "reports@kota.id"


@pytest.fixture
def story() -> builders.Story:
    return builders.Story(at=timezone.now() - timedelta(days=1)).to("on_hold")


def delivered(story: builders.Story) -> Delivery:
    """The last message as it went out, by the real sender."""
    message = Message.objects.filter(subject=story.report.number).latest("pk")
    contact = story.report.contact_id
    assert contact is not None
    noon = story.at.replace(hour=5)  # nobody sleeps
    assert list(sending.deliver([(message.pk, contact)], at=noon)) == [True]
    return Delivery.objects.latest("pk")


def sender() -> str:
    return str(mail.outbox[-1].to[0])


def come_in(name: str, **said: str) -> InboundMail:
    storing.keep(letter(name, **said), at=timezone.now())
    while marks.work("mail"):
        pass
    return InboundMail.objects.latest("pk")


def said(story: builders.Story) -> list[str]:
    rows = Message.objects.filter(subject=story.report.number, direction="in").order_by("pk")
    return [row.body for row in rows]


def test_our_mails_can_be_answered(story: builders.Story) -> None:
    delivery = delivered(story)
    sent = mail.outbox[-1]
    assert sent.reply_to == [tokens.reply_address(delivery.pk)]
    assert sent.from_email == sent.reply_to[0]  # a notice of failure comes back to it
    assert sent.message()["From"] == "tanggap@localhost"
    assert story.report.number.lower() in sent.extra_headers["References"]
    assert "membalas e-mail ini" in sent.body


@pytest.mark.parametrize("program", ["gmail", "outlook", "yahoo", "k9"])
def test_an_answer_lets_the_report_go_on(story: builders.Story, program: str) -> None:
    delivery = delivered(story)
    picture = io.BytesIO()
    Image.effect_noise((320, 240), 60).convert("RGB").save(picture, "PNG")
    row = come_in(program, **{
        "from": sender().upper(), "to": tokens.reply_address(delivery.pk),
        "photo": base64.encodebytes(picture.getvalue()).decode(),
    })  # fmt: skip
    assert row.outcome == "reply"
    assert story.fresh().state == "submitted"
    assert said(story) == [WORDS]
    photos = ReportPhoto.objects.filter(report=story.report)
    assert list(photos.values_list("purpose", "is_public")) == (
        [("report", False)] if program == "k9" else []
    )
    assert len(mail.outbox) == 1  # nobody thanks for a reply


def test_where_the_verb_is_not_allowed_it_is_a_message(story: builders.Story) -> None:
    story = builders.Story(at=timezone.now() - timedelta(days=1)).to("declined")
    delivery = delivered(story)
    row = come_in("gmail", **{"from": sender(), "to": tokens.reply_address(delivery.pk)})
    assert row.outcome == "message"
    assert story.fresh().state == "declined"
    assert said(story) == [WORDS]


@pytest.mark.parametrize("program", ["gmail", "holiday", "bounce"])
def test_killed_anywhere_it_is_said_once(
    story: builders.Story, program: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tokens.reply_address(delivered(story).pk)
    storing.keep(letter(program, **{"from": sender(), "to": to}), at=timezone.now())
    pk = InboundMail.objects.latest("pk").pk
    monkeypatch.setattr(replies, "_done", _die)
    with pytest.raises(KeyboardInterrupt):
        replies.take(pk, at=timezone.now())
    monkeypatch.undo()
    for _ in range(2):
        assert replies.take(pk, at=timezone.now())
    assert len(said(story)) == (1 if program == "gmail" else 0)


def _die(*_: Any, **__: Any) -> bool:
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("outcome", "change"),
    [
        ("stranger", {"from": "orang@lain.example"}),
        ("unknown", {"to": "reports@kota.id"}),
        ("unknown", {"to": f"reports+{'a' * 24}@kota.id"}),
    ],
)
def test_who_is_not_the_reporter_says_nothing_and_is_told_once(
    story: builders.Story, outcome: str, change: dict[str, str]
) -> None:
    to = tokens.reply_address(delivered(story).pk)
    usual = {"from": sender(), "to": to}
    for number in range(3):
        assert come_in("gmail", **usual | change, id=f"x{number}").outcome == outcome
    assert said(story) == []
    assert story.fresh().state == "on_hold"
    answers = mail.outbox[1:]
    assert [one.to[0] for one in answers] == [(usual | change)["from"]]
    assert answers[0].extra_headers["Auto-Submitted"] == "auto-generated"
    assert story.report.number not in answers[0].body + answers[0].subject


def test_an_answer_to_news_of_others_is_nobodys_and_moves_nothing(story: builders.Story) -> None:
    delivery = delivered(story)
    Message.objects.filter(pk=delivery.message_id).update(subject="", template="news")
    row = come_in("gmail", **{"from": sender(), "to": tokens.reply_address(delivery.pk)})
    assert (row.outcome, story.fresh().state) == ("unknown", "on_hold")
    assert len(mail.outbox) == 2, "one kind answer"


def test_what_is_long_ago_is_not_answered_any_more(story: builders.Story) -> None:
    delivery = delivered(story)
    Message.objects.update(created_at=timezone.now() - replies.OLD * 2)
    row = come_in("gmail", **{"from": sender(), "to": tokens.reply_address(delivery.pk)})
    assert (row.outcome, said(story)) == ("old", [])


def test_machines_get_no_answer_and_move_nothing(story: builders.Story) -> None:
    to = tokens.reply_address(delivered(story).pk)
    assert come_in("holiday", **{"from": sender(), "to": to}).outcome == "machine"
    assert story.fresh().state == "on_hold"
    assert len(mail.outbox) == 1


def test_our_own_answer_coming_back_ends_there(story: builders.Story) -> None:
    delivered(story)
    come_in("gmail", **{"from": "bot@lain.example", "to": "reports@kota.id"})
    ours = mail.outbox[-1].message().as_bytes()
    storing.keep(ours, at=timezone.now())
    while marks.work("mail"):
        pass
    assert InboundMail.objects.latest("pk").outcome == "machine"
    assert len(mail.outbox) == 2


@pytest.mark.parametrize(
    ("action", "status", "state"), [("failed", "5.1.1", "bounced"), ("delayed", "4.4.1", "sent")]
)
def test_what_comes_back_marks_the_delivery(
    story: builders.Story, action: str, status: str, state: str
) -> None:
    delivery = delivered(story)
    to = tokens.reply_address(delivery.pk)
    row = come_in(
        "bounce", **{"from": sender(), "to": to, "token": to}, action=action, status=status
    )
    assert row.outcome == "bounce"
    delivery.refresh_from_db()
    assert delivery.state == state
    assert len(mail.outbox) == 1


def test_an_empty_answer_is_told_so(story: builders.Story) -> None:
    to = tokens.reply_address(delivered(story).pk)
    raw = f"From: {sender()}\nTo: {to}\nMessage-ID: <e@x>\n\n> hanya kutipan\n".encode()
    storing.keep(raw, at=timezone.now())
    while marks.work("mail"):
        pass
    assert InboundMail.objects.latest("pk").outcome == "empty"
    assert len(mail.outbox) == 2
