"""Somebody leaves for good: what she supported and said is hers no more."""

from __future__ import annotations

from datetime import datetime

from tanggap.lib import jobs
from tanggap.people.access import RESIDENT
from tanggap.reports import actions as reports
from tanggap.together import own
from tanggap.together.models import Comment


def part(user: int) -> None:
    """Ask the worker for it, in the transaction in which the account goes."""
    jobs.enqueue("together.part", user=user)


def take_away(who: str, *, at: datetime) -> None:
    """Take her supports back, and her comments away that nobody was shown. Repeating is harmless.

    What was shown is a step of the report's story, which forgets nothing; nothing ties it to her
    any more.
    """
    for row in own.supports_of(who):
        reports.unsupport(row.report, key_hash=bytes(row.key_hash), by=RESIDENT, at=at)
    for comment in own.comments_of(who):
        if comment.state == Comment.State.SHOWN:
            comment.key_hash = None
            comment.save(update_fields=["key_hash"])
        else:
            comment.delete()
