"""Reference data that every request needs, kept in this process until it changes."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import DEFAULT_DB_ALIAS

from tanggap.lib.calendar import WorkCalendar
from tanggap.lib.editions import kept
from tanggap.lib.naming import is_english
from tanggap.taxonomy.models import ClockPolicy, Holiday, Institution, PackSetting, Reason


@kept(ClockPolicy)
def policies() -> tuple[ClockPolicy, ...]:
    """All dated rules of all clocks. The rows are shared: read them, never save them."""
    return tuple(ClockPolicy.objects.filter(is_active=True).order_by("code"))


@kept(Holiday)
def calendar() -> WorkCalendar:
    """The days and hours on which offices are open."""
    rows = Holiday.objects.filter(is_active=True)
    return WorkCalendar.of(rows.values_list("date", "is_collective_leave"))


@kept(PackSetting)
def settings() -> dict[str, Any]:
    """The values of pack.toml and of the pack's texts by their dotted names."""
    return dict(PackSetting.objects.filter(is_active=True).values_list("code", "value"))


def setting(code: str, default: Any = None) -> Any:
    """One value of the pack, as `numbers.prefix`."""
    return settings().get(code, default)


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
        english |= {row.text: row.text_en, row.remedy: row.remedy_en}
    return {indonesian: word for indonesian, word in english.items() if word}


# The public pages have a connection of their own.
_ENGLISH = {
    using: kept(Reason, Institution, using=using)(partial(_read_english, using))
    for using in (DEFAULT_DB_ALIAS, "public")
}
