"""News, letters and questions, outside every transaction."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.together import actions


@jobs.task(name="together.question", retry=jobs.PATIENT, lane=jobs.Lane.MAIL)
def question(*, subscription: int) -> None:
    actions.send_question(subscription, at=timezone.now())


@jobs.task(name="together.gather", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="*/5 * * * *")
def gather() -> None:
    at = timezone.now()
    actions.gather(at=at)
    while actions.write(at=at):
        pass
    jobs.enqueue("together.send")


@jobs.task(name="together.send", retry=jobs.PROMPT, lane=jobs.Lane.MAIL)
def send() -> None:
    """One batch; it asks for the next, so that other mail isn't held up."""
    if actions.send(at=timezone.now()):
        jobs.enqueue("together.send")


@jobs.task(name="together.forget", retry=jobs.NEVER, lane=jobs.Lane.BACKGROUND, cron="17 19 * * *")
def forget() -> None:
    actions.forget_unconfirmed(at=timezone.now())
