"""Downloads: one office's card, or all offices of a month or a year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.lib.naming import language
from tanggap.people.access import Actor
from tanggap.performance.access import READERS
from tanggap.performance.counting import Month
from tanggap.performance.queries.copies import extent
from tanggap.web.audience import roles
from tanggap.web.errands.makers import SCORE_COPY
from tanggap.web.score import asked, writing
from tanggap.web.score.cards import found
from tanggap.web.score.copies import copy as copies
from tanggap.web.score.copies.copy import Copy
from tanggap.web.score.copies.kinds import KINDS, MOST_AT_ONCE
from tanggap.web.staff.shell import shell
from tanggap.workbench import errands


@roles(*READERS)
@require_safe
def card(request: HttpRequest, actor: Actor, month: str, office: str, kind: str) -> HttpResponse:
    """One office's card; `?version=2` asks for that one."""
    one, row = found(actor, month, office)
    given = asked.text(request.GET, "version", most=4)
    number = int(given) if given.isdecimal() else None
    return _file(kind, lambda: copies.of_card(actor, one, row, number=number))


@roles(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, actor: Actor, month: str, kind: str) -> HttpResponse:
    """All offices of a month; `?year=1` asks for the year up to it.

    A large file is made by the worker: POST asks for it, and GET leads to it or to that question.
    """
    last = asked.month_of(month)
    if last is None or kind not in KINDS:
        raise Http404
    is_year = request.GET.get("year") == "1"
    if is_year and kind == "pdf":
        raise Http404  # two hundred pages that nobody reads
    wish = Wish(kind, Month(last.first.replace(month=1)) if is_year else last, last)
    rows, newest = extent(actor, wish.first, wish.last)
    if rows > MOST_AT_ONCE[kind] and newest is not None:
        return _large(request, actor, wish, rows=rows, newest=newest)
    return _file(kind, lambda: copies.of_months(actor, wish.first, wish.last))


@dataclass(frozen=True, slots=True)
class Wish:
    """Which months of all offices, as which kind of file."""

    kind: str
    first: Month
    last: Month

    @property
    def span(self) -> list[str]:
        return [self.first.first.isoformat(), self.last.first.isoformat()]


def _large(
    request: HttpRequest, actor: Actor, wish: Wish, *, rows: int, newest: datetime
) -> HttpResponse:
    """The errand that makes it, or the question whether to. Other figures are another errand."""
    key = ":".join([wish.kind, *wish.span, language(), str(rows), newest.isoformat()])
    errand = errands.found(kind=SCORE_COPY, key=key, by=actor)
    title = _("Kinerja semua kantor sampai %(month)s") % {"month": writing.month_name(wish.last)}
    back = f"{reverse('score:board')}?month={wish.last.first:%Y-%m}"
    if request.method == "POST":
        said = dict(zip(("kind", "first", "last"), (wish.kind, *wish.span), strict=True))
        said |= {"language": language(), "title": title, "back": back}
        errand = errands.ask(kind=SCORE_COPY, key=key, asked=said, by=actor, at=timezone.now())
    if errand is not None and (request.method == "POST" or not errand.failure):
        return redirect("errands:one", errand.pk)
    context = {**shell(actor, "rapor"), "title": title, "rows": rows, "back": back}
    return render(request, "score/large.html", context)


def _file(kind: str, make: Callable[[], Copy | None]) -> HttpResponse:
    if kind not in KINDS or (copy := make()) is None:
        raise Http404
    response = HttpResponse(KINDS[kind].write(copy), content_type=KINDS[kind].TYPE)
    response["Content-Disposition"] = f'attachment; filename="{copy.file_name}.{kind}"'
    # Figures of an open month change, and a card is for its readers alone.
    response["Cache-Control"] = "private, no-store"
    return response
