"""One public report as Open311 shows it. A field not named here never leaves."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tanggap.api.georeport import GENERIC, stamp
from tanggap.api.read import directory
from tanggap.api.read.directory import Directory
from tanggap.media import paths
from tanggap.publication import labels
from tanggap.publication.models import PublicReport

# CitySDK's words for the finer state.
DETAILED = {
    "submitted": "RECEIVED",
    "on_hold": "RECEIVED",
    "waiting": "IN_PROCESS",
    "in_progress": "IN_PROCESS",
    "awaiting_validation": "IN_PROCESS",
    "referred": "IN_PROCESS",
    "resolved": "PROCESSED",
    "closed": "ARCHIVED",
    "declined": "REJECTED",
}


def request(row: PublicReport, known: Directory, *, extended: bool) -> dict[str, Any]:
    """The element `request`; None is left out by the writer of the answer."""
    service = known.by_id.get(row.category_id or 0)
    area, postcode = directory.address_of(row.area.code) if row.area else ("", "")
    shape = {
        "service_request_id": row.number,
        "status": "open" if row.is_open else "closed",
        "status_notes": str(_label(row).word),
        "service_name": service.name if service else None,
        "service_code": service.code if service else GENERIC,
        "description": row.text,
        "agency_responsible": row.agency.name if row.agency else None,
        "requested_datetime": stamp(row.received_at),
        "updated_datetime": stamp(row.updated_at),
        "expected_datetime": stamp(row.promised_at) if row.is_open else None,
        "address": ", ".join(part for part in (row.address, area) if part) or None,
        "zipcode": postcode or None,
        "lat": row.lat,
        "long": row.lng,
        "media_url": _picture(row.photo),
    }
    return {**shape, **_extended(row)} if extended else shape


def _label(row: PublicReport) -> labels.Label:
    return labels.state(row.state, came_by=row.came_by, is_scheduled=row.is_scheduled)


def _detailed(row: PublicReport) -> str:
    """What was put away is not rejected, as in the label."""
    is_put_away = row.state == "declined" and row.came_by == labels.PUT_AWAY
    return "ARCHIVED" if is_put_away else DETAILED[row.state]


def _extended(row: PublicReport) -> dict[str, Any]:
    photos = [_picture(sha256) for sha256 in (row.photo, row.photo_after) if sha256]
    return {
        "extended_attributes": {
            "title": row.title,
            "channel": row.channel.code,
            "detailed_status": _detailed(row),
            "supporters": row.supporters,
            "photos": photos,
        }
    }


def _picture(sha256: str) -> str | None:
    address = paths.photo_url(sha256, size=paths.MEDIUM) if sha256 else ""
    return f"{settings.SITE_URL}{address}" if address else None
