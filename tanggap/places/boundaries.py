"""Takes village boundaries over from a file or from OpenStreetMap, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from tanggap.lib import editions
from tanggap.places import matching, ogr, overpass
from tanggap.places.locator import Plane, Village
from tanggap.places.models import Area, Boundary
from tanggap.places.ogr import BadFile, Feature

__all__ = ["BadFile", "ImportReport", "Overlap", "download", "import_file"]

# Lines drawn twice differ by a little; only more than this is worth a person's look.
OVERLAP_SQUARE_METRES = 5_000.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two villages that claim the same ground."""

    code: str
    other: str
    square_metres: float


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did. Codes are village codes.

    `features` read, of which `other_levels` were districts, cities and the like; `matched`
    villages, of which `changed` got a new boundary; `unmatched` labels; `repaired`; `missing`
    villages that still have no boundary; `overlaps` over 5,000 square metres.
    """

    source: str
    features: int
    matched: int
    changed: int
    other_levels: int
    unmatched: tuple[str, ...] = ()
    repaired: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    overlaps: tuple[Overlap, ...] = field(default=())


def import_file(
    path: Path, *, at: datetime, progress: Progress | None = None, source: str = ""
) -> ImportReport:
    """Import boundaries from any OGR file. Doing it again changes nothing. Raises `BadFile`.

    `source` is what is shown as their origin, by default the file's name. `progress` is
    called with (done, all) features.
    """
    features = ogr.read(path)
    return _import(features, source=source or path.name, at=at, progress=progress)


def download(
    *, at: datetime, progress: Progress | None = None, url: str = overpass.URL
) -> ImportReport:
    """Import boundaries from OpenStreetMap. Raises `overpass.NoNetwork` or `BadFile`."""
    features = overpass.fetch(_villages(at), url=url)
    return _import(features, source=overpass.SOURCE, at=at, progress=progress)


def _import(
    features: Sequence[Feature], *, source: str, at: datetime, progress: Progress | None
) -> ImportReport:
    villages = _villages(at)
    if not villages:
        raise BadFile(_("Belum ada kelurahan. Muat paket kota dahulu: tanggap pack load"))
    plane = Plane(
        lat=float(np.median([v.lat for v in villages])),
        lng=float(np.median([v.lng for v in villages])),
    )
    matched = matching.match(features, villages, plane, progress)
    if not matched.shapes:
        raise BadFile(_("Tidak ada satu pun bidang di berkas ini yang cocok dengan kelurahan."))
    shapes = {code: shapely.union_all(parts) for code, parts in matched.shapes.items()}
    changed = _write(shapes, source=source, at=at)
    return ImportReport(
        source=source,
        features=len(features),
        matched=len(shapes),
        changed=changed,
        other_levels=matched.other_levels,
        unmatched=tuple(sorted(matched.unmatched)),
        repaired=tuple(sorted(set(matched.repaired))),
        missing=_missing(at),
        overlaps=tuple(_overlaps(shapes, plane)),
    )


def _present(at: datetime) -> QuerySet[Area]:
    """The villages that exist on this day."""
    rows = Area.objects.filter(level=Area.Level.VILLAGE).order_by("code")
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=timezone.localdate(at)))


def _villages(at: datetime) -> list[Village]:
    return [
        Village(code=code, name=name, lat=lat, lng=lng)
        for code, name, lat, lng in _present(at).values_list("code", "name", "lat", "lng")
    ]


def _write(shapes: dict[str, Any], *, source: str, at: datetime) -> int:
    """Save what differs, in one transaction; how many rows that were."""
    with transaction.atomic():
        areas = Area.objects.select_for_update().filter(code__in=shapes).order_by("code")
        codes = dict(areas.values_list("pk", "code"))
        known = Boundary.objects.in_bulk(codes)
        changed = [
            Boundary(area_id=pk, shape=data, source=source, imported_at=at)
            for pk, code in codes.items()
            if _differs(known.get(pk), data := _wkb(shapes[code]), source)
        ]
        Boundary.objects.bulk_create(
            changed,
            batch_size=100,
            update_conflicts=True,
            unique_fields=["area"],
            update_fields=["shape", "source", "imported_at"],
        )
    editions.look_again()
    return len(changed)


def _wkb(shape: Any) -> bytes:
    data: bytes = shapely.to_wkb(shapely.normalize(shape), byte_order=1)
    return data


def _differs(known: Boundary | None, shape: bytes, source: str) -> bool:
    return known is None or bytes(known.shape) != shape or known.source != source


def _missing(at: datetime) -> tuple[str, ...]:
    return tuple(_present(at).filter(outline=None).values_list("code", flat=True))


def _overlaps(shapes: dict[str, Any], plane: Plane) -> list[Overlap]:
    codes = sorted(shapes)
    flat = [plane.to_metres(shapes[code]) for code in codes]
    pairs = shapely.STRtree(flat).query(flat, predicate="intersects").T.tolist()
    found = [
        Overlap(codes[a], codes[b], round(float(flat[a].intersection(flat[b]).area), 1))
        for a, b in pairs
        if a < b
    ]
    large = [overlap for overlap in found if overlap.square_metres > OVERLAP_SQUARE_METRES]
    return sorted(large, key=lambda overlap: -overlap.square_metres)
