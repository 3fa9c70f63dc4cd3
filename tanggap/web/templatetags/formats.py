"""Filters for dates, numbers and durations; what each writes is said in `tanggap.web.display`."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from tanggap.publication import labels
from tanggap.web import display

register = template.Library()


def _forgiving(name: str, write: Callable[[Any], str]) -> None:
    """A filter that writes nothing for nothing, as templates expect."""

    def filtered(value: Any) -> str:
        return "" if value is None or value == "" else write(value)

    register.filter(name, filtered)


_forgiving("day", display.day)
_forgiving("day_short", display.day_short)
_forgiving("hm", display.time_of_day)
_forgiving("moment", display.moment)
_forgiving("moment_short", display.moment_short)
_forgiving("span", display.duration)
_forgiving("span_short", display.duration_short)
_forgiving("distance", display.distance)


@register.filter
def num(value: Any, places: int = 0) -> str:
    """{{ 122182|num }} writes 122.182; {{ 11.44|num:1 }} writes 11,4."""
    return "" if value is None or value == "" else display.number(float(value), places=places)


@register.filter
def percent_of(part: float, whole: float) -> str:
    """{{ done|percent_of:received }} writes 99,3."""
    return display.percent(part, whole)


@register.filter
def ago(value: datetime | None, at: datetime | None = None) -> str:
    """{{ at|ago }} writes "25 menit lalu"; give the page's own moment to stay with one clock."""
    return display.ago(value, at=at or timezone.now()) if value else ""


@register.filter
def due(value: datetime | None, at: datetime | None = None) -> str:
    """{{ due_at|due }} writes "hari ini, 16.00" or the date."""
    return display.due(value, at=at or timezone.now()) if value else ""


@register.simple_tag
def when(value: datetime | None, at: datetime | None = None) -> SafeString | str:
    """A relative time with the exact one on hover: {% when event.at %}."""
    if value is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        value.isoformat(timespec="minutes"),
        display.moment(value),
        display.ago(value, at=at or timezone.now()),
    )


@register.filter
def as_days(value: int | timedelta) -> str:
    """Whole days in words: {{ 41|as_days }} writes "41 hari"."""
    return display.duration(value if isinstance(value, timedelta) else timedelta(days=value))


@register.filter
def iso(value: date | datetime | None) -> str:
    """For attributes that a machine reads: datetime="{{ at|iso }}"."""
    return value.isoformat() if value else ""


@register.filter
def masks(text: str) -> str:
    """{{ report.text|masks }} says what is masked in the reader's language."""
    return labels.masks_in_words(text or "")


@register.filter
def place(report: Any, levels: int = 1) -> str:
    """{{ report|place:2 }}: the address, then its area and the one around it, each named once."""
    parts, area = [report.address or ""], report.area
    while area is not None and levels:
        if not re.search(rf"\b{re.escape(area.local_name)}\b", parts[0], re.IGNORECASE):
            parts.append(area.local_name)
        levels -= 1
        area = area.parent if levels else None
    return ", ".join(part for part in parts if part)
