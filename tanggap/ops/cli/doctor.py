"""`tanggap doctor`: what is not safe yet, and what to do about it."""

from __future__ import annotations

import argparse

from tanggap.ops.cli.context import django_with_database
from tanggap.ops.cli.language import pick

_MARKS = {"bad": "[red]✗[/]", "warn": "[yellow]![/]", "good": "[green]✓[/]"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """`--quiet` prints problems alone."""
    parser.add_argument(
        "--quiet", action="store_true", help=pick("hanya masalah", "problems alone")
    )


def run(args: argparse.Namespace) -> int:
    """1 when something is unsafe, 0 otherwise (warnings don't count)."""
    from rich.console import Console

    with django_with_database() as instance:
        from tanggap.ops import doctor

        findings = doctor.examine(instance)
    console = Console(highlight=False)
    for finding in findings:
        if not (args.quiet and finding.level == doctor.GOOD):
            console.print(f"{_MARKS[finding.level]} {finding.text}", soft_wrap=True)
    return 1 if any(finding.level == doctor.BAD for finding in findings) else 0
