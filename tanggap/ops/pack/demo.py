"""The figures of the demonstration year must name rows of the pack exactly as it spells them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tanggap.ops.pack.problems import Problem, problem
from tanggap.ops.pack.schema import Pack


@dataclass(frozen=True, slots=True)
class _Figures:
    """A file of figures: its rows' `code` names a row of `table` spelled as `spelling`."""

    pattern: str
    column: str
    table: str
    spelling: str


_FILES = (
    _Figures("channels_*.csv", "channel", "channels", "statistics_name"),
    _Figures("categories_*.csv", "category", "categories", "name"),
    _Figures("lapor_categories_*.csv", "category_level2", "lapor_categories", "name"),
    _Figures("lapor_agencies_*.csv", "agency", "agencies", "table8_name"),
)


def check_figures(pack: Pack, path: Path) -> Iterator[Problem]:
    """Every published name that does not resolve to exactly one row."""
    for figures in _FILES:
        for file in sorted((path / "demo").glob(figures.pattern)):
            yield from _check(pack, figures, file)


def _check(pack: Pack, figures: _Figures, file: Path) -> Iterator[Problem]:
    wanted = {row.code: getattr(row, figures.spelling) for row in pack.rows(figures.table)}
    shown = f"demo/{file.name}"
    seen: dict[str, int] = {}
    with file.open(newline="", encoding="utf-8") as source:
        reader = csv.DictReader(source)
        for row in reader:
            line, code, name = reader.line_num, row["code"], row[figures.column]
            if code not in wanted:
                yield problem(shown, line, 0, "no_such", value=code, table=figures.table)
            elif wanted[code] != name:
                values = {"value": name, "wanted": wanted[code], "table": figures.table}
                yield problem(shown, line, 0, "other_name", **values)
            elif code in seen:
                values = {"name": "code", "value": code, "line": str(seen[code])}
                yield problem(shown, line, 0, "duplicate", **values)
            seen.setdefault(code, line)
