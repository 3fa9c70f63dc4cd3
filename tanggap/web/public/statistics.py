"""The city's figures, computed from the reports, and the same as CSV under stable addresses."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanggap.publication import estimates as published
from tanggap.publication import queries
from tanggap.web import instance
from tanggap.web.audience import is_staff, public
from tanggap.web.public import findings, tables
from tanggap.web.public.forms import whole

TOP = 10


@public
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One year: channels, categories, the nation's scheme and agencies."""
    years = queries.years()
    year = _year(request, years)
    channel = request.GET.get("channel", "lapor")
    channels = queries.channels(year)
    context = {
        "place": "kota",
        "is_staff": is_staff(request),
        "year": year,
        "years": years,
        "total": (total := _sum(channels, "received", "completed", "open")),
        "tiles": tables.tiles(total, year, instance.population()),
        "thousand": findings.thousand(total),
        "by_channel": findings.channels(channels),
        **tables.channels(channels, total, year),
        **tables.categories(categories := queries.categories(year, top=TOP), year),
        "categories_note": findings.categories(categories, total["received"]),
        **tables.lapor(queries.categories(year, top=TOP, scheme="lapor"), year),
        **tables.agencies(queries.agencies(year, channel=channel), year, channel),
        "lapor_note": instance.note("lapor", year),
        "agencies_note": instance.note("agencies", year),
        "population": instance.population(),
        "month_bars": tables.months(queries.months(year), year),
        **tables.estimates(published.months()),
    }
    return render(request, "public/statistics.html", context)


def _year(request: HttpRequest, years: list[int]) -> int:
    return whole(request.GET.get("year", "")) or (years[0] if years else timezone.localdate().year)


def _sum(rows: list[dict[str, Any]], *names: str) -> dict[str, int]:
    return {name: sum(row[name] for row in rows) for name in names}


@public
@require_safe
def channels_csv(request: HttpRequest) -> HttpResponse:
    """channel,received,completed with the names of the city's own table."""
    rows = queries.channels(_asked(request))
    named = ((r["channel__statistics_name"] or r["channel__name"], r) for r in rows)
    return _csv(
        "channels",
        ("channel", "received", "completed"),
        ((name, r["received"], r["completed"]) for name, r in named),
    )


@public
@require_safe
def categories_csv(request: HttpRequest) -> HttpResponse:
    """category,reports: the most frequent ones."""
    top = whole(request.GET.get("top", ""), low=1, high=2000) or TOP
    scheme = "lapor" if request.GET.get("scheme") == "lapor" else "crm"
    rows = queries.categories(_asked(request), top=top, scheme=scheme)
    return _csv(
        "categories", ("category", "reports"), ((r["category__name"], r["received"]) for r in rows)
    )


@public
@require_safe
def agencies_csv(request: HttpRequest) -> HttpResponse:
    """agency,received,completed with the names of the city's own table."""
    rows = queries.agencies(_asked(request), channel=request.GET.get("channel", ""))
    return _csv(
        "agencies",
        ("agency", "received", "completed"),
        (
            (r["agency__statistics_name"] or r["agency__name"], r["received"], r["completed"])
            for r in rows
        ),
    )


def _asked(request: HttpRequest) -> int:
    return _year(request, queries.years())


def _csv(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.csv"'
    writer = csv.writer(response)
    writer.writerow(header)
    writer.writerows(rows)
    return response
