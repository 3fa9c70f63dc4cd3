"""Reads the shapes of any file that GDAL/OGR knows, as longitude and latitude."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely
from django.utils.translation import gettext as _

_GEOGRAPHIC = ("EPSG:4326", "OGC:CRS84", "")


class BadFile(Exception):
    """The file can't be used; the text says why, in the operator's language."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One shape of a file: its attributes as text, its geometry in degrees, or None."""

    properties: dict[str, str]
    geometry: Any


def read(path: Path) -> list[Feature]:
    """All features of all layers of shapes. Raises `BadFile`."""
    if not path.exists():
        raise BadFile(_("Berkas %(path)s tidak ada.") % {"path": path})
    pyogrio = _pyogrio()
    try:
        return [f for layer in _layers(pyogrio, path) for f in _features(pyogrio, path, layer)]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, RuntimeError) as error:
        text = _("Berkas %(path)s tidak bisa dibaca: %(why)s")
        raise BadFile(text % {"path": path, "why": error}) from error


def _pyogrio() -> ModuleType:
    try:
        import pyogrio
        import pyogrio.raw
    except ImportError as error:
        text = _('Untuk membaca berkas batas wilayah, pasang dahulu: pip install "tanggap[places]"')
        raise BadFile(text) from error
    module: ModuleType = pyogrio
    return module


def _layers(pyogrio: Any, path: Path) -> list[str]:
    """Layers that can hold shapes; a layer of unknown type may."""
    kinds = ("Polygon", "Unknown", "Surface", "Geometry", "Collection")
    found = [(name, kind) for name, kind in pyogrio.list_layers(path) if kind]
    layers = [name for name, kind in found if any(word in kind for word in kinds)]
    if not layers:
        raise BadFile(_("Berkas %(path)s tidak berisi bidang (poligon).") % {"path": path})
    return layers


def _features(pyogrio: Any, path: Path, layer: str) -> Iterator[Feature]:
    crs = pyogrio.read_info(path, layer=layer)["crs"] or ""
    if crs in _GEOGRAPHIC:
        yield from _raw(pyogrio, path, layer)
        return
    # GDAL's own virtual layer turns the coordinates, so we need no projection library.
    with tempfile.NamedTemporaryFile("w", suffix=".vrt", encoding="utf-8") as virtual:
        virtual.write(_warped(path.resolve(), layer))
        virtual.flush()
        yield from _raw(pyogrio, Path(virtual.name), layer)


def _warped(path: Path, layer: str) -> str:
    source = f"<SrcDataSource>{escape(str(path))}</SrcDataSource>"
    inner = f"<OGRVRTLayer name={quoteattr(layer)}>{source}</OGRVRTLayer>"
    target = "<TargetSRS>EPSG:4326</TargetSRS>"
    return (
        "<OGRVRTDataSource><OGRVRTWarpedLayer>"
        f"{inner}{target}</OGRVRTWarpedLayer></OGRVRTDataSource>"
    )


def _raw(pyogrio: Any, path: Path, layer: str) -> Iterator[Feature]:
    meta, _fids, shapes, columns = pyogrio.raw.read(path, layer=layer, force_2d=True)
    names = [str(name) for name in meta["fields"]]
    geometries = shapely.from_wkb(shapes, on_invalid="ignore")
    for index, geometry in enumerate(geometries):
        values = {name: _text(column[index]) for name, column in zip(names, columns, strict=True)}
        yield Feature(values, geometry)


def _text(value: object) -> str:
    return "" if value is None or value != value else str(value).strip()
