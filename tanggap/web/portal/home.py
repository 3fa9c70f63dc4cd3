"""The first screen: one question, and what happened to like reports."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from tanggap.publication import queries
from tanggap.publication.models import DayTotal
from tanggap.web.audience import public
from tanggap.web.cards import cards

DAYS = 30


@public
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    days = queries.latest_totals(at=timezone.localdate(), days=DAYS)
    context = {
        "place": "sekitar",
        "similar": cards(queries.open_nearby(limit=4)),
        "finished": cards(queries.finished_nearby(limit=3)),
        "pulse": _pulse(days),
    }
    return render(request, "portal/home.html", context)


def _pulse(days: list[DayTotal]) -> dict[str, Any] | None:
    """The last month in three numbers; None while there is nothing to tell."""
    if not days:
        return None
    medians = sorted(day.median_hours for day in days if day.median_hours is not None)
    return {
        "received": sum(day.received for day in days),
        "completed": sum(day.completed for day in days),
        "median_hours": round(medians[len(medians) // 2]) if medians else None,
        "days": DAYS,
    }
