"""Where a report happened, put right: the point and the area follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tanggap.places import queries as places
from tanggap.places.models import Area
from tanggap.reports.actions.acting import Turn
from tanggap.reports.models import Report
from tanggap.reports.workflow import Code


def follow(turn: Turn, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What else changes with `changes`. Raises Refused for a point that is not ours."""
    if changes.get("lat") is not None and "area" not in changes:
        return _located(turn, changes)
    if changes.get("area") is not None:
        certain = {"is_area_approximate": changes.get("is_area_approximate", False)}
        return certain | _dropped(turn.report, changes)
    return {}


def _located(turn: Turn, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The area that a person didn't name."""
    found = places.locate(lat=changes["lat"], lng=changes["lng"])
    area = Area.objects.filter(code=found.area_code, valid_to=None).first()
    if area is None:
        raise turn.refuse(Code.OUTSIDE)
    return {"area": area, "is_area_approximate": found.is_approximate}


def _dropped(report: Report, changes: Mapping[str, Any]) -> dict[str, Any]:
    """A point that stays although the report turned out to be elsewhere would mislead."""
    if "lat" in changes or report.lat is None or report.lng is None:
        return {}
    found = places.locate(lat=report.lat, lng=report.lng)
    possible = {near.code for near in found.nearest} if found.is_approximate else set()
    fits = changes["area"].code in possible | {found.area_code}
    return {} if fits else {"lat": None, "lng": None}
