"""Reads of the public site, all through the role that may read nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Max, QuerySet, Sum

from tanggap.lib.naming import column
from tanggap.publication.filters import Filters
from tanggap.publication.models import (
    DB,
    SHOWN,
    AgencyDay,
    CategoryDay,
    ChannelDay,
    ClosedCard,
    DayTotal,
    PublicReport,
)


def report(number: str) -> PublicReport | None:
    """One public report with its directory names, or None."""
    rows = PublicReport.objects.using(DB).select_related(
        "category", "area__parent__parent", "agency", "channel"
    )
    return rows.filter(number=number).first()


def by_numbers(numbers: Collection[str]) -> list[PublicReport]:
    """Those of them that are public. One query, none for no number."""
    return list(_with_names().filter(number__in=numbers)) if numbers else []


def finished_nearby(*, limit: int) -> list[PublicReport]:
    """Recently completed reports that have both pictures."""
    rows = _with_names().filter(SHOWN)
    return list(rows.order_by("-updated_at", "-id")[:limit])


def open_nearby(*, limit: int) -> list[PublicReport]:
    """Recent open reports, for whoever wants to support instead of repeating."""
    return list(_with_names().filter(is_open=True).order_by("-received_at", "-id")[:limit])


def _with_names() -> QuerySet[PublicReport]:
    rows = PublicReport.objects.using(DB).defer("story")
    return rows.select_related("category", "area", "agency")


def channels(year: int) -> list[dict[str, Any]]:
    """Table 5: received and completed by channel, most first."""
    rows = ChannelDay.objects.using(DB).filter(day__year=year)
    found = (
        rows.values(
            "channel_id",
            "channel__code",
            "channel__name",
            "channel__statistics_name",
            local_name=column("channel__name"),
        )
        .annotate(
            received=Sum("received"),
            completed=Sum("completed"),
            open=Sum("open"),
            public=Sum("public"),
        )
        .order_by("-received", "channel__code")
    )
    return [dict(row) for row in found]


def categories(year: int, *, top: int, scheme: str = "crm") -> list[dict[str, Any]]:
    """Tables 6 and 7: reports by category, most first."""
    rows = CategoryDay.objects.using(DB).filter(day__year=year, category__scheme=scheme)
    found = (
        rows.values(
            "category_id",
            "category__code",
            "category__name",
            local_name=column("category__name"),
            parent_name=column("category__parent__name"),
        )
        .annotate(received=Sum("received"), completed=Sum("completed"), public=Sum("public"))
        .order_by("-received", "category__code")[:top]
    )
    return [dict(row) for row in found]


def agencies(year: int, *, channel: str = "") -> list[dict[str, Any]]:
    """Table 8: final assignments by agency, most first."""
    rows = AgencyDay.objects.using(DB).filter(day__year=year)
    if channel:
        rows = rows.filter(channel__code=channel)
    found = (
        rows.values("agency_id", "agency__code", "agency__name", "agency__statistics_name")
        .annotate(received=Sum("received"), completed=Sum("completed"), public=Sum("public"))
        .order_by("-received", "agency__name")
    )
    return [dict(row) for row in found]


def totals(first: date, last: date) -> dict[str, int]:
    """Received, completed, open and public of a span of days."""
    sums = (
        DayTotal.objects.using(DB)
        .filter(day__range=(first, last))
        .aggregate(
            received=Sum("received"),
            completed=Sum("completed"),
            open=Sum("open"),
            public=Sum("public"),
            stars_sum=Sum("stars_sum"),
            stars_count=Sum("stars_count"),
        )
    )
    return {name: value or 0 for name, value in sums.items()}


def months(year: int) -> list[tuple[int, int, int]]:
    """(month 1-12, received, completed) of a year; months without reports are left out."""
    rows = DayTotal.objects.using(DB).filter(day__year=year).values_list("day__month")
    return list(
        rows.annotate(Sum("received"), Sum("completed"))
        .order_by("day__month")
        .values_list("day__month", "received__sum", "completed__sum")
    )


def years() -> list[int]:
    """Years that have reports, newest first."""
    return [day.year for day in DayTotal.objects.using(DB).dates("day", "year", order="DESC")]


def latest_totals(*, at: date, days: int) -> list[DayTotal]:
    """The totals of the last `days` days up to `at`, oldest first."""
    rows = DayTotal.objects.using(DB).filter(day__gt=at - timedelta(days=days), day__lte=at)
    return list(rows.order_by("day"))


def closed_card(checksum: str) -> ClosedCard | None:
    """The closed card whose figures have this checksum. One query."""
    rows = ClosedCard.objects.using(DB).select_related("agency")
    return rows.filter(checksum=checksum).first()


def newest_number(card: ClosedCard) -> int:
    """The number of the newest version of the same card. One query."""
    rows = ClosedCard.objects.using(DB).filter(agency=card.agency_id, month=card.month)
    return rows.aggregate(newest=Max("number"))["newest"] or card.number


def closed_version(card: ClosedCard, number: int) -> ClosedCard | None:
    """Another version of the same card. One query."""
    rows = ClosedCard.objects.using(DB).filter(agency=card.agency_id, month=card.month)
    return rows.select_related("agency").filter(number=number).first()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many reports a number of the statistics counts, and how many of them a list shows."""

    reports: int
    listed: int


def counted(filters: Filters) -> Counted | None:
    """What the facts say about a list; None for a list that no number of the statistics tells."""
    if filters.year is None or any((filters.area, filters.agency, filters.state, filters.words)):
        return None
    others = (filters.channel, filters.received_by, filters.category and filters.lapor)
    if (filters.category or filters.lapor) and any(others):
        return None
    facts: QuerySet[Any] = _facts(filters).filter(day__year=filters.year)
    if filters.month:
        facts = facts.filter(day__month=filters.month)
    names = ("received", "completed", "public", "public_completed")
    sums = facts.aggregate(**{name: Sum(name) for name in names})
    received, completed, public, public_completed = (sums[name] or 0 for name in names)
    if filters.completed is None:
        return Counted(received, public)
    if filters.completed:
        return Counted(completed, public_completed)
    return Counted(received - completed, public - public_completed)


def _facts(filters: Filters) -> QuerySet[Any]:
    if filters.received_by:
        rows = AgencyDay.objects.using(DB).filter(agency=filters.received_by)
        return rows.filter(channel=filters.channel) if filters.channel else rows
    if category := filters.category or filters.lapor:
        return CategoryDay.objects.using(DB).filter(category=category)
    if filters.channel:
        return ChannelDay.objects.using(DB).filter(channel=filters.channel)
    return DayTotal.objects.using(DB).all()
