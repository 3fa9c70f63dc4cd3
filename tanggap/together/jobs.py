"""News, letters and questions. What is sent goes out by messaging's own sending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils import timezone

from tanggap.lib import jobs, marks
from tanggap.lib.marks import Mark, Outcomes
from tanggap.messaging import actions as messaging
from tanggap.messaging import authors
from tanggap.messaging.models import Message
from tanggap.messaging.ways.parcels import Words
from tanggap.together import actions, tokens, wording


@jobs.task(name="together.question", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def question(*, subscription: int) -> None:
    actions.send_question(subscription, at=timezone.now())


@jobs.task(name="together.part", retry=jobs.PATIENT, lane=jobs.Lane.BACKGROUND)
def part(*, user: int) -> None:
    """The number of an account that is gone: nobody is told by it any more."""
    actions.take_away(tokens.account(user), at=timezone.now())


@marks.taken("news", most=200)
def gather(some: Sequence[Mark]) -> None:
    actions.gather([mark.key for mark in some], at=timezone.now())


@jobs.task(name="together.write", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="*/5 * * * *")
def write() -> None:
    while actions.write(at=timezone.now()):
        pass


@marks.leased(wording.TOPIC, most=50)
def deliver(some: Sequence[Mark]) -> Outcomes:
    """Beside the reporters' messages, which are never behind a million letters."""
    pairs = [(mark.key, mark.other or 0) for mark in some]
    yield from zip(some, messaging.deliver(pairs, at=timezone.now()), strict=True)


@authors.of(wording.KIND)
def news(messages: Sequence[Message]) -> Mapping[int, Words]:
    return wording.of(messages)


@jobs.task(name="together.forget", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="17 19 * * *")
def forget() -> None:
    at = timezone.now()
    actions.forget(at=at)
    actions.forget_unconfirmed(at=at)
    actions.forget_unreachable(at=at)
