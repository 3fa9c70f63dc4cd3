"""What intake does by the clock."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from tanggap.intake import actions, limits, replies
from tanggap.lib import jobs, marks
from tanggap.lib.marks import Mark, Outcomes


@marks.leased("mail", most=10)
def take_mail(some: Sequence[Mark]) -> Outcomes:
    for mark in some:
        yield mark, replies.take(mark.key, at=timezone.now())


@jobs.task(
    name="intake.prepare_numbers", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="7 * * * *"
)
def prepare_numbers() -> None:
    actions.prepare_numbers(at=timezone.now())


@jobs.task(
    name="intake.forget_senders", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="23 * * * *"
)
def forget_senders() -> None:
    limits.forget(at=timezone.now())
