"""Sending, outside every transaction."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.messaging import actions, notices


@jobs.task(name="messaging.deliver", queue="messages", retry=jobs.PATIENT)
def deliver(*, message: int, contact: int) -> None:
    actions.deliver(message_id=message, contact_id=contact, at=timezone.now())


@jobs.task(name="messaging.mail_notices", queue="messages", retry=jobs.PATIENT)
def mail_notices(*, user: int) -> None:
    notices.mail(user_id=user, at=timezone.now())


@jobs.task(name="messaging.sweep_notices", retry=jobs.NEVER, cron="*/5 * * * *")
def sweep_notices() -> None:
    """Ask for one mail per person whose notices waited long enough; asking twice is harmless."""
    for user in notices.waiting_for_mail(at=timezone.now()):
        jobs.enqueue("messaging.mail_notices", queue="messages", user=user)
