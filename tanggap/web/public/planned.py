"""Works that take long: what the city has agreed to do, in which month and programme, and who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tanggap.people.models import Agency
from tanggap.publication import planned
from tanggap.publication.models import DB, PublicReport
from tanggap.web.audience import public
from tanggap.web.cards import Card, cards
from tanggap.web.public.forms import key_of_agency, key_of_area
from tanggap.web.public.views import areas

MOST_WORDS = 80
SECONDS = 60  # so long a copy may be shown again


@dataclass(frozen=True, slots=True)
class Work:
    """One scheduled work as the list shows it."""

    card: Card
    month: str
    who: str
    about: str


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Scheduled works by month, with filters."""
    found = planned.works(_asked(request.GET), after=request.GET.get("after", ""))
    query = request.GET.copy()
    query.pop("after", None)
    first = f"?{query.urlencode()}"
    query["after"] = found.later
    context = {
        "place": "kota",
        "works": _works(found.rows),
        "first": first if request.GET.get("after") else "",
        "later": f"?{query.urlencode()}" if found.later else "",
        "chosen": request.GET,
        "is_narrowed": any(request.GET.get(name) for name in FILTERS),
        "months": [(f"{month:%Y-%m}", _month(month)) for month in planned.months()],
        "offices": planned.offices(),
        "areas": areas(),
    }
    response = render(request, "public/planned.html", context)
    response.headers["Cache-Control"] = f"public, max-age={SECONDS}"
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


FILTERS = ("month", "area", "agency", "programme")


def _asked(query: QueryDict) -> planned.Asked:
    return planned.Asked(
        month=_month_of(query.get("month", "")),
        area=key_of_area(query.get("area", "")),
        agency=key_of_agency(query.get("agency", "")),
        programme=query.get("programme", "").replace("\0", "").strip()[:MOST_WORDS],
    )


def _month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if text else None
    except ValueError:
        return None


def _month(month: date) -> str:
    return date_format(month, "F Y")


def _works(rows: list[PublicReport]) -> list[Work]:
    names, shown = _partners(rows), []
    for card in cards(rows):
        row = card.row
        assert row.planned_month is not None
        offices = [row.agency.name if row.agency else "", *map(names.get, row.planned_with)]
        where = row.area.local_name if row.area else ""
        about = " · ".join(part for part in (row.programme, where) if part)
        said = _(" bersama ").join(name for name in offices if name)
        shown.append(Work(card, _month(row.planned_month), said, about))
    return shown


def _partners(rows: list[PublicReport]) -> dict[int, str]:
    """Names of the offices that decided these together with the leading one. One query, or none."""
    ids = {pk for row in rows for pk in row.planned_with}
    if not ids:
        return {}
    return dict(Agency.objects.using(DB).filter(pk__in=ids).values_list("pk", "name"))
