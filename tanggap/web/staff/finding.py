"""From an address to a report, or to a page that says nothing about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from tanggap.people.access import Actor
from tanggap.reports import access

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def found(actor: Actor, number: str) -> Report:
    """The report of that number; 404 as well when the actor may not see it."""
    try:
        return access.report_for(actor, number)
    except access.NotFound as error:
        raise Http404 from error
