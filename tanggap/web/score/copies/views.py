"""Downloads: one office's card, or all offices of a month or a year."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tanggap.people.access import Actor
from tanggap.performance.access import READERS
from tanggap.performance.counting import Month
from tanggap.web.audience import roles
from tanggap.web.score import asked
from tanggap.web.score.cards import found
from tanggap.web.score.copies import copy as copies
from tanggap.web.score.copies import pages, sheet, table
from tanggap.web.score.copies.copy import Copy

KINDS: dict[str, ModuleType] = {"xlsx": sheet, "pdf": pages, "csv": table}


@roles(*READERS)
@require_safe
def card(request: HttpRequest, actor: Actor, month: str, office: str, kind: str) -> HttpResponse:
    """One office's card; `?version=2` asks for that one."""
    one, row = found(actor, month, office)
    given = asked.text(request.GET, "version", most=4)
    number = int(given) if given.isdecimal() else None
    return _file(kind, lambda: copies.of_card(actor, one, row, number=number))


@roles(*READERS)
@require_safe
def board(request: HttpRequest, actor: Actor, month: str, kind: str) -> HttpResponse:
    """All offices of a month; `?year=1` asks for the year up to it."""
    last = asked.month_of(month)
    if last is None:
        raise Http404
    first = last
    if request.GET.get("year") == "1":
        if kind == "pdf":
            raise Http404  # two hundred pages that nobody reads
        first = Month(last.first.replace(month=1))
    return _file(kind, lambda: copies.of_months(actor, first, last))


def _file(kind: str, make: Callable[[], Copy | None]) -> HttpResponse:
    if kind not in KINDS or (copy := make()) is None:
        raise Http404
    response = HttpResponse(KINDS[kind].write(copy), content_type=KINDS[kind].TYPE)
    response["Content-Disposition"] = f'attachment; filename="{copy.file_name}.{kind}"'
    # Figures of an open month change, and a card is for its readers alone.
    response["Cache-Control"] = "private, no-store"
    return response
