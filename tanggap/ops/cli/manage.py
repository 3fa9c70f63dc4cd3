"""`tanggap manage ...`: a management command of Django on this instance."""

from __future__ import annotations

import argparse

from tanggap.ops.cli.context import django_with_database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after `manage` belongs to Django."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")


def run(args: argparse.Namespace) -> int:
    """Run it with the database up."""
    with django_with_database():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["tanggap manage", *args.rest])
    return 0
