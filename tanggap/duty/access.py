"""Which alarms somebody sees, which she may acknowledge, and whose roster she reads and writes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tanggap.duty.models import Alarm
from tanggap.people.access import Actor
from tanggap.people.granting import administers
from tanggap.people.models import Agency, Role
from tanggap.reports import access as reports

# Who watches over all offices, and over the offices below her own.
WATCHERS = (Role.DISPATCHER, Role.VERIFIER, Role.OPERATOR)
HEADS = (Role.AGENCY_ADMIN, Role.LEADER)


class NotFound(Exception):
    """There is no such alarm or roster, or it is not for this person: the two look the same."""


def alarms_for(actor: Actor) -> QuerySet[Alarm]:
    """The alarms of her offices, of those below that she heads, or of all where she watches."""
    rows = Alarm.objects.filter(report__in=reports.visible_to(actor))
    if actor.has_role(*WATCHERS):
        return rows
    return rows.filter(_hers(actor) | Q(calls__user=actor.user_id)).distinct()


def alarm_for(actor: Actor, pk: int) -> Alarm:
    """One of them. Raises NotFound."""
    found = alarms_for(actor).select_related("report__area", "agency").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def may_acknowledge(actor: Actor, alarm: Alarm) -> bool:
    """Whether it is hers to say that somebody acts: of the office, above it, or called."""
    office = alarm.agency
    if actor.sits_at(office) or actor.sits_at_or_above(office, *HEADS):
        return True
    return alarm.calls.filter(user=actor.user_id).exists()


def offices_for(actor: Actor) -> QuerySet[Agency]:
    """Offices whose roster she reads: where she sits, and below where she is head or admin."""
    return Agency.objects.filter(_theirs(actor, "")).filter(is_active=True)


def office_for(actor: Actor, code: str) -> Agency:
    """One of them. Raises NotFound."""
    found = offices_for(actor).filter(code=code).first()
    if found is None:
        raise NotFound
    return found


def may_edit(actor: Actor, office: Agency) -> bool:
    """Whether she writes the roster of `office`."""
    return administers(actor, office)


def _hers(actor: Actor) -> Q:
    return _theirs(actor, "agency__")


def _theirs(actor: Actor, prefix: str) -> Q:
    seen = Q(**{f"{prefix}id__in": actor.agency_ids()})
    for path in actor.paths(*HEADS):
        seen |= Q(**{f"{prefix}path__startswith": path})
    if not prefix and actor.has_role(Role.OPERATOR):
        seen |= Q(is_active=True)
    return seen
