"""A made-up city near the equator: 5 x 5 square villages of 1.1 km, and an island far off."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely

from tanggap.places.locator import Village
from tanggap.places.models import Area

SIDE = 0.01  # degrees
SOUTH, WEST = -6.2, 106.8
NAMES = [
    "Kebon Melati", "Rawa Indah", "Duri Kulon", "Pasar Lama", "Kali Anyar",
    "Gunung Sari", "Tanah Tinggi", "Karang Asem", "Bukit Timur", "Cipta Jaya",
    "Sumur Baru", "Petak Enam", "Jati Luhur", "Utan Panjang", "Kampung Rambai",
    "Lagoa Baru", "Semper Hulu", "Pulo Besar", "Cilandak Utara", "Wijaya Kusuma",
    "Mangga Tiga", "Kembang Sepatu", "Tugu Dalam", "Marunda Kecil", "Pondok Kelapa Dua",
]  # fmt: skip
ISLAND = "Pulau Rengit"
ISLAND_LAT, ISLAND_LNG = -5.8, 106.6


def code(row: int, column: int) -> str:
    """The code of the village in this row (from the south) and column (from the west)."""
    return f"91.01.{row + 1:02}.10{column + 1:02}"


def square(row: int, column: int) -> Any:
    """The ground of that village, in degrees."""
    south, west = SOUTH + row * SIDE, WEST + column * SIDE
    return shapely.box(west, south, west + SIDE, south + SIDE)


def middle(row: int, column: int) -> tuple[float, float]:
    """Its middle: latitude, longitude."""
    return SOUTH + (row + 0.5) * SIDE, WEST + (column + 0.5) * SIDE


def villages(*, with_boundaries: bool) -> list[Village]:
    """The 25 villages and the island."""
    found = []
    for row in range(5):
        for column in range(5):
            lat, lng = middle(row, column)
            shape = square(row, column) if with_boundaries else None
            found.append(Village(code(row, column), NAMES[row * 5 + column], lat, lng, shape))
    island = shapely.Point(ISLAND_LNG, ISLAND_LAT).buffer(0.01) if with_boundaries else None
    return [*found, Village("91.02.01.1001", ISLAND, ISLAND_LAT, ISLAND_LNG, island)]


def areas() -> dict[str, Area]:
    """The same in the database, without boundaries, by code."""
    rows: dict[str, Area] = {}
    _area(rows, "91", "Provinsi Contoh", "province")
    for city, name in (("91.01", "Kota Contoh"), ("91.02", "Kepulauan Contoh")):
        _area(rows, city, name, "city")
    for row in range(5):
        _area(rows, f"91.01.{row + 1:02}", f"Baris {row + 1}", "district")
    _area(rows, "91.02.01", "Pulau Luar", "district")
    for village in villages(with_boundaries=False):
        _area(rows, village.code, village.name, "village", village.lat, village.lng)
    return rows


def geojson(path: Path, features: list[dict[str, Any]]) -> Path:
    """Write a feature collection."""
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def feature(shape: Any, **properties: object) -> dict[str, Any]:
    """One GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": json.loads(shapely.to_geojson(shape)) if shape is not None else None,
    }


def _area(
    rows: dict[str, Area],
    number: str,
    name: str,
    level: str,
    lat: float = SOUTH,
    lng: float = WEST,
) -> None:
    parent = rows.get(number.rpartition(".")[0])
    rows[number] = Area.objects.create(
        code=number, name=name, level=level, parent=parent, lat=lat, lng=lng
    )
