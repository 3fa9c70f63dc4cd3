"""The days on which a seat begins and ends, where the institution is."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def first_moment(day: date) -> datetime:
    """When `day` begins."""
    return timezone.make_aware(datetime.combine(day, time.min))


def after(day: date) -> datetime:
    """The moment at which `day` is over."""
    return first_moment(day + timedelta(days=1))


def last_day(ends_at: datetime) -> date:
    """The last day of a period that ends at `ends_at`."""
    return timezone.localtime(ends_at - timedelta(seconds=1)).date()
