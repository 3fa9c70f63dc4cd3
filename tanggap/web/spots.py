"""Kelurahan to choose among when a place isn't certain: the nearest of a point, or like names."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tanggap.places import queries as places
from tanggap.places.locator import AreaNear, Location
from tanggap.web import display

MOST = 6


def of_point(*, lat: float, lng: float) -> list[AreaNear]:
    """The nearest three where the boundary is only approximate; empty where it is certain."""
    return near(places.locate(lat=lat, lng=lng))


def near(location: Location) -> list[AreaNear]:
    """The same for a point that was located already."""
    return list(location.nearest) if location.status == "approximate" else []


def of_words(where: str) -> list[AreaNear]:
    """Areas and places called like the words, best first; without a distance."""
    hits = [hit for hit in places.search(where, limit=MOST) if hit.area_code]
    return [AreaNear(code=hit.area_code, name=_named(hit), meters=0) for hit in hits]


def mentioned(text: str) -> list[AreaNear]:
    """The same for names that stand within a sentence; an area larger than a kecamatan says
    too little to choose it."""
    hits = [
        hit for hit in places.mentioned(text, limit=MOST) if hit.kind not in ("city", "province")
    ]
    return [AreaNear(code=hit.area_code, name=_named(hit), meters=0) for hit in hits]


def _named(hit: places.Hit) -> str:
    return f"{hit.name}, {hit.detail}" if hit.detail else hit.name


def choices(spots: Iterable[AreaNear]) -> list[tuple[str, str]]:
    """The spots as answers of a form: the name, and under it how far."""
    return [
        (spot.code, f"{spot.name}|{_far(spot)}" if spot.meters else spot.name) for spot in spots
    ]


def _far(spot: AreaNear) -> str:
    return _("kira-kira %(far)s dari titiknya") % {"far": display.distance(spot.meters)}
