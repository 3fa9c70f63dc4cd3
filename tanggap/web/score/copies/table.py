"""The plain table: codes instead of words, points in decimals, for other programs."""

from __future__ import annotations

import csv
import io
from typing import Any

from tanggap.performance.queries.copies import Line
from tanggap.publication.copies.columns import COLUMNS, FIGURES
from tanggap.web.score.copies.copy import Copy, Tell, untold

TYPE = "text/csv; charset=utf-8"
# A spreadsheet takes text that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write(copy: Copy, tell: Tell = untold) -> bytes:
    """The file."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for number, line in enumerate(copy.lines, 1):
        writer.writerow(_row(line))
        tell(number, len(copy.lines))
    return copy.sealed(b"\xef\xbb\xbf" + text.getvalue().encode())


def _row(line: Line) -> list[Any]:
    return [
        f"{line.month:%Y-%m}",
        line.office,
        harmless(line.name),
        line.scope,
        line.status.value,
        line.version,
        *(line.figures[name] for name in FIGURES),
        line.checksum,
    ]


def harmless(text: str) -> str:
    """A text that no spreadsheet will compute."""
    return f"'{text}" if text.startswith(_FORMULA) else text
