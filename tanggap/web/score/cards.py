"""One office's card of one month: its figures, how each is counted, and the year behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.performance import access
from tanggap.performance.access import READERS
from tanggap.performance.counting import Month
from tanggap.performance.figures import DEFINITIONS, Definition
from tanggap.performance.queries import boards
from tanggap.performance.queries.boards import Seen
from tanggap.performance.vocabulary import Figure
from tanggap.taxonomy import queries as taxonomy
from tanggap.web import display
from tanggap.web.audience import roles
from tanggap.web.score import asked, flagged, frozen, trend, writing
from tanggap.web.score.boards import kind_names
from tanggap.web.score.copies import links
from tanggap.web.score.writing import Place
from tanggap.web.staff.shell import shell

TILES = (Figure.RECEIVED, Figure.ON_TIME_SHARE, Figure.HOURS_MEDIAN, Figure.STARS_MEAN)
SMALL_CELL = 5  # where the pack names no limit


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its definition, of the office alone, with those below."""

    definition: Definition
    own: writing.Cell
    whole: writing.Cell | None


@roles(*READERS)
@require_safe
def card(request: HttpRequest, actor: Actor, month: str, office: str) -> HttpResponse:
    """The card."""
    asked_month, row = found(actor, month, office)
    return render(request, "score/card.html", context(actor, asked_month, row, request.GET))


def found(actor: Actor, month: str, office: str) -> tuple[Month, Agency]:
    """The month and office of an address. Raises Http404."""
    asked_month = asked.month_of(month)
    if asked_month is None:
        raise Http404
    try:
        return asked_month, access.office_for(actor, office)
    except access.NotFound:
        raise Http404 from None


def context(actor: Actor, month: Month, office: Agency, given: QueryDict) -> dict[str, Any]:
    """Everything the card shows; with the offices below, where there are some and she doesn't
    ask for the office alone (`whole` is "0"); with what would be counted `today`, if asked."""
    close = boards.close_of(month)
    seen = boards.figures(actor, month, office, is_closed=close is not None)
    has_below = boards.has_below(office)
    is_whole = has_below and given.get("whole") != "0"
    months = boards.trend(actor, month, office, is_whole=is_whole)
    return {
        **shell(actor, "rapor"),
        "office": office,
        "kind": kind_names().get(office.kind, ""),
        "month": f"{month.first:%Y-%m}",
        "month_name": writing.month_name(month),
        "seen": seen,
        "rows": _rows(seen, office, month),
        "tiles": _tiles(seen, office, month, is_whole=is_whole),
        **flagged.on_card(shown.figures if (shown := _shown(seen, is_whole=is_whole)) else None),
        "is_whole": is_whole,
        "scopes": _scopes(is_whole=is_whole),
        "has_below": has_below,
        "hidden": _hidden(seen),
        "computed_at": _computed_at(seen),
        "copies": links.of_card(month, office),
        "trend": trend.draw(months, chosen=month),
        "definitions": DEFINITIONS,
        **frozen.context(
            *(actor, month, office, seen),
            close=close,
            at=timezone.now(),
            is_compared=given.get("today") == "1",
        ),
        **_neighbours(office, month),
    }


def _scopes(*, is_whole: bool) -> list[tuple[str, str, bool]]:
    return [
        ("?whole=1", _("Dengan di bawahnya"), is_whole),
        ("?whole=0", _("Kantor ini saja"), not is_whole),
    ]


def _rows(seen: dict[str, Seen], office: Agency, month: Month) -> list[Row]:
    return [
        Row(
            one,
            _cell(seen.get("own"), one, Place(office, month)),
            _cell(seen["whole"], one, Place(office, month, True)) if "whole" in seen else None,
        )
        for one in DEFINITIONS
        if one.figure != Figure.HIDDEN or any(row.figures.hidden for row in seen.values())
    ]


def _cell(seen: Seen | None, one: Definition, place: Place) -> writing.Cell:
    if seen is None:
        return writing.Cell("–")
    return writing.cell(seen.figures, one.figure.value, place)


def _tiles(
    seen: dict[str, Seen], office: Agency, month: Month, *, is_whole: bool
) -> list[dict[str, str]]:
    row = _shown(seen, is_whole=is_whole)
    words = {
        Figure.RECEIVED: _("laporan diterima"),
        Figure.ON_TIME_SHARE: _("ditindaklanjuti tepat waktu"),
        Figure.HOURS_MEDIAN: _("median waktu sendiri"),
        Figure.STARS_MEAN: _stars(row),
    }
    by_figure = {one.figure: one for one in DEFINITIONS}
    cells = [
        (_cell(row, by_figure[name], Place(office, month, is_whole)), words[name]) for name in TILES
    ]
    return [{"value": one.text, "unit": word, "url": one.url} for one, word in cells]


def _shown(seen: dict[str, Seen], *, is_whole: bool) -> Seen | None:
    """The figures that the head of the card is about."""
    return seen.get("whole" if is_whole else "own")


def _stars(row: Seen | None) -> str:
    count = row.figures.stars_count if row else 0
    return _("bintang dari %(n)s penilaian") % {"n": display.number(count)}


def _hidden(seen: dict[str, Seen]) -> str:
    """How many confidential reports the shown figures leave out; small numbers are not told."""
    if not any(row.is_open for row in seen.values()):
        return ""
    hidden = max(row.hidden for row in seen.values())
    limit = int(taxonomy.setting("limits.small_cell", SMALL_CELL))
    return display.number(hidden) if hidden >= limit else _("kurang dari %(n)s") % {"n": limit}


def _computed_at(seen: dict[str, Seen]) -> Any:
    return next((getattr(row.figures, "computed_at", None) for row in seen.values()), None)


def _neighbours(office: Agency, month: Month) -> dict[str, str]:
    def url(one: Month) -> str:
        return reverse("score:card", args=[f"{one.first:%Y-%m}", office.code])

    return {
        "before_url": url(month.before),
        "before_name": writing.month_name(month.before),
        "next_url": url(month.next),
        "next_name": writing.month_name(month.next),
    }
