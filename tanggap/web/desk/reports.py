"""One report on a page of its own."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.reports import access
from tanggap.reports.models import Report
from tanggap.web.audience import roles
from tanggap.web.desk import pane
from tanggap.web.desk.shell import shell


def found(actor: Actor, number: str) -> Report:
    """The report of that number; 404 as well when the actor may not see it."""
    try:
        return access.report_for(actor, number.upper())
    except access.NotFound as error:
        raise Http404 from error


@roles()
def report(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The whole report, and what the actor may do with it."""
    row = found(actor, number)
    context = {
        **shell(actor, "antrean"),
        "pane": pane.context(row, actor, at=timezone.now(), back=""),
    }
    return render(request, "desk/report.html", context)
