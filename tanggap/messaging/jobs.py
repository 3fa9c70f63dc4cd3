"""Sending, outside every transaction."""

from __future__ import annotations

from django.utils import timezone

from tanggap.lib import jobs
from tanggap.messaging import actions


@jobs.task(name="messaging.deliver", queue="messages", retry=jobs.PATIENT)
def deliver(*, message: int, contact: int) -> None:
    actions.deliver(message_id=message, contact_id=contact, at=timezone.now())
