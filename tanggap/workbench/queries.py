"""What the desk shows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from tanggap.people.access import Actor
from tanggap.workbench.actions import GONE_AFTER
from tanggap.workbench.models import Presence, ReplyTemplate, SavedFilter


@dataclass(frozen=True, slots=True)
class Beside:
    """A colleague who has the same report open."""

    name: str
    since: datetime


def filters(actor: Actor, place: str) -> list[SavedFilter]:
    """The person's filters of one list, by name. One query."""
    return list(SavedFilter.objects.filter(user=actor.user_id, place=place))


def templates(actor: Actor, *, verb: str, category_id: int | None) -> list[ReplyTemplate]:
    """The ready texts of the person's offices that fit, those of the category first. One query."""
    fits = Q(category=None) | Q(category=category_id)
    rows = ReplyTemplate.objects.filter(fits, agency__in=actor.agency_ids(), verb=verb)
    found = rows.filter(is_active=True).select_related("agency", "category")
    return sorted(found, key=lambda row: (row.category_id is None, row.name))


def offices_templates(actor: Actor) -> Sequence[ReplyTemplate]:
    """All ready texts of the person's offices. One query."""
    rows = ReplyTemplate.objects.filter(agency__in=actor.agency_ids(), is_active=True)
    return list(rows.select_related("agency", "category", "changed_by").order_by("verb", "name"))


def beside(actor: Actor, report_id: int, *, at: datetime) -> list[Beside]:
    """Who else has the report open at `at`, the longest first. One query."""
    rows = Presence.objects.filter(report=report_id, seen_at__gt=at - GONE_AFTER)
    others = rows.exclude(user=actor.user_id).order_by("since")
    return [Beside(name, since) for name, since in others.values_list("user__name", "since")]
