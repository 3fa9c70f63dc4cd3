"""What every page knows: the instance's name, the theme, and who is at work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from tanggap.duty import queries as duty
from tanggap.messaging import queries as messaging
from tanggap.web import phone_session
from tanggap.web.audience import actor_of
from tanggap.web.duty.room import Line, lines
from tanggap.web.instance import city_name

THEMES = ("light", "dark")


def instance(request: HttpRequest) -> dict[str, Any]:
    """Values for the layouts. The city's name is read once a minute."""
    theme = request.COOKIES.get("theme", "")
    return {
        "theme": theme if theme in THEMES else "",
        "csp_nonce": getattr(request, "csp_nonce", ""),
        "city_name": SimpleLazyObject(city_name),
        "is_demo": settings.DEMO,
        "map_tiles_url": settings.MAP_TILES_URL,
        "unread_notices": SimpleLazyObject(lambda: _unread(request)),
        "alarms": SimpleLazyObject(lambda: _alarms(request)),
        "is_shared_phone": SimpleLazyObject(lambda: phone_session.is_one(request)),
    }


def _unread(request: HttpRequest) -> int:
    """News for the member of staff on this page; read only where a layout shows the bell."""
    return messaging.unread(actor_of(request)) if request.user.is_authenticated else 0


def _alarms(request: HttpRequest) -> list[Line]:
    """Danger that calls whoever is on this page; read only where a layout shows it."""
    if not request.user.is_authenticated:
        return []
    actor = actor_of(request)
    return lines(duty.hers(actor), actor, at=timezone.now())
