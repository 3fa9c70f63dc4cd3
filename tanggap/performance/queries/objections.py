"""Objections for the screens: the queue of those who decide, and those of one card."""

from __future__ import annotations

from django.db.models import QuerySet

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access, rules
from tanggap.performance.counting import Month
from tanggap.performance.models import Objection, ObjectionFile

PAGE = 30


def of_card(month: Month, office: Agency) -> list[Objection]:
    """What one office said of one month, the newest first. Two queries at most."""
    rows = _whole().filter(agency=office, month=month.first).order_by("-pk")
    return list(rows.prefetch_related("reports__report"))


def one_for(actor: Actor, pk: int) -> Objection:
    """One objection, if the actor may open the office's card. Raises access.NotFound."""
    found = _whole().filter(agency__in=access.offices(actor), pk=pk).first()
    if found is None:
        raise access.NotFound
    return found


def files(actor: Actor, objection: Objection) -> list[ObjectionFile]:
    """What was sent with it, for whoever may see it. One query, or none."""
    if not rules.may_see_files(actor, objection):
        return []
    return list(objection.files.select_related("attachment").order_by("pk"))


def page(actor: Actor, *, is_decided: bool, after: int = 0) -> list[Objection]:
    """The next PAGE + 1 objections after the key `after`: those that wait, oldest first, or the
    decided ones, newest first. One query."""
    rows = _whole().filter(agency__in=access.offices(actor), decision__isnull=not is_decided)
    if is_decided:
        rows = rows.filter(pk__lt=after) if after else rows
        return list(rows.order_by("-pk")[: PAGE + 1])
    return list(rows.filter(pk__gt=after).order_by("pk")[: PAGE + 1])


def is_waiting(actor: Actor) -> bool:
    """Whether an objection waits for somebody in the actor's role. One query, or none."""
    if not actor.has_role(*rules.deciders()):
        return False
    return Objection.objects.filter(decision=None).exists()


def _whole() -> QuerySet[Objection]:
    return Objection.objects.select_related(
        "agency", "version", "made_by", "decision__made_by", "decision__version"
    )
