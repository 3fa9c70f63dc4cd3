"""`tanggap demo up|load`: an instance with the demonstration year 2022 and one person per role."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tanggap.ops.cli.language import pick

if TYPE_CHECKING:
    from tanggap.ops.demo import DemoPerson


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`up` loads the year once and then runs everything; `load` only loads."""
    parser.add_argument("what", choices=("up", "load"), nargs="?", default="up")


def run(args: argparse.Namespace) -> int:
    """Run it; the people and their passwords are printed."""
    os.environ["TANGGAP_DEMO"] = "1"
    if args.what == "up":
        from tanggap.ops.cli.up import run_tree

        return run_tree(with_worker=True, demo=True)
    from tanggap.ops.cli import prepare as preparation

    return preparation.run(args)


def prepare() -> None:
    """Load the year unless it is there, and print who can log in. Needs Django and the pack."""
    from django.utils import timezone

    from tanggap.ops import demo
    from tanggap.ops.cli.progress import bar

    people = demo.people(at=timezone.now())
    if not demo.is_loaded():
        with bar(pick("Memuat tahun 2022", "Loading the year 2022")) as advance:
            demo.load(at=timezone.now(), progress=advance)
    print_people(people)


def print_people(people: Sequence[DemoPerson]) -> None:
    """Plain columns: a password must never be cut to fit."""
    print(
        pick(
            "\n  Orang percontohan (sandinya diketahui umum):\n",
            "\n  Demo people (their passwords are public):\n",
        )
    )
    rows = [(person.role, person.username, person.password, person.agency) for person in people]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  " + "  ".join(cells).rstrip())
    print(flush=True)
