"""`tanggap texts update|check`: the English of the interface."""

from __future__ import annotations

import argparse
import os

ACTIONS = ("update", "check")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=ACTIONS)


def run(args: argparse.Namespace) -> int:
    """`check` prints what is missing and exits 1."""
    # Reading a template needs settings, not a database.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.project.settings")
    from tanggap.ops import texts

    if args.action == "update":
        print(f"{texts.update()} texts lack a translation")
        return 0
    found = texts.problems()
    print("\n".join(found) or "complete")
    return int(bool(found))
