"""What every page knows: the instance's name, the theme, and who is at work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

THEMES = ("light", "dark")


def instance(request: HttpRequest) -> dict[str, Any]:
    """Values for the layouts. No query: the pack's settings come from an in-process cache."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "is_demo": settings.DEMO,
        "map_tiles_url": settings.MAP_TILES_URL,
    }
