"""Facts of the institution that public pages need, from the pack's settings."""

from __future__ import annotations

from typing import Any

from tanggap.publication.queries import DB
from tanggap.taxonomy.models import PackSetting


def population() -> int:
    """Inhabitants of the city by the pack's table of regions; 0 when it names none."""
    return sum(region["population"] for region in _setting("regions", []))


def map_view() -> str:
    """Where a map of the city begins: "lat,lng,zoom"; empty when the pack doesn't say."""
    parts = [_setting(f"institution.map.{name}", "") for name in ("lat", "lng", "zoom")]
    return ",".join(map(str, parts)) if all(parts) else ""


def _setting(code: str, default: Any) -> Any:
    row = PackSetting.objects.using(DB).filter(code=code).values_list("value", flat=True)
    return next(iter(row), default)
