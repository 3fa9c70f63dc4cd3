"""Reads of what phones and crews sent."""

from __future__ import annotations

from tanggap.fieldwork.models import Upload
from tanggap.people.access import Actor


def is_uploaded(actor: Actor, sha256: str) -> bool:
    """Whether this person's photograph of that hash has arrived."""
    return Upload.objects.filter(user=actor.user_id, sha256=sha256).exists()
