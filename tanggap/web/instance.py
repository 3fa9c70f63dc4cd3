"""Facts of the institution that public pages need, from the pack's settings."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError

from tanggap.lib.editions import kept
from tanggap.lib.naming import language
from tanggap.publication.models import DB
from tanggap.taxonomy.models import PackSetting


def population() -> int:
    """Inhabitants of the city by the pack's table of regions; 0 when it names none."""
    return sum(region["population"] for region in _setting("regions", []))


def map_view() -> str:
    """Where a map of the city begins: "lat,lng,zoom"; empty when the pack doesn't say."""
    parts = [_setting(f"institution.map.{name}", "") for name in ("lat", "lng", "zoom")]
    return ",".join(map(str, parts)) if all(parts) else ""


def note(table: str, year: int) -> str:
    """What the pack says under a table of one year, in the active language; empty: nothing."""
    words = _setting(f"texts.statistics.{table}_{year}.note", {})
    return str(words.get(language(), ""))


def city_name() -> str:
    """The short name beside the mark; empty when the database can't be reached."""
    try:
        return str(_setting("institution.short_name", ""))
    except DatabaseError:
        return ""


def _setting(code: str, default: Any) -> Any:
    return _settings().get(code, default)


@kept(PackSetting, using=DB)
def _settings() -> dict[str, Any]:
    return dict(PackSetting.objects.using(DB).values_list("code", "value"))
