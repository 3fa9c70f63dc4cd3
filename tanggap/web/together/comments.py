"""Comments that wait: read here before everybody reads them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.people.access import Actor
from tanggap.together import actions, queries
from tanggap.together.actions.comments import MODERATORS
from tanggap.web.audience import roles
from tanggap.web.staff.shell import shell


@roles(*MODERATORS)
def queue(request: HttpRequest, actor: Actor) -> HttpResponse:
    """GET: the oldest first. POST: those that are ticked are shown, or refused with a reason."""
    if request.method == "POST":
        _decide(request, actor)
        return redirect("together:comments")
    after = request.GET.get("after", "")
    rows, more = queries.waiting(after=int(after) if after.isdecimal() else 0)
    context = {**shell(actor, "komentar"), "rows": rows, "more": more}
    return render(request, "together/comments.html", context)


def _decide(request: HttpRequest, actor: Actor) -> None:
    ids = [int(pk) for pk in request.POST.getlist("comment") if pk.isdecimal()]
    at = timezone.now()
    if not ids:
        messages.warning(request, _("Belum ada komentar yang dicentang."))
    elif request.POST.get("do") == "show":
        n = actions.show(ids, by=actor, at=at)
        said = ngettext("%(n)s komentar ditampilkan.", "%(n)s komentar ditampilkan.", n)
        messages.success(request, said % {"n": n})
    elif not request.POST.get("reason", "").strip():
        messages.warning(request, _("Tulis alasannya: kenapa tidak ditampilkan?"))
    else:
        n = actions.refuse(ids, reason=request.POST["reason"], by=actor, at=at)
        said = ngettext("%(n)s komentar tidak ditampilkan.", "%(n)s komentar tidak ditampilkan.", n)
        messages.success(request, said % {"n": n})
