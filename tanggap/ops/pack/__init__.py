"""A pack: what is special to one institution, as TOML and CSV. Check it, then load it."""

from __future__ import annotations

from pathlib import Path

from tanggap.ops.pack.demo import check_figures
from tanggap.ops.pack.problems import Problem
from tanggap.ops.pack.read import read
from tanggap.ops.pack.rules import check_rows
from tanggap.ops.pack.settings import check_settings

__all__ = ["Problem", "check"]


def check(path: Path) -> list[Problem]:
    """Everything wrong with the pack in folder `path`, in the order of files and lines."""
    pack, problems = read(path)
    if any(not pack.lines[name] for name in pack.lines):
        # A table that can't be read would make every reference to it wrong.
        return sorted(problems)
    found = [*check_settings(pack), *check_rows(pack), *check_figures(pack, path)]
    return sorted({*problems, *found})
