"""The promised day for her own calendar, which others may read: number and plain words alone."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tanggap.reports.vocabulary import State
from tanggap.web import calendars
from tanggap.web.audience import reporter
from tanggap.web.portal.following.opening import open_report


@reporter
@never_cache
@require_safe
def calendar(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """One day. No title, place or address: neither the report nor its code leaves with it."""
    row = open_report(number, code)
    is_over = row.resolved_at or row.closed_at or row.state == State.REFERRED
    if is_over or not row.promised_at:
        raise Http404
    day = timezone.localtime(row.promised_at).date()
    said = _("Paling lambat: laporan %(number)s") % {"number": row.number}
    name = f"{row.number}-janji"
    event = calendars.event(name, said, first=day, last=day, changed_at=row.updated_at)
    response = HttpResponse(calendars.write([event]), content_type=calendars.TYPE)
    response["Content-Disposition"] = f'attachment; filename="{row.number}.ics"'
    return response
