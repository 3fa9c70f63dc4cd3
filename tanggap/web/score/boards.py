"""All offices of a month, sorted by any figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.casework.queries import choices
from tanggap.people.access import Actor
from tanggap.performance import flags, rules
from tanggap.performance.access import READERS
from tanggap.performance.counting import Month
from tanggap.performance.figures import BY_FIGURE
from tanggap.performance.queries import boards, objections, pages
from tanggap.performance.queries.boards import SORTABLE, Narrowing
from tanggap.performance.queries.pages import Sort
from tanggap.performance.vocabulary import Figure
from tanggap.setup.queries import kinds
from tanggap.web.audience import roles
from tanggap.web.score import asked, flagged, writing
from tanggap.web.score.copies import links
from tanggap.web.staff.shell import shell

if TYPE_CHECKING:
    from tanggap.performance.models import Score, VersionScore

COLUMNS = SORTABLE
_CURSOR = 240  # characters: the longest name, and a key
# Figures of which little is good; a list sorted by them begins with the small ones.
_SMALL_FIRST = (Figure.HOURS_MEDIAN, Figure.REJECTED, Figure.REOPENED, Figure.RETURNED)


@dataclass(frozen=True, slots=True)
class Line:
    """One office of the list as it is shown."""

    name: str
    kind: str
    url: str
    flags: str
    cells: tuple[tuple[str, writing.Cell, float | None], ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its word, the address that sorts by it, and how the list is sorted by it now."""

    word: str
    url: str
    sorted: str


@roles(*READERS)
@require_safe
def board(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One month."""
    months = boards.months()
    month = asked.month_of(request.GET.get("month", "")) or _newest(months)
    narrowing, sort = asked.narrowing(request.GET, actor), asked.sort(request.GET)
    closing = boards.close_of(month)
    rows = boards.board(actor, month, narrowing, is_closed=closing is not None)
    after, before = (asked.text(request.GET, name, most=_CURSOR) for name in ("after", "before"))
    page = pages.page(rows, sort, after=after, before=before)
    known = flags.current()
    context = {
        **shell(actor, "rapor"),
        "month": month,
        "month_name": writing.month_name(month),
        "lines": [_line(row, month, narrowing, known) for row in page.rows],
        "heads": _heads(request.GET, sort),
        "computed_at": getattr(page.rows[0], "computed_at", None) if page.rows else None,
        "close": closing,
        "close_url": _close_url(actor, month) if closing is None else "",
        "copies": links.of_months(month),
        "has_objections": objections.is_waiting(actor),
        **_filters(months, month, narrowing, sort),
        **_pages(request.GET, page),
    }
    return render(request, "score/board.html", context)


def _close_url(actor: Actor, month: Month) -> str:
    """Where the month is closed, for those who may, once its time has come."""
    is_due = timezone.now() >= rules.closable_from(month)
    if not (is_due and actor.has_role(*rules.CLOSERS)):
        return ""
    return reverse("score:close", args=[f"{month.first:%Y-%m}"])


def _newest(months: list[Month]) -> Month:
    return months[0] if months else Month.of(timezone.now())


def _line(
    row: Score | VersionScore, month: Month, narrowing: Narrowing, known: tuple[flags.Flag, ...]
) -> Line:
    place = writing.Place(row.agency, month, narrowing.is_whole)
    cells = [
        (str(BY_FIGURE[name].name), writing.cell(row, name, place), _share(row, name))
        for name in COLUMNS
    ]
    return Line(
        name=row.agency.name,
        kind=kind_names().get(row.agency.kind, ""),
        url=reverse("score:card", args=[f"{month.first:%Y-%m}", row.agency.code]),
        flags=flagged.count_word(row, known),
        cells=tuple(cells),
    )


def _share(row: Score | VersionScore, name: str) -> float | None:
    return float(row.on_time_share or 0) if name == Figure.ON_TIME_SHARE else None


def kind_names() -> dict[str, str]:
    """The words of the pack's kinds of offices, in the language of the page."""
    is_english = get_language() == "en"
    return {one.code: (is_english and one.name_en) or one.name for one in kinds()}


def _heads(given: QueryDict, sort: Sort) -> list[Head]:
    columns = [("name", asked.NAME, _("Kantor"))]
    columns += [(name, name, str(BY_FIGURE[name].name)) for name in COLUMNS]
    return [_head(given, sort, name, column, word) for name, column, word in columns]


def _head(given: QueryDict, sort: Sort, name: str, column: str, word: str) -> Head:
    is_current = sort.column == column
    starts_small = name == "name" or name in _SMALL_FIRST
    is_descending = not sort.is_descending if is_current else not starts_small
    kept = _kept(given) | {"sort": f"{'-' if is_descending else ''}{name}"}
    state = ("descending" if sort.is_descending else "ascending") if is_current else ""
    return Head(word, f"?{urlencode(kept)}", state)


def _kept(given: QueryDict) -> dict[str, str]:
    return {k: str(v) for k, v in given.items() if v and k not in ("after", "before")}


def _pages(given: QueryDict, page: pages.Page) -> dict[str, str]:
    def url(name: str, cursor: str) -> str:
        return f"?{urlencode({**_kept(given), name: cursor})}" if cursor else ""

    return {"newer_url": url("before", page.before), "older_url": url("after", page.after)}


def _filters(months: list[Month], month: Month, narrowing: Narrowing, sort: Sort) -> dict[str, Any]:
    known = months if month in months else [month, *months]
    return {
        "narrowing": narrowing,
        "months": [(f"{one.first:%Y-%m}", writing.month_name(one)) for one in known],
        "chosen_month": f"{month.first:%Y-%m}",
        "kinds": list(kind_names().items()),
        "cities": [pairs[0] for _name, pairs in choices.areas()],
        "sorts": _sorts(),
        "chosen_sort": ("-" if sort.is_descending else "")
        + sort.column.replace(asked.NAME, "name"),
    }


def _sorts() -> list[tuple[str, str]]:
    """The ways of sorting in words, for phones, which have no heads of columns."""
    found = [("name", _("Nama"))]
    for name in COLUMNS:
        word = BY_FIGURE[name].name
        found.append((f"-{name}", _("%(figure)s, terbesar dulu") % {"figure": word}))
        found.append((name, _("%(figure)s, terkecil dulu") % {"figure": word}))
    return found
