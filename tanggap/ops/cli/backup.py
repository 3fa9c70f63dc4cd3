"""`tanggap backup [FILE]`: the database, the media and the secrets in one file."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from tanggap.launch.instance import Instance
from tanggap.ops import backup, cli
from tanggap.ops.cli.language import pick
from tanggap.ops.cli.progress import step


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Without FILE it goes to `data/backups`."""
    parser.add_argument("file", nargs="?", type=Path)


def run(args: argparse.Namespace) -> int:
    """Works while `tanggap up` runs."""
    instance, at = Instance.from_environment(), datetime.now(UTC)
    path = args.file or backup.default_path(instance.data, at=at)
    try:
        with instance.database() as url, step(pick("Mencadangkan", "Backing up")):
            backup.save(instance, url, path, at=at)
    except backup.Failed as error:
        raise cli.Refused(str(error)) from error
    print(f"{path}  {path.stat().st_size / 1e6:.1f} MB")
    print(
        pick(
            "Simpan di tempat lain dan rahasia: kunci identitas ada di dalamnya.",
            "Keep it elsewhere and secret: the key to identities is inside.",
        )
    )
    return 0
