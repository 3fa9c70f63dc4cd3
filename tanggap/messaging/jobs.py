"""Sending, outside every transaction."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from tanggap.lib import jobs, marks
from tanggap.lib.marks import Mark, Outcomes
from tanggap.messaging import actions, calling, notices
from tanggap.messaging.mailbox import imap, storing


@marks.leased("messages", most=50)
def deliver(some: Sequence[Mark]) -> Outcomes:
    pairs = [(mark.key, mark.other or 0) for mark in some]
    yield from zip(some, actions.deliver(pairs, at=timezone.now()), strict=True)


@jobs.task(name="messaging.mail_notices", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def mail_notices(*, user: int) -> None:
    notices.mail(user_id=user, at=timezone.now())


@jobs.task(name="messaging.fetch_mail", retry=jobs.NEVER, lane=jobs.Lane.MAIL, cron="* * * * *")
def fetch_mail() -> None:
    if imap.is_on():
        imap.poll(at=timezone.now())


@jobs.task(
    name="messaging.forget_mail", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="41 3 * * *"
)
def forget_mail() -> None:
    storing.forget(at=timezone.now())


@jobs.task(name="messaging.call_out", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def call_out(*, user: int) -> None:
    calling.call_out(user_id=user, at=timezone.now())


@jobs.task(
    name="messaging.sweep_notices", retry=jobs.NEVER, lane=jobs.Lane.MAIL, cron="*/5 * * * *"
)
def sweep_notices() -> None:
    """Ask for one mail per person whose notices waited long enough; asking twice is harmless."""
    for user in notices.waiting_for_mail(at=timezone.now()):
        jobs.enqueue("messaging.mail_notices", user=user)
