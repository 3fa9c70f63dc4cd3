"""`tanggap bench [NAME...]`: the benchmarks of the checkout; they print ratios."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tanggap.ops import cli
from tanggap.ops.cli.language import pick

_CHECKOUT = Path(__file__).resolve().parents[3]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Without a name all of them run."""
    parser.add_argument("names", nargs="*", help=pick("nama uji", "names of benchmarks"))


def run(args: argparse.Namespace) -> int:
    """Each benchmark is a module of `bench/`; they need a checkout."""
    folder = _CHECKOUT / "bench"
    found = sorted(path.stem for path in folder.glob("[!_]*.py")) if folder.is_dir() else []
    if not found or set(args.names) - set(found):
        raise cli.Refused(f"Benchmarks here: {', '.join(found) or 'none'}.")
    codes = [
        subprocess.run([sys.executable, "-m", f"bench.{name}"], cwd=_CHECKOUT).returncode
        for name in args.names or found
    ]
    return max(codes)
