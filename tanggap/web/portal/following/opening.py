"""The one way in to the reporter's page: number and code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from tanggap.reports import access

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def open_report(number: str, code: str) -> Report:
    """The report of this number, if the code is right; else 404."""
    try:
        return access.by_code(number.upper(), code)
    except access.NotFound as error:
        raise Http404 from error
