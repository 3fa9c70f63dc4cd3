"""`tanggap restore FILE`: bring a backup back into an empty data folder."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from tanggap.launch.instance import Instance
from tanggap.ops import backup, cli
from tanggap.ops.cli.context import create_database
from tanggap.ops.cli.language import pick
from tanggap.ops.cli.progress import step


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file that `tanggap backup` wrote."""
    parser.add_argument("file", type=Path)


def run(args: argparse.Namespace) -> int:
    """Refuses a data folder or a database that holds anything."""
    instance = Instance.from_environment()
    try:
        backup.read_manifest(args.file)
        backup.refuse_unless_empty(instance)
        _restore(instance, args.file)
    except backup.Failed as error:
        raise cli.Refused(str(error)) from error
    print(pick("Dipulihkan.", "Restored."), instance.data)
    return 0


def _restore(instance: Instance, path: Path) -> None:
    instance.data.mkdir(parents=True, exist_ok=True)
    try:
        with instance.database() as url, step(pick("Memulihkan", "Restoring")):
            create_database(url)
            backup.load(instance, url, path)
    except BaseException:
        # The folder was empty: a half restored cluster would only block the next try.
        shutil.rmtree(instance.data / "pg", ignore_errors=True)
        raise
