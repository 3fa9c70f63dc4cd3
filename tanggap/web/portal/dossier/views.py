"""Where the reporter downloads it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tanggap.web.audience import reporter
from tanggap.web.portal.dossier import contents, pages
from tanggap.web.portal.forms import now
from tanggap.web.portal.opening import open_report

MOST_NAME = 120


@reporter
@require_POST
def download(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The signed pages; her name stands there only if she ticks it, as she types it."""
    row = open_report(number, code)
    wants = request.POST.get("with_name") == "1"
    name = " ".join(request.POST.get("name", "").split())[:MOST_NAME] if wants else ""
    dossier = contents.gather(row, name=name, at=now())
    response = HttpResponse(pages.write(dossier), content_type=pages.TYPE)
    file_name = contents.file_name(dossier)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
