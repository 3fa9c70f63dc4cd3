"""Taking back the step just made: offered with it for some seconds, by button and by the key Z."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.people.access import Actor
from tanggap.reports import access, actions, case, undo_window
from tanggap.reports.actions import undoing
from tanggap.reports.workflow import Refused, Verb
from tanggap.web.audience import roles
from tanggap.web.desk.addresses import back_of
from tanggap.web.staff import words
from tanggap.web.staff.finding import found

if TYPE_CHECKING:
    from tanggap.reports.models import Report


def offer(request: HttpRequest, actor: Actor, report: Report, verb: Verb, *, back: str) -> None:
    """Say beside what was done that it can still be taken back, where it can."""
    if verb not in undoing.INVERSES:
        return
    now = case.load(report)
    if undoing.inverse(now, actor, at=timezone.now()) is None:
        return
    url = reverse("desk:undo", args=[report.number, now.report.seq])
    if back:
        url = f"{url}?{urlencode({'back': back})}"
    said = _("Keliru? Bisa dibatalkan selama %(n)s detik.") % {"n": undo_window.seconds()}
    messages.info(request, said, extra_tags=f"toast undo:{url}")


@roles()
def undo(request: HttpRequest, actor: Actor, number: str, seq: int) -> HttpResponse:
    """Take it back, or say why not. GET, as after a login, only shows the report."""
    report = found(actor, number)
    if request.method == "POST":
        _take_back(request, actor, report, seq)
    try:
        access.report_for(actor, number)
    except access.NotFound:
        return redirect("desk:queue")
    return redirect(back_of(request) or reverse("desk:report", args=[report.number]))


def _take_back(request: HttpRequest, actor: Actor, report: Report, seq: int) -> None:
    try:
        actions.undo(report, by=actor, at=timezone.now(), version=seq)
    except actions.Conflict as conflict:
        what = {"what": words.sentence(conflict.event), "who": words.actor(conflict.event)}
        said = _("Tidak dibatalkan, sudah ada yang bertindak: %(what)s, oleh %(who)s.") % what
        messages.warning(request, said)
    except Refused as refused:
        messages.warning(request, words.refusal(refused))
    else:
        messages.success(request, _("%(number)s: dibatalkan.") % {"number": report.number})
