"""The GETs of Open311: services, requests, discovery. They read the public tables alone."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Power
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.api.georeport import (
    FORMATS,
    GENERIC,
    Failure,
    answer,
    check_jurisdiction,
    endpoint,
    stamp,
)
from tanggap.api.read import directory, shape
from tanggap.api.read.asked import Asked, Circle, asked
from tanggap.api.read.directory import Directory, Service
from tanggap.lib.geo import BBox
from tanggap.publication.models import DB, PublicReport
from tanggap.publication.window import within
from tanggap.taxonomy.models import RowVersion

METRES_PER_DEGREE = 111_195.0
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"


@endpoint("GET", audience="public")
def discovery(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """What this endpoint offers, and since when."""
    _jurisdiction(request)
    known = directory.current()
    changeset = _changeset()
    body = {
        "changeset": changeset,
        "contact": known.settings.get("institution.website", settings.SITE_URL),
        "key_service": _("Kunci API diberikan oleh pengelola: %s") % settings.SITE_URL,
        "endpoints": [_endpoint(kind, changeset) for kind in ("production", "test")],
    }
    return answer("discovery", body, suffix=suffix)


@endpoint("GET", audience="public")
def services(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """Everything that can be reported."""
    _jurisdiction(request)
    offered = [*directory.current().offered(), directory.generic()]
    return answer("services", [_service(service) for service in offered], suffix=suffix)


@endpoint("GET", audience="public")
def service(request: HttpRequest, *, code: str, suffix: str) -> HttpResponse:
    """The definition of one service. None of ours asks for attributes."""
    _jurisdiction(request)
    found = directory.current().by_code.get(code)
    if code != GENERIC and (found is None or not found.is_offered):
        raise Failure(404, _("service_code tidak dikenal: %s") % code)
    body = {"service_code": code, "attributes": []}
    return answer("service_definition", body, suffix=suffix)


@endpoint("GET", audience="public")
def requests(request: HttpRequest, *, suffix: str) -> HttpResponse:
    """Public reports, newest first; by their last change when asked for changes."""
    _jurisdiction(request)
    wanted = asked(request.GET, at=timezone.now())
    known = directory.current()
    rows = _page(_filtered(wanted, known), wanted)
    found = [shape.request(row, known, extended=wanted.extended) for row in rows]
    return answer("service_requests", found, suffix=suffix)


@endpoint("GET", audience="public")
def one(request: HttpRequest, *, number: str, suffix: str) -> HttpResponse:
    """One public report; what isn't public doesn't exist here."""
    _jurisdiction(request)
    row = _rows().filter(number=number.upper()).first()
    if row is None:
        raise Failure(404, _("service_request_id tidak dikenal: %s") % number)
    extended = request.GET.get("extensions", "") in ("true", "1")
    found = shape.request(row, directory.current(), extended=extended)
    return answer("service_requests", [found], suffix=suffix)


@endpoint("GET", audience="public")
def token(request: HttpRequest, *, token: str, suffix: str) -> HttpResponse:
    """We answer with numbers at once, so no token was ever given."""
    raise Failure(404, _("token tidak dikenal: %s") % token)


@endpoint("GET", audience="public")
def nothing(request: HttpRequest, *, path: str, suffix: str) -> HttpResponse:
    """An unknown address, answered in the asked format instead of a page."""
    raise Failure(404, _("Alamat ini tidak ada: %s") % path)


def _changeset() -> str:
    """When the list of services last changed: the time of the newest load of the pack."""
    loads = RowVersion.objects.order_by("-pk").values_list("valid_from", flat=True)
    return stamp(loads.first()) or "2026-01-01T00:00:00Z"


def _jurisdiction(request: HttpRequest) -> None:
    known = directory.current().settings
    check_jurisdiction(request.GET, website=known.get("institution.website", ""))


def _endpoint(kind: str, changeset: str) -> dict[str, Any]:
    return {
        "specification": SPECIFICATION,
        "url": f"{settings.SITE_URL}/open311/v2/",
        "changeset": changeset,
        "type": kind,
        "formats": list(FORMATS.values()),
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "service_code": service.code,
        "service_name": service.name,
        "description": service.name,
        "metadata": False,
        "type": "realtime",
        "keywords": service.keywords,
        "group": service.group,
    }


def _rows() -> QuerySet[PublicReport]:
    rows = PublicReport.objects.using(DB).defer("story")
    return rows.select_related("area", "agency", "channel")


def _filtered(wanted: Asked, known: Directory) -> QuerySet[PublicReport]:
    rows = _rows()
    if wanted.numbers:
        return rows.filter(number__in=wanted.numbers)
    if wanted.services:
        rows = rows.filter(category_id__in=_keys(wanted, known))
    limits = {
        "is_open": wanted.is_open,
        "received_at__gte": wanted.start,
        "received_at__lte": wanted.end,
        "updated_at__gte": wanted.updated_after,
        "updated_at__lte": wanted.updated_before,
    }
    rows = rows.filter(**{name: value for name, value in limits.items() if value is not None})
    if box := wanted.box:
        rows = within(rows, box)
    return _within(rows, wanted.circle) if wanted.circle else rows


def _keys(wanted: Asked, known: Directory) -> list[int]:
    """Keys of the services asked for; the generic one is what has no category: not filterable."""
    unknown = [code for code in wanted.services if code not in known.by_code]
    if unknown:
        raise Failure(404, _("service_code tidak dikenal: %s") % ", ".join(unknown))
    return [known.by_code[code].id for code in wanted.services]


def _within(rows: QuerySet[PublicReport], circle: Circle) -> QuerySet[PublicReport]:
    """A flat circle: exact enough over the distances of a city. The box lets an index help."""
    narrow = max(0.01, math.cos(math.radians(circle.lat)))
    dy, dx = circle.metres / METRES_PER_DEGREE, circle.metres / METRES_PER_DEGREE / narrow
    north = (F("lat") - Value(circle.lat)) * Value(METRES_PER_DEGREE)
    east = (F("lng") - Value(circle.lng)) * Value(METRES_PER_DEGREE * narrow)
    distance = Power(north, 2.0, output_field=FloatField()) + Power(
        east, 2.0, output_field=FloatField()
    )
    around = within(
        rows,
        BBox(
            west=circle.lng - dx,
            south=circle.lat - dy,
            east=circle.lng + dx,
            north=circle.lat + dy,
        ),
    )
    return around.alias(distance=distance).filter(distance__lte=circle.metres**2)


def _page(rows: QuerySet[PublicReport], wanted: Asked) -> list[PublicReport]:
    order = "-updated_at" if wanted.by_update else "-received_at"
    first = (wanted.page - 1) * wanted.page_size
    return list(rows.order_by(order, "-id")[first : first + wanted.page_size])
