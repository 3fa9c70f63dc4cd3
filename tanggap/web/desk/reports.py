"""One report on a page of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tanggap.people.access import Actor
from tanggap.web.audience import roles
from tanggap.web.desk.shell import shell
from tanggap.web.staff import pane
from tanggap.web.staff.finding import found


@roles()
def report(request: HttpRequest, actor: Actor, number: str) -> HttpResponse:
    """The whole report, and what the actor may do with it."""
    row = found(actor, number)
    context = {
        **shell(actor, "antrean"),
        "pane": pane.context(row, actor, at=timezone.now(), back=""),
    }
    return render(request, "desk/report.html", context)
