"""The reporter's own data, on the page of her report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

from tanggap.citizens import queries
from tanggap.citizens.actions.belonging import wants_no_trace
from tanggap.web.portal.own import citizen_of

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def context(request: HttpRequest, row: Report) -> dict[str, Any]:
    """What the page says of it. One query where somebody is logged in."""
    user = citizen_of(request)
    return {
        "is_in": user is not None,
        "is_mine": user is not None and queries.owns(user, row),
        "is_traceless": wants_no_trace(row),
    }
