"""`tanggap demo up|load`: an instance with the demonstration year 2022 and one person per role."""

from __future__ import annotations

import argparse
import os

from tanggap.ops.cli.language import pick


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
    """Load the year unless it is there, then print who can log in. Needs Django."""
    from django.utils import timezone

    from tanggap.ops import demo
    from tanggap.ops.cli.progress import bar

    with bar(pick("Memuat tahun 2022", "Loading the year 2022")) as advance:
        demo.load(at=timezone.now(), progress=advance)
    _print_people(demo.people(at=timezone.now()))


def _print_people(people: object) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title=pick("Orang percontohan", "Demo people"), title_justify="left")
    for heading in (pick("peran", "role"), pick("nama", "name"), pick("masuk", "login"), "sandi"):
        table.add_column(heading)
    for person in people:  # type: ignore[attr-defined]
        table.add_row(person.role, person.name, person.username, person.password)
    Console().print(table)
