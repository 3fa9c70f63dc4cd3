"""`tanggap places import FILE|download`: boundaries of villages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from tanggap.ops import cli
from tanggap.ops.cli.context import django_with_database
from tanggap.ops.cli.language import pick

if TYPE_CHECKING:
    from tanggap.places.boundaries import ImportReport

_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`import` reads any OGR file; `download` asks OpenStreetMap."""
    parser.add_argument("what", choices=("import", "download"))
    parser.add_argument("file", nargs="?", type=Path, help="GeoJSON, Shapefile, GeoPackage, ...")
    parser.add_argument("--source", default="", help=pick("asal data", "where it comes from"))


def run(args: argparse.Namespace) -> int:
    """All boundaries are taken over, or none."""
    if (args.what == "import") != (args.file is not None):
        raise cli.Refused("tanggap places import FILE, or tanggap places download")
    with django_with_database():
        _print(_take(args))
    return 0


def _take(args: argparse.Namespace) -> ImportReport:
    from django.utils import timezone

    from tanggap.ops.cli.progress import bar
    from tanggap.places import boundaries, overpass

    try:
        with bar(pick("Batas wilayah", "Boundaries")) as advance:
            if args.what == "download":
                return boundaries.download(at=timezone.now(), progress=advance)
            return boundaries.import_file(
                args.file, at=timezone.now(), progress=advance, source=args.source
            )
    except (boundaries.BadFile, overpass.NoNetwork, OSError) as error:
        raise cli.Refused(str(error)) from error


def _print(report: ImportReport) -> None:
    print(
        pick(
            f"{report.matched} kelurahan cocok, {report.changed} berubah ({report.source}).",
            f"{report.matched} villages matched, {report.changed} changed ({report.source}).",
        )
    )
    _list(pick("tidak dikenal", "not recognised"), report.unmatched)
    _list(pick("diperbaiki", "repaired"), report.repaired)
    _list(pick("tanpa batas", "without boundary"), report.missing)
    pairs = tuple(f"{o.code}/{o.other} {o.square_metres:.0f} m2" for o in report.overlaps)
    _list(pick("tumpang tindih", "overlapping"), pairs)


def _list(title: str, items: tuple[str, ...]) -> None:
    if items:
        more = f" ... +{len(items) - _SHOWN}" if len(items) > _SHOWN else ""
        print(f"  {len(items)} {title}: {', '.join(items[:_SHOWN])}{more}")
