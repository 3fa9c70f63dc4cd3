"""The conversation of one report, for the reporter's page; the notices of one member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Count, F, Min, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from tanggap.lib import marks
from tanggap.messaging.models import Delivery, Message, Notice
from tanggap.people.access import Actor

PAGE_SIZE = 30
COUNT_CAP = 100  # the bell says "99+" from here on


def conversation(subject: str) -> list[Message]:
    """All messages of one report, oldest first."""
    return list(Message.objects.filter(subject=subject).order_by("created_at", "pk"))


def deliveries(subject: str) -> list[Delivery]:
    """By which ways the messages of one report went to its reporter, oldest first."""
    return list(Delivery.objects.filter(message__subject=subject).order_by("pk"))


def is_lost(subject: str) -> bool:
    """Whether the last news that went to an address of the reporter didn't get there."""
    sent = Delivery.objects.filter(message__subject=subject).exclude(way="push")
    last = sent.exclude(state=Delivery.State.QUEUED).order_by("-pk").values_list("state").first()
    return last is not None and last[0] in (Delivery.State.FAILED, Delivery.State.BOUNCED)


def least_waiting(template: str, *, topic: str, fact: str) -> int | None:
    """The least number that `fact` has in the messages of one kind that still wait; None: none."""
    keys = RawSQL(marks.WAITING, [topic])  # noqa: S611 (our own words)
    waiting = Message.objects.filter(subject="", template=template, pk__in=keys)
    said = Cast(KeyTextTransform(fact, "data"), BigIntegerField())
    least: int | None = waiting.aggregate(least=Min(said))["least"]
    return least


def unreached(template: str, *, since: datetime) -> QuerySet[Delivery, int]:
    """The contacts to whom all of at least two messages of one kind were refused or returned."""
    about = {"message__subject": "", "message__template": template}
    tried = Delivery.objects.filter(**about, message__created_at__gt=since)
    lost = Q(state__in=(Delivery.State.FAILED, Delivery.State.BOUNCED))
    counted = tried.exclude(state=Delivery.State.QUEUED).values("contact")
    counted = counted.annotate(lost=Count("pk", filter=lost), told=Count("pk"))
    return counted.filter(lost__gte=2, lost=F("told")).values_list("contact", flat=True)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Part of a list of notices, newest first; the cursors are ids."""

    rows: tuple[Notice, ...]
    before: str = ""  # the page of newer ones ends before this
    after: str = ""  # the page of older ones begins after this


def notices(actor: Actor, *, after: str = "", before: str = "") -> NoticePage:
    """One page of what the actor was told, newest first. One query."""
    rows, is_back = _theirs(actor), before.isdecimal() and not after
    if is_back:
        rows = rows.filter(pk__gt=int(before)).order_by("pk")
    else:
        rows = rows.order_by("-pk")
        rows = rows.filter(pk__lt=int(after)) if after.isdecimal() else rows
    found = list(rows[: PAGE_SIZE + 1])
    has_more, found = len(found) > PAGE_SIZE, found[:PAGE_SIZE]
    if is_back:
        found.reverse()
    has_newer, has_older = (has_more, True) if is_back else (after.isdecimal(), has_more)
    if not found:
        return NoticePage(())
    newest, oldest = str(found[0].pk), str(found[-1].pk)
    return NoticePage(tuple(found), newest if has_newer else "", oldest if has_older else "")


def unread(actor: Actor) -> int:
    """How many notices the actor hasn't read, up to COUNT_CAP. One query, one index."""
    return _theirs(actor).filter(read_at=None)[:COUNT_CAP].count()


def notice(actor: Actor, pk: int) -> Notice | None:
    """One notice of the actor's own."""
    return _theirs(actor).filter(pk=pk).first()


def _theirs(actor: Actor) -> QuerySet[Notice]:
    """The actor's own, without those of an office that she left."""
    here = Q(office=None) | Q(office__in=actor.agency_ids())
    return Notice.objects.filter(here, user=actor.user_id)
