"""One field of the reporter's identity, for the office that she lets read it.

GET says what may be read and that each reading is seen by her; POST reads it, once.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tanggap.casework.queries import consent as reading
from tanggap.people.access import Actor
from tanggap.reports import actions, workflow
from tanggap.web.audience import roles
from tanggap.web.desk.shell import shell
from tanggap.web.staff import consent
from tanggap.web.staff.finding import found


@roles()
def identity(request: HttpRequest, actor: Actor, number: str, share: int) -> HttpResponse:
    """404 for whoever isn't the office that she agreed with, and after her consent has ended."""
    report, at = found(actor, number), timezone.now()
    row = reading.request_of(report, share)
    if row is None or row.pk not in reading.readable(report, actor, at=at):
        raise Http404
    value = None
    if request.method == "POST":
        try:
            value = actions.read_identity(report, share=row, by=actor, at=at)
        except workflow.Refused as error:  # it ended between the two questions
            raise Http404 from error
    context = {
        **shell(actor, "antrean"),
        "report": report,
        "share": row,
        "field": consent.FIELDS[row.field],
        "value": value,
        "is_read": value is not None,
    }
    response = render(request, "desk/identity.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
