"""One's own errands: a page that says how far it is, and the file when it is there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.people.access import Actor
from tanggap.web.audience import roles
from tanggap.web.staff.shell import shell
from tanggap.workbench import errands
from tanggap.workbench.models import Errand


@roles()
@require_safe
def one(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """How far it is; a finished one leads on. Without a script it is looked at by loading again."""
    row = _mine(actor, pk)
    if row.path and not _is_part(request):
        return redirect(row.path)
    context = {
        **shell(actor, ""),
        "errand": row,
        "title": row.asked["title"],
        "back": row.asked["back"],
        "failure": _failure(row),
        "share": 100 * row.done / row.total if row.total else 0,
    }
    name = "errands/_progress.html" if _is_part(request) else "errands/one.html"
    response = render(request, name, context)
    if _is_part(request) and row.ended_at:
        response.headers["HX-Refresh"] = "true"
    return response


@roles()
@require_safe
def file(request: HttpRequest, actor: Actor, pk: int) -> HttpResponse:
    """The file that was made."""
    row = _mine(actor, pk)
    if row.content is None:
        raise Http404
    response = HttpResponse(bytes(row.content), content_type=row.content_type)
    response["Content-Disposition"] = f'attachment; filename="{row.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _mine(actor: Actor, pk: int) -> Errand:
    """Anybody else's is one that isn't there."""
    row = errands.one(pk=pk, by=actor)
    if row is None:
        raise Http404
    return row


def _is_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _failure(row: Errand) -> str:
    if row.failure == errands.BROKEN:
        return _(
            "Ada yang rusak di pihak kami. Coba sekali lagi; kalau tetap gagal, beri tahu kami."
        )
    return row.failure
