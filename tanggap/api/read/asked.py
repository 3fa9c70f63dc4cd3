"""What a client asked for in `GET requests`, read strictly: a mistake is an answer, not a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from tanggap.api.georeport import Failure
from tanggap.lib.geo import BBox

SPAN = timedelta(days=90)
MOST = 1000
MAX_PAGE = 10_000
_NAIVE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
STATUS = {"open": True, "closed": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Circle:
    """A point in degrees and a radius in metres."""

    lat: float
    lng: float
    metres: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters of a list. `numbers` overrides all others."""

    numbers: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    is_open: bool | None = None
    start: datetime | None = None
    end: datetime | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None
    box: BBox | None = None
    circle: Circle | None = None
    page: int = 1
    page_size: int = MOST
    extended: bool = False

    @property
    def by_update(self) -> bool:
        return self.updated_after is not None or self.updated_before is not None


def asked(query: QueryDict, *, at: datetime) -> Asked:
    """Read the arguments; an empty one counts as not sent. Raises Failure(400)."""
    after, before = _moment(query, "updated_after"), _moment(query, "updated_before")
    start, end = _span(query, at=at, is_free=bool(after or before))
    return Asked(
        numbers=_list(query, "service_request_id"),
        services=_list(query, "service_code"),
        is_open=_status(query),
        start=start,
        end=end,
        updated_after=after,
        updated_before=before,
        box=_box(query),
        circle=_circle(query),
        page=max(1, _whole(query, "page", 1, most=MAX_PAGE)),
        page_size=max(1, _whole(query, "page_size", MOST, most=MOST)),
        extended=query.get("extensions", "") in ("true", "1"),
    )


def _span(
    query: QueryDict, *, at: datetime, is_free: bool
) -> tuple[datetime | None, datetime | None]:
    """At most 90 days of requested times; with none given, the last 90 days."""
    start, end = _moment(query, "start_date"), _moment(query, "end_date")
    if start is None and end is None:
        return (None, None) if is_free else (at - SPAN, None)
    first = start or (end - SPAN if end else None)
    last = end or (start + SPAN if start else None)
    if first and last and not timedelta(0) <= last - first <= SPAN + timedelta(days=1):
        raise Failure(400, _("start_date sampai end_date paling lama 90 hari."))
    return first, last


def _list(query: QueryDict, name: str) -> tuple[str, ...]:
    parts = (part.strip() for part in query.get(name, "").split(","))
    return tuple(part for part in parts if part)[:MOST]


def _status(query: QueryDict) -> bool | None:
    words = set(_list(query, "status"))
    if unknown := words - STATUS.keys():
        raise Failure(400, _("status tidak dikenal: %s") % ", ".join(sorted(unknown)))
    return STATUS[words.pop()] if len(words) == 1 else None


def _moment(query: QueryDict, name: str) -> datetime | None:
    """ISO 8601; a + that arrived as a space is a +, a time without a zone is ours."""
    text = query.get(name, "").strip()
    if not text:
        return None
    if _NAIVE_DAY.fullmatch(text):
        text += "T00:00:00"
    try:
        found = parse_datetime(re.sub(r" (\d\d:?\d\d)$", r"+\1", text) if "T" in text else text)
    except ValueError:
        found = None
    if found is None or not 1970 <= found.year <= 2200:
        raise Failure(400, _("%s bukan waktu ISO 8601.") % name)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def _box(query: QueryDict) -> BBox | None:
    text = query.get("bbox", "").strip()
    if not text:
        return None
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        raise Failure(400, _("bbox ditulis west,south,east,north.")) from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise Failure(400, _("bbox ditulis west,south,east,north."))
    return BBox(west=west, south=south, east=east, north=north)


def _circle(query: QueryDict) -> Circle | None:
    names = ("lat", "long", "radius")
    if not any(query.get(name, "").strip() for name in names):
        return None
    try:
        lat, lng, metres = (float(query.get(name, "")) for name in names)
    except ValueError:
        raise Failure(400, _("lat, long dan radius dikirim bersama, sebagai angka.")) from None
    if not (-90 <= lat <= 90 and -180 <= lng <= 180 and 0 < metres <= 50_000):
        raise Failure(400, _("lat, long atau radius di luar batas."))
    return Circle(lat=lat, lng=lng, metres=metres)


def _whole(query: QueryDict, name: str, default: int, *, most: int) -> int:
    text = query.get(name, "").strip()
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Failure(400, _("%s bukan bilangan.") % name)
    return min(int(text), most)
