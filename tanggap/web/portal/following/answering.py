"""The page behind a message's link: is it still there? It tells nothing of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tanggap.casework.queries import tracking as reading
from tanggap.lib import answering
from tanggap.people.access import REPORTER
from tanggap.reports import access
from tanggap.reports.vocabulary import Verb
from tanggap.web.audience import reporter
from tanggap.web.portal.following import judging
from tanggap.web.portal.following.typed import Typed, typed_by

if TYPE_CHECKING:
    from tanggap.reports.models import Report

ANSWERS = {"ya": Verb.REOPEN, "tidak": Verb.CLOSE}


@reporter
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The question, and her answer: no closes the report, yes opens it for somebody else."""
    row = _row(token)
    verb = ANSWERS.get(request.POST.get("jawaban", ""))
    if request.method != "POST" or verb is None:
        return _page(request, row)
    typed = typed_by(request, at=timezone.now())
    if not judging.do(request, verb, partial(judging.ACTS[verb], row, typed), typed=typed):
        return _page(request, row, typed=typed, status=422)
    return redirect("portal:answer", token)


def _row(token: str) -> Report:
    number = answering.number_of(token)
    if number is None:
        raise Http404
    try:
        return access.by_link(number)
    except access.NotFound as error:
        raise Http404 from error


def _page(
    request: HttpRequest, row: Report, *, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    known = reading.case_of(row)
    facts = access.facts(row, REPORTER, at=timezone.now(), read=known)
    context = {
        "place": "laporanku",
        "number": row.number,
        "typed": typed,
        **judging.context(row, known, facts, at=timezone.now()),
    }
    response = render(request, "portal/answer.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
