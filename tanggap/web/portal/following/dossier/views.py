"""Where the reporter downloads it, and finds again the copies that she asked us to keep."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tanggap.citizens import actions, queries
from tanggap.web.audience import reporter
from tanggap.web.portal.following.dossier import contents, pages
from tanggap.web.portal.following.opening import open_report

MOST_NAME = 120


@reporter
@require_POST
def download(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The signed pages; her name stands there only if she ticks it, as she types it.

    A copy is kept where she ticks that, and never one with a name.
    """
    row, at = open_report(number, code), timezone.now()
    wants = request.POST.get("with_name") == "1"
    name = " ".join(request.POST.get("name", "").split())[:MOST_NAME] if wants else ""
    dossier = contents.gather(row, name=name, at=at)
    content, file_name = pages.write(dossier), contents.file_name(dossier)
    if request.POST.get("keep") == "1" and not name:
        actions.keep_dossier(row, content=content, file_name=file_name, at=at)
    return _file(content, file_name)


@reporter
@require_safe
def again(request: HttpRequest, number: str, code: str, pk: int) -> HttpResponse:
    """A copy that she kept, byte by byte."""
    found = queries.dossier(open_report(number, code), pk)
    if found is None:
        raise Http404
    file_name, content = found
    return _file(content, file_name)


@reporter
@require_POST
def drop(request: HttpRequest, number: str, code: str, pk: int) -> HttpResponse:
    """She needs it no longer."""
    actions.drop_dossier(open_report(number, code), pk)
    messages.success(request, _("Salinan berkasnya dihapus."))
    return redirect("portal:report", number, code)


def _file(content: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=pages.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
