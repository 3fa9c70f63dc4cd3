"""Reference data that every request needs, kept in this process until it changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings as django
from django.db import DEFAULT_DB_ALIAS

from tanggap.lib.calendar import WorkCalendar
from tanggap.lib.editions import kept
from tanggap.lib.naming import is_english
from tanggap.taxonomy.models import (
    Category,
    Channel,
    ClockPolicy,
    Escalation,
    Holiday,
    Institution,
    OperatorDay,
    PackSetting,
    Reason,
)


@kept(ClockPolicy)
def policies() -> tuple[ClockPolicy, ...]:
    """All dated rules of all clocks. The rows are shared: read them, never save them."""
    return tuple(ClockPolicy.objects.filter(is_active=True).order_by("code"))


@kept(Channel)
def walk_in_channels() -> tuple[int, ...]:
    """The doors where a clerk sits."""
    rows = Channel.objects.filter(is_walk_in=True)
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


@kept(Escalation)
def escalations() -> tuple[Escalation, ...]:
    """The rungs of the ladder. The rows are shared: read them, never save them."""
    return tuple(Escalation.objects.filter(is_active=True).order_by("code"))


@kept(Holiday, OperatorDay, PackSetting)
def calendar() -> WorkCalendar:
    """The days and hours on which offices are open."""
    rows = Holiday.objects.filter(is_active=True)
    days = dict(rows.values_list("date", "is_collective_leave"))
    changed = OperatorDay.objects.filter(ended_at=None).values_list("date", "kind")
    return work_calendar(days, dict(changed), office_hours())


def days_of(year: int) -> tuple[list[Holiday], list[OperatorDay]]:
    """The closed days of a year by pack and library, and what the operator says over them."""
    closed = Holiday.objects.filter(is_active=True, date__year=year).order_by("date")
    own = OperatorDay.objects.filter(ended_at=None, date__year=year).order_by("date")
    return list(closed), list(own)


def work_calendar(
    days: Mapping[date, bool], changed: Mapping[date, str], hours: Mapping[str, Any]
) -> WorkCalendar:
    """A calendar of closed days (day -> is collective leave), with the operator's over them."""
    kind = OperatorDay.Kind
    closed = {day: leave for day, leave in days.items() if day not in changed}
    closed |= {
        day: said == kind.COLLECTIVE_LEAVE
        for day, said in changed.items()
        if said != kind.WORKING_DAY
    }
    return WorkCalendar.of(closed.items(), **hours)


def office_hours() -> dict[str, Any]:
    """When offices are open by the pack; what it leaves out is as everywhere."""
    found: dict[str, Any] = {"zone": ZoneInfo(django.TIME_ZONE)}
    if weekend := setting("calendar.weekend"):
        found["weekdays"] = frozenset(range(7)) - {_WEEK.index(day) for day in weekend}
    for name, code in (("opens", "office_opens"), ("closes", "office_closes")):
        if text := setting(f"calendar.{code}"):
            found[name] = time.fromisoformat(text)
    return found


_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@kept(PackSetting)
def settings() -> dict[str, Any]:
    """The values of pack.toml and of the pack's texts by their dotted names."""
    return dict(PackSetting.objects.filter(is_active=True).values_list("code", "value"))


def setting(code: str, default: Any = None) -> Any:
    """One value of the pack, as `numbers.prefix`."""
    return settings().get(code, default)


@kept(Category)
def category_ids() -> dict[str, int]:
    """The categories' keys by their codes."""
    return dict(Category.objects.values_list("code", "pk"))


@kept(Reason)
def reasons() -> dict[str, Reason]:
    """The ready reasons in use by their codes. Shared rows."""
    return {row.code: row for row in Reason.objects.filter(is_active=True)}


def said(text: str, *, using: str = DEFAULT_DB_ALIAS) -> str:
    """What was written down in Indonesian, in the active language where the pack knows it there.

    Histories and messages keep the words as they were: of a ready reason, of its remedy, of an
    institution. Words that a person wrote are left alone.
    """
    return _ENGLISH[using]().get(text, text) if is_english() else text


def _read_english(using: str) -> dict[str, str]:
    english = dict(Institution.objects.using(using).values_list("name", "name_en"))
    for row in Reason.objects.using(using):
        english = {**row.earlier, **english, **row.english}
    return {indonesian: word for indonesian, word in english.items() if word}


# The public pages have a connection of their own.
_ENGLISH = {
    using: kept(Reason, Institution, using=using)(partial(_read_english, using))
    for using in (DEFAULT_DB_ALIAS, "public")
}
