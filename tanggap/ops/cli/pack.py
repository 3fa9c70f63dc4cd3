"""`tanggap pack check|load [FOLDER]`: look a pack over, or take it into the database."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tanggap.ops.cli.context import django_with_database
from tanggap.ops.cli.language import pick

_SHIPPED = Path(__file__).resolve().parents[3] / "packs" / "jakarta"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`check` needs no database; `load` checks first."""
    parser.add_argument("what", choices=("check", "load"))
    parser.add_argument(
        "folder",
        nargs="?",
        type=Path,
        default=Path(os.environ.get("TANGGAP_PACK", _SHIPPED)),
        help=pick("folder paket (bawaan: TANGGAP_PACK)", "folder of the pack (TANGGAP_PACK)"),
    )


def run(args: argparse.Namespace) -> int:
    """0 when all is well, 1 when the pack has problems (one line each, file:line: message)."""
    return _load(args.folder) if args.what == "load" else _check(args.folder)


def _check(folder: Path) -> int:
    # The schema knows the models' limits: settings, but no database.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.project.settings")
    import django

    django.setup()
    from tanggap.ops import pack

    problems = pack.check(folder)
    for found in problems:
        print(folder / found.file, found.line, f" {found.message}", sep=":")
    if not problems:
        print(pick("Paket ini baik.", "The pack is sound."))
    return 1 if problems else 0


def _load(folder: Path) -> int:
    with django_with_database():
        from django.utils import timezone

        from tanggap.ops import pack

        try:
            changed = pack.load(folder, at=timezone.now())
        except pack.Unsound as unsound:
            print(unsound, file=sys.stderr)
            return 1
        differing = _differences()
    print(pick(f"{changed} baris berubah.", f"{changed} rows changed."))
    for line in differing:
        print(f"  {line}")
    return 0


def _differences() -> list[str]:
    """What the operator says otherwise; the load kept it."""
    from django.utils import timezone

    from tanggap.setup import differences

    said = pick("{0}: paket {1!r}, di sini {2!r}", "{0}: pack {1!r}, here {2!r}")
    return [
        said.format(f"{d.table}.csv {d.code} {d.column}", d.pack, d.ours)
        for d in differences.all_of_them(at=timezone.now())
    ]
