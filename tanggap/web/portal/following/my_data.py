"""The reporter's own data, on the page of her report: whose account, a file of it, erasure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tanggap.casework.queries import consent as reading
from tanggap.citizens import actions, queries
from tanggap.citizens.actions.belonging import why_untied
from tanggap.reports import access
from tanggap.web.audience import citizen_of, reporter
from tanggap.web.my_data import archive

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def context(request: HttpRequest, row: Report) -> dict[str, Any]:
    """What the page says of it. Two queries, three where somebody is logged in."""
    user = citizen_of(request)
    contact = row.contact
    return {
        "is_in": user is not None,
        "is_mine": user is not None and queries.owns(user, row),
        "untied": why_untied(row),
        "is_kept": contact is not None and contact.erased_at is None,
    }


def _opened(number: str, code: str) -> Report:
    try:
        return access.by_code(number.upper(), code)
    except access.NotFound as error:
        raise Http404 from error


@reporter
@never_cache
@require_POST
def download(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Everything about one report, in a ZIP. By POST: a link would end up in histories."""
    row = _opened(number, code)
    response = HttpResponse(archive.of_report(row), content_type=archive.ZIP)
    response["Content-Disposition"] = f'attachment; filename="{row.number}.zip"'
    return response


@reporter
@never_cache
def erase(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Say what goes and what stays; then forget who filed it."""
    row = _opened(number, code)
    if request.method != "POST" or "sure" not in request.POST:
        context = {
            "place": "laporanku",
            "report": row,
            "code": code,
            "known_to": _known_to(row),
            "is_unsure": request.method == "POST",
        }
        return render(request, "portal/erase.html", context)
    if actions.erase_report(row, at=timezone.now()):
        messages.success(request, _("Identitasmu sudah dihapus dari laporan ini."))
    return redirect("portal:report", number, code)


def _known_to(row: Report) -> list[str]:
    """Offices that have read something of her: what they know can't be taken back."""
    return sorted({one.agency.name for one in reading.readings(row) if one.agency})
