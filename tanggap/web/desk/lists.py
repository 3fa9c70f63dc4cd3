"""Queues and the search of everything one may see."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from tanggap.casework.queries import lists
from tanggap.casework.queries.filters import Filters
from tanggap.casework.queries.paging import Page
from tanggap.casework.queries.search import search as find
from tanggap.people.access import Actor
from tanggap.people.models import Role
from tanggap.publication import labels
from tanggap.web.audience import roles
from tanggap.web.desk import addresses, narrowing
from tanggap.web.desk.shell import shell
from tanggap.web.staff import behind, pane, rows
from tanggap.workbench import queries as workbench

TITLES = {
    "verify": lazy("Verifikasi"),
    "dispatch": lazy("Disposisi"),
    "agency": lazy("Instansi"),
    "validate": lazy("Validasi"),
    "decide": lazy("Menunggu keputusanku"),
}
READERS = {
    "verify": (Role.VERIFIER,),
    "dispatch": (Role.DISPATCHER,),
    "agency": (Role.AGENCY_ADMIN, Role.CASE_WORKER, Role.OFFICER, Role.LEADER),
    "validate": (Role.VALIDATOR,),
    "decide": (Role.LEADER, Role.AGENCY_ADMIN),
}
FIRST_YEAR = 2016
_MAX_TEXT = 120
MONTHS = tuple(str(month) for month in range(1, 13))


@roles()
def queue(request: HttpRequest, actor: Actor, which: str = "") -> HttpResponse:
    """One queue, nearest due time first, and the chosen report beside it."""
    which = which or next(iter(_mine(actor)), "")
    if not which:
        return redirect("desk:search")
    if which not in READERS:
        raise Http404
    if which not in _mine(actor):
        raise PermissionDenied
    response = _part(request, actor) or render(
        request, "desk/queue.html", _queue(request, actor, which)
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def _part(request: HttpRequest, actor: Actor) -> HttpResponse | None:
    """The chosen report alone, when the page is already there and asks for no more."""
    wants = request.headers.get("HX-Target") == "pane"
    if not wants or request.headers.get("HX-History-Restore-Request"):
        return None
    number = request.GET.get("report", "")
    found = pane.chosen(number, actor, at=timezone.now(), back=_back(request))
    return render(request, "desk/_pane.html", {"pane": found, "chosen": number})


def _mine(actor: Actor) -> list[str]:
    return [which for which, needed in READERS.items() if actor.has_role(*needed)]


def _queue(request: HttpRequest, actor: Actor, which: str) -> dict[str, Any]:
    at, base, filters = timezone.now(), lists.queue(actor, which), read(request.GET)
    page = lists.by_due(lists.narrowed(base, filters, at=at), **_cursor(request.GET))
    here, back = reverse("desk:queue", args=[which]), _back(request)
    return {
        **shell(actor, "antrean"),
        **_saved(request, actor, which),
        "which": which,
        "title": TITLES[which],
        "bulk_url": f"{reverse('desk:bulk', args=[which])}?{_query(request.GET)}",
        "tabs": [
            (reverse("desk:queue", args=[q]), TITLES[q], None, q == which) for q in _mine(actor)
        ],
        "chips": _chips(here, lists.counts(base, at=at), filters),
        "groups": rows.grouped(rows.Line(row, at) for row in page.rows),
        "chosen": request.GET.get("report", ""),
        "row_link": _row_link(request.GET),
        "pane": pane.chosen(request.GET.get("report", ""), actor, at=at, back=back),
        **filter_context(request.GET, filters),
        **_pages(here, request.GET, page),
    }


@roles()
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every report the actor may see, newest first."""
    at, filters, number = timezone.now(), read(request.GET), behind.asked(request.GET, actor)
    page = find(actor, filters, at=at, among=behind.reports(number), **_cursor(request.GET))
    context = {
        **shell(actor, "cari"),
        **_saved(request, actor, "search"),
        "lines": [rows.Line(row, at) for row in page.rows],
        "report_link": addresses.report_link(),
        "years": range(timezone.localtime(at).year, FIRST_YEAR - 1, -1),
        "agencies": narrowing.agencies(),
        "back": _back(request),
        "behind": behind.described(number) if number else None,
        **filter_context(request.GET, filters),
        **_pages(reverse("desk:search"), request.GET, page),
    }
    return render(request, "desk/search.html", context)


def _saved(request: HttpRequest, actor: Actor, place: str) -> dict[str, Any]:
    """The person's own filters of this list, and what would be saved now."""
    unkept = ("report", "after", "before")
    pairs = [(k, v) for k, v in request.GET.items() if v and k not in unkept]
    return {
        "saved": workbench.filters(actor, place),
        "current_pairs": pairs,
        "current_query": urlencode(pairs),
    }


def read(given: QueryDict) -> Filters:
    """The filters of an address. What can't be read is no filter."""
    year = given.get("year", "")
    return Filters(
        state=_known_state(given.get("state", "")),
        category=given.get("category", "")[:_MAX_TEXT],
        lapor=given.get("lapor", "")[:_MAX_TEXT],
        area=given.get("area", "")[:_MAX_TEXT],
        channel=given.get("channel", "")[:_MAX_TEXT],
        agency=given.get("agency", "")[:_MAX_TEXT],
        received_by=given.get("received_by", "")[:_MAX_TEXT],
        completed=_one_of(given.get("completed", ""), ("0", "1")),
        year=int(year) if year.isdecimal() and len(year) == 4 else None,
        month=int(_one_of(given.get("month", ""), MONTHS) or 0) or None,
        is_late=given.get("late") == "1",
        is_returned=given.get("returned") == "1",
        text=given.get("q", "").replace("\0", "").strip()[:_MAX_TEXT],
    )


def _one_of(value: str, known: tuple[str, ...]) -> str:
    return value if value in known else ""


def _known_state(name: str) -> str:
    return name if name == "open" or name in dict(labels.choices()) else ""


def _cursor(given: QueryDict) -> dict[str, str]:
    return {"after": given.get("after", ""), "before": given.get("before", "")}


def filter_context(given: QueryDict, filters: Filters) -> dict[str, Any]:
    """What the template `desk/_filters.html` shows."""
    return {
        "filters": filters,
        "is_filtered": bool(filters),
        "narrowing": _narrowing(filters),
        "states": labels.choices(),
        "categories": narrowing.categories(),
        "areas": narrowing.areas(),
        "channels": narrowing.channels(),
    }


def _narrowing(filters: Filters) -> int:
    """How many of the folded filters are set: all but the words."""
    folded = (
        *("state", "category", "area", "channel", "agency", "year", "is_late"),
        *("received_by", "completed", "month", "lapor"),
    )
    return sum(bool(getattr(filters, name)) for name in folded)


def _chips(here: str, counts: lists.Counts, filters: Filters) -> list[tuple[Any, ...]]:
    is_plain = not (filters.is_late or filters.is_returned)
    return [
        (here, _("Semua"), capped(counts.total), is_plain),
        (f"{here}?late=1", _("Lewat batas"), capped(counts.late), filters.is_late),
        (f"{here}?returned=1", _("Dikembalikan"), capped(counts.returned), filters.is_returned),
    ]


def capped(n: int) -> str:
    """A count as a chip says it: "99+" from the cap on."""
    return f"{lists.COUNT_CAP - 1}+" if n >= lists.COUNT_CAP else str(n)


def _query(given: QueryDict) -> str:
    """The filters and the place in the list, without the chosen report."""
    kept = [(name, value) for name, value in given.items() if name != "report" and value]
    return urlencode(kept)


def _row_link(given: QueryDict) -> str:
    """What stands before the number in the address of each row."""
    query = _query(given)
    return f"?{query}&report=" if query else "?report="


def _pages(here: str, given: QueryDict, page: Page) -> dict[str, str]:
    kept = {k: v for k, v in given.items() if k not in ("after", "before", "report") and v}

    def url(name: str, cursor: str) -> str:
        return f"{here}?{urlencode({**kept, name: cursor})}" if cursor else ""

    return {"newer_url": url("before", page.before), "older_url": url("after", page.after)}


def _back(request: HttpRequest) -> str:
    query = _query(request.GET)
    return f"{request.path}?{query}" if query else request.path
