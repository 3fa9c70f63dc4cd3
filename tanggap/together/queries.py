"""What the desk reads of what residents want to say, and what an address hears of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tanggap.identity import sealing
from tanggap.publishing.redaction import redact
from tanggap.together.models import Comment, Subscription
from tanggap.together.texts import name

PAGE = 30


@dataclass(frozen=True, slots=True)
class Waiting:
    """A comment that nobody has read yet, and how everybody would read it."""

    pk: int
    number: str
    title: str
    text: str
    public: str
    at: datetime


def waiting(*, after: int = 0) -> tuple[list[Waiting], int]:
    """The next comments to be read, oldest first, and where the next page begins (0: no more)."""
    rows = Comment.objects.filter(state=Comment.State.WAITING, pk__gt=after)
    found = list(rows.select_related("report").order_by("pk")[: PAGE + 1])
    shown = [
        Waiting(
            row.pk, row.report.number, row.report.title, row.text, redact(row.text), row.created_at
        )
        for row in found[:PAGE]
    ]
    return shown, shown[-1].pk if len(found) > PAGE else 0


def said(subscription: int) -> str:
    """What the subscription is about; empty when there is none."""
    rows = Subscription.objects.select_related("report", "area", "category")
    row = rows.filter(pk=subscription).first()
    return name(row) if row else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that an address hears of; not confirmed: nothing is sent yet."""

    pk: int
    about: str
    rhythm: str
    asked_at: datetime
    confirmed_at: datetime | None


def wishes_of(email: str) -> list[Wish]:
    """What this address asked to hear of, oldest first. One query, none for an empty one."""
    key = sealing.index("email", email)
    if key is None:
        return []
    rows = Subscription.objects.select_related("report", "area", "category")
    rows = rows.filter(contact__email_index=key).order_by("pk")
    return [Wish(row.pk, name(row), row.rhythm, row.created_at, row.confirmed_at) for row in rows]
