"""The corrected place of a report: what was moved, and what has to follow or be asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from tanggap.places import queries as places
from tanggap.places.models import Area
from tanggap.web import spots
from tanggap.web.staff import place

if TYPE_CHECKING:
    from tanggap.reports.models import Report

POINT = ("lat", "lng")


def settle(form: forms.Form, report: Report) -> None:
    """Bring the point and the area into `form.cleaned_data` as the action wants them.

    An area that nobody named is left out: the action locates the point. Where its boundary is
    only approximate, the form comes back with the nearest ones to choose among.
    """
    data = form.cleaned_data
    before = report.area.code if report.area else ""
    is_named = place.was_asked(form) or data["area"] != before
    if None in (data["lat"], data["lng"]):
        data["lat"], data["lng"] = report.lat, report.lng
    is_moved = (data["lat"], data["lng"]) != (report.lat, report.lng)
    if is_moved and not (is_named and data["area"]):
        _locate(form, data)
    data["area"] = _area(data["area"]) if is_named and data["area"] else None


def _locate(form: forms.Form, data: dict[str, Any]) -> None:
    found = places.locate(lat=data["lat"], lng=data["lng"])
    if found.area_code is None:
        form.add_error("address", _("Titik di peta ada di luar wilayah kita. Geser pinnya."))
    elif (near := spots.near(found)) and not place.was_asked(form):
        place.ask(form, near)


def _area(code: str) -> Area:
    return Area.objects.get(code=code, valid_to=None)


def changed(report: Report, given: dict[str, Any]) -> dict[str, Any]:
    """What a correction changes. A named area stays although it is the same: it was chosen."""
    changes = {k: v for k, v in given.items() if k != "area" and v != getattr(report, k)}
    is_moved = any(name in changes for name in POINT)
    area = given.get("area")
    if area is not None and (is_moved or area != report.area):
        changes["area"] = area
    return changes | {name: given[name] for name in POINT if is_moved}
