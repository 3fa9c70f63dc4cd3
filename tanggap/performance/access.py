"""Whose score cards a member of staff may open, and which of their figures she sees."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from tanggap.people.access import Actor
from tanggap.people.models import Agency, Role

# These see every office; an office's own people see it and those below.
SEES_ALL = (Role.LEADER, Role.OPERATOR, Role.VALIDATOR)
READERS = (*SEES_ALL, Role.AGENCY_ADMIN)
# Who may know how many confidential reports her own office has.
KEEPERS = (Role.AGENCY_ADMIN, Role.CASE_WORKER, Role.LEADER)


class NotFound(Exception):
    """There is no such office, or it is not for this person: the two look the same."""


def offices(actor: Actor) -> QuerySet[Agency]:
    """The offices whose cards the actor may open."""
    if actor.kind == "system" or actor.has_role(*SEES_ALL):
        return Agency.objects.all()
    seen = Q(pk__in=[])
    for path in actor.paths(Role.AGENCY_ADMIN):
        seen |= Q(path__startswith=path)
    return Agency.objects.filter(seen)


def office_for(actor: Actor, code: str) -> Agency:
    """The office `code`, if the actor may open its card. Raises NotFound. One query."""
    below = Exists(Agency.objects.filter(parent=OuterRef("pk")))
    rows = offices(actor).select_related("parent", "area").annotate(has_below=below)
    found = rows.filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def keeps(actor: Actor) -> frozenset[int]:
    """Ids of the offices whose official figures the actor sees, confidential reports and all.

    Of others she sees the open figures: what she can list and what she can count is the same.
    """
    return actor.agency_ids(*KEEPERS)
