"""The conversation of one report, for the reporter's page."""

from __future__ import annotations

from tanggap.messaging.models import Message


def conversation(subject: str) -> list[Message]:
    """All messages of one report, oldest first."""
    return list(Message.objects.filter(subject=subject).order_by("created_at", "pk"))
