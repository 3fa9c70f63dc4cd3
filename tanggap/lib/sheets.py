"""Rows of a spreadsheet: read from whatever an office's program wrote, written so that it is safe.

Nothing here knows what the columns mean.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
MOST_LINES = 10_000
MOST_COLUMNS = 40
MOST_CELL = 2_000
# A sheet that was formatted to its end has a million empty rows.
MOST_BLANKS = 2_000

DELIMITERS = (";", ",", "\t", "|")
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
# What a spreadsheet takes for a formula, or for something before one.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

Line = tuple[int, list[str]]


class Unreadable(Exception):
    """The file is no list; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(content: bytes) -> list[Line]:
    """The lines that aren't empty, with their numbers in the file. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable("too_big")
    if content.startswith(_OLD_EXCEL):
        raise Unreadable("old_excel")
    lines = _workbook(content) if content.startswith(_ZIP) else _text(content)
    found = []
    for number, cells in lines:
        if any(cells):
            found.append((number, cells))
        if len(found) > MOST_LINES + 1:
            raise Unreadable("too_long")
    if not found:
        raise Unreadable("empty")
    return found


def _text(content: bytes) -> Iterator[Line]:
    text = _decoded(content)
    if "\0" in text:
        raise Unreadable("not_a_list")
    first, _newline, rest = text.partition("\n")
    is_marked = first.lower().startswith("sep=")
    delimiter = first[4:5] if is_marked else _delimiter(first)
    reader = csv.reader(io.StringIO(rest if is_marked else text, newline=""), delimiter=delimiter)
    start = skipped = 1 if is_marked else 0
    try:
        for cells in reader:
            yield start + 1, [_cell(cell) for cell in cells[:MOST_COLUMNS]]
            start = reader.line_num + skipped
    except csv.Error:
        raise Unreadable("not_a_list") from None


def _decoded(content: bytes) -> str:
    """Text with a mark is what the mark says; without one UTF-8, else what old Windows writes."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        return content.decode(marked)
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(header: str) -> str:
    return max(DELIMITERS, key=header.count)


def _workbook(content: bytes) -> Iterator[Line]:
    """The first sheet. Its parts are weighed before anything is unpacked."""
    _weigh(content)
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _sheet(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS))
    except Exception:
        # A broken workbook fails in as many ways as there are parts in it.
        raise Unreadable("not_a_list") from None


def _weigh(content: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Unreadable("not_a_list") from None
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("too_big")


def _sheet(rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    blanks = 0
    for number, values in enumerate(rows, start=1):
        cells = [_cell(value) for value in values]
        blanks = 0 if any(cells) else blanks + 1
        if blanks > MOST_BLANKS:
            return
        yield number, cells


def _cell(value: Any) -> str:
    """A cell as its reader sees it: whole numbers without a point, days as 2026-12-31."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())[:MOST_CELL]


def safe(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(rows: Iterable[Iterable[object]]) -> bytes:
    """Rows as the spreadsheets of our offices open them by a double click: mark, semicolons."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";")
    writer.writerows([safe(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def as_workbook(sheets: Mapping[str, Iterable[Iterable[object]]]) -> bytes:
    """Sheets by their names as XLSX; every cell is text."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([safe(cell) for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
