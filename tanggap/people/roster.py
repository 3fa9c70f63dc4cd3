"""Reads for the pages about people: the list, one person, open invitations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from tanggap.people import access
from tanggap.people.access import Actor
from tanggap.people.models import Change, Invitation, Membership, StandIn, User

PAGE = 50
HISTORY = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows the list; `state` is "" (can log in), "shut" or "new" (no password yet)."""

    text: str = ""
    role: str = ""
    state: str = ""


def page(
    actor: Actor, filters: Filters, *, at: datetime, after: str = ""
) -> tuple[list[User], str]:
    """People by name, PAGE at most, with `held` (their seats), and the cursor of what follows."""
    rows = _narrowed(actor, filters, at).alias(by_name=Lower("name"))
    place = User.objects.filter(username=after).values_list(Lower("name"), "pk")
    for name, pk in place if after else ():
        rows = rows.filter(Q(by_name__gt=name) | Q(by_name=name, pk__gt=pk))
    seats = Membership.objects.unfinished(at=at).select_related("agency").order_by("pk")
    wanted = Prefetch("memberships", seats, to_attr="held")
    found: list[User] = list(rows.order_by("by_name", "pk").prefetch_related(wanted)[: PAGE + 1])
    return found[:PAGE], found[PAGE - 1].username if len(found) > PAGE else ""


def _narrowed(actor: Actor, filters: Filters, at: datetime) -> QuerySet[User]:
    rows = access.people_for(actor).filter(is_active=filters.state != "shut")
    if filters.state == "new":
        rows = rows.filter(Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
    if filters.role:
        seats = Membership.objects.unfinished(at=at).filter(user=OuterRef("pk"))
        rows = rows.filter(Exists(seats.filter(role=filters.role)))
    for word in filters.text.split():
        rows = rows.filter(Q(name__icontains=word) | Q(username__icontains=word))
    return rows


def seats_of(user: User) -> list[Membership]:
    """All seats she has, had or will have, the newest first. One query."""
    rows = Membership.objects.filter(user=user).select_related("agency", "user")
    return list(rows.order_by("-starts_at", "-pk"))


def stand_ins_of(user: User, *, at: datetime) -> list[StandIn]:
    """Who stands in for her, and for whom she does, now and later. One query."""
    rows = StandIn.objects.filter(Q(person=user) | Q(absent=user), ends_at__gt=at)
    return list(rows.select_related("person", "absent").order_by("starts_at"))


def history_of(user: User) -> list[Change]:
    """What was changed about her, newest first. One query."""
    rows = Change.objects.filter(person=user).select_related("by", "person", "office")
    return list(rows.order_by("-pk")[:HISTORY])


def open_invitations(actor: Actor, *, at: datetime) -> list[Invitation]:
    """Invitations for newcomers that nobody has used yet, the newest first. One query."""
    rows = Invitation.objects.filter(
        user=None, used_at=None, expires_at__gt=at, agency__in=access.reach(actor)
    )
    return list(rows.select_related("agency").order_by("-pk")[:PAGE])
