"""A pack: what is special to one institution, as TOML and CSV. Check it, then load it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from tanggap.ops.pack.demo import check_figures
from tanggap.ops.pack.languages import check_languages
from tanggap.ops.pack.problems import Problem
from tanggap.ops.pack.read import read
from tanggap.ops.pack.rules import check_rows
from tanggap.ops.pack.settings import check_settings

__all__ = ["Problem", "Unsound", "check", "load"]


class Unsound(Exception):
    """The pack has problems and was not loaded; the text lists them, one a line."""


def check(path: Path) -> list[Problem]:
    """Everything wrong with the pack in folder `path`, in the order of files and lines."""
    pack, problems = read(path)
    if not pack.is_filled:
        # A table that can't be read would make every reference to it wrong.
        return sorted(problems)
    found = [*check_settings(pack), *check_rows(pack), *check_languages(pack)]
    found += check_figures(pack, path)
    return sorted({*problems, *found})


def load(path: Path, *, at: datetime) -> int:
    """Check the pack in `path` and take it over; returns how many rows changed, 0 when none.

    One transaction: all of it or nothing. A row keeps its id for ever; what it said before stays
    in `taxonomy.RowVersion`, and a row that left the pack is retired. Raises Unsound.
    """
    if problems := check(path):
        raise Unsound("\n".join(str(problem) for problem in problems))
    # The checker runs without Django.
    from tanggap.ops.pack.take_over import take_over

    return take_over(path, at=at)
