"""Reference data that every request needs, kept in this process until it changes."""

from __future__ import annotations

from typing import Any

from tanggap.lib.calendar import WorkCalendar
from tanggap.lib.editions import kept
from tanggap.taxonomy.models import ClockPolicy, Holiday, PackSetting


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
