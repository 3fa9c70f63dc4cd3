"""The rows of a file that somebody hands in. It may be anything: nothing here trusts it."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from tanggap.publication.copies.columns import BEFORE, COLUMNS, FIGURES, SHEET, code_of

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 16 * 1024 * 1024  # of all parts of a spreadsheet
MAX_PARTS = 100
MAX_ROWS = 2_500  # a month of a large city, each office alone and with those below it
_MAX_CELL = 200
_WIDTH = len(COLUMNS)


class Kind(StrEnum):
    """What a file is by its first bytes."""

    SHEET = "xlsx"
    PAGES = "pdf"
    TEXT = "csv"


class Unreadable(Exception):
    """A file of which nothing can be said; `why`: empty, big, packed, rows, broken."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Row:
    """One office's figures as a file says them."""

    month: str
    office: str
    name: str
    scope: str
    status: str
    version: str
    figures: dict[str, Decimal | None]
    checksum: str


def kind_of(content: bytes) -> Kind:
    """Which kind of file it is. Raises Unreadable for one that is too big, or empty."""
    if not content.strip():
        raise Unreadable("empty")
    if len(content) > MAX_BYTES:
        raise Unreadable("big")
    if content.startswith(b"PK"):
        return Kind.SHEET
    return Kind.PAGES if content.startswith(b"%PDF-") else Kind.TEXT


def rows(content: bytes, kind: Kind) -> list[Row]:
    """The table of a spreadsheet or a text; none of a PDF, which is never parsed."""
    if kind is Kind.PAGES:
        return []
    lines = _sheet(content) if kind is Kind.SHEET else _text(content)
    found = [_row(line) for line in lines if len(line) >= _WIDTH and line[0]]
    return [row for row in found if row is not None]


def _text(content: bytes) -> Iterable[Sequence[Any]]:
    try:
        text = content.decode("utf-8-sig")
        first = text.split("\n", 1)[0]
        lines = csv.reader(io.StringIO(text), delimiter=";" if ";" in first else ",")
        return _some(lines)
    except (UnicodeDecodeError, csv.Error):
        raise Unreadable("broken") from None


def _sheet(content: bytes) -> Iterable[Sequence[Any]]:
    """The cells of the sheet `SHEET`, else of the first; entities are refused by defusedxml."""
    _check_parts(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        limits = {"max_row": MAX_ROWS + 2, "max_col": _WIDTH}
        return _some(sheet.iter_rows(values_only=True, **limits))
    except Unreadable:
        raise
    except Exception:  # a hostile file may break the reader anywhere
        raise Unreadable("broken") from None


def _check_parts(content: bytes) -> None:
    """Refuse an archive that unfolds into more than a month can need, before unfolding it.

    The reader never unpacks more of a part than its entry says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise Unreadable("broken") from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise Unreadable("packed")


def _some(lines: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    found: list[Sequence[Any]] = []
    for line in lines:
        if len(found) > MAX_ROWS:
            raise Unreadable("rows")
        found.append(line)
    return found


def _row(line: Sequence[Any]) -> Row | None:
    """A row of figures; None for a head, or for what isn't one."""
    cells = dict(zip(COLUMNS, line, strict=False))
    month, office, name, scope, status, version = (_word(cells[column]) for column in BEFORE)
    checksum = _word(cells["checksum"]).lower()
    if len(checksum) != 64 and len(month) != 7:
        return None
    return Row(
        *(month, office, name, code_of(scope), code_of(status), version),
        {figure: _number(cells[figure]) for figure in FIGURES},
        checksum,
    )


def _word(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%Y-%m}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str("" if value is None else value).strip().lstrip("'")[:_MAX_CELL]


def _number(value: Any) -> Decimal | None:
    """A cell as a number; what is none becomes one that equals nothing."""
    word = _word(value)
    if not word:
        return None
    try:
        found = Decimal(word)
    except InvalidOperation:
        return Decimal("NaN")
    # Spreadsheets keep binary fractions; ours have two places.
    return round(found, 2) if found.is_finite() and abs(found) < 10**12 else Decimal("NaN")
