"""The spreadsheet: what it is, the table with real numbers and dates, and how each is counted."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import segno
import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tanggap.performance.figures import BY_FIGURE, DEFINITIONS
from tanggap.performance.queries.copies import Line
from tanggap.publication.copies.columns import COLUMNS, FIGURES, SCOPES, SHEET, STATUSES
from tanggap.web.score.copies.copy import Copy, Tell, institution, name_of, untold

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_A4 = 9
_PRIMARY, _WARNING, _LINE = "#0B5A65", "#B3261E", "#C9D3D5"
_PLACES = {"percent": "0.00", "hours": "#,##0.00", "stars": "0.00", "reports": "#,##0"}
_WIDTHS = {"month": 11, "office": 18, "office_name": 38, "scope": 20, "status": 20}
# The book holds no formula and no link: whatever looks like one is a text.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write(copy: Copy, tell: Tell = untold) -> bytes:
    """The file; the same copy is the same bytes, so its times are the figures' own."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, _OPTIONS)
    book.set_properties(
        {
            "title": f"{copy.title}, {copy.office or copy.months}",
            "author": institution(),
            "comments": copy.address,
            "created": copy.at.replace(tzinfo=None, microsecond=0),
        }
    )
    formats = _Formats(book)
    _front(book.add_worksheet(_("Rapor")), copy, formats)
    _data(book.add_worksheet(SHEET), copy, formats, tell)
    _words(book.add_worksheet(_("Cara menghitung")), formats)
    book.close()
    return copy.sealed(content.getvalue())


class _Formats:
    """The looks of cells."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        line = {"bottom": 1, "bottom_color": _LINE, "valign": "top"}
        self.title: Format = book.add_format({"bold": True, "font_size": 16})
        self.bold: Format = book.add_format({"bold": True})
        self.warning: Format = book.add_format({"bold": True, "font_color": _WARNING})
        self.wrapped: Format = book.add_format({**line, "text_wrap": True})
        self.text: Format = book.add_format(line)
        self.month: Format = book.add_format({**line, "num_format": "mmm yyyy", "align": "left"})
        self.numbers: dict[str, Format] = {
            unit: book.add_format({**line, "num_format": places})
            for unit, places in _PLACES.items()
        }
        self.figures = [(one, self.number(one)) for one in FIGURES]
        head = {"bold": True, "font_color": "#FFFFFF", "bg_color": _PRIMARY}
        self.head: Format = book.add_format({**head, "text_wrap": True, "valign": "top"})

    def number(self, figure: str) -> Format:
        return self.numbers[BY_FIGURE[figure].unit]


def _front(sheet: Worksheet, copy: Copy, formats: _Formats) -> None:
    """What the file is and how to check it; of one office also its figures, one a line."""
    _prepare(sheet, copy, is_wide=False)
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 2, 20)
    sheet.write_string(0, 0, copy.title, formats.title)
    sheet.write_string(1, 0, ", ".join(filter(None, (copy.office, copy.months))), formats.bold)
    sheet.write_string(2, 0, institution())
    sheet.write_string(3, 0, copy.state, formats.warning if copy.is_provisional else None)
    if copy.is_open:
        sheet.write_string(4, 0, copy.openness)
    row = _figures(sheet, copy, formats) if copy.office else 6
    sheet.write_string(row, 0, _("Periksa berkas ini:"), formats.bold)
    sheet.write_string(row + 1, 0, copy.address)
    if copy.code:
        sheet.write_string(row + 2, 0, _("Sidik angka (SHA-256):"))
        sheet.write_string(row + 3, 0, copy.code)
    picture = io.BytesIO()
    segno.make(copy.address, error="m", micro=False).save(picture, kind="png", scale=4)
    described = {"image_data": picture, "description": copy.address, "object_position": 2}
    sheet.insert_image(row + 5, 0, "qr.png", described)


def _figures(sheet: Worksheet, copy: Copy, formats: _Formats) -> int:
    by_scope = {line.scope: line for line in copy.lines}
    shown = [(scope, by_scope[scope]) for scope in SCOPES if scope in by_scope]
    sheet.write_string(6, 0, _("Angka"), formats.head)
    for column, (scope, line) in enumerate(shown, 1):
        sheet.write_string(6, column, str(SCOPES[scope]), formats.head)
        for row, figure in enumerate(FIGURES, 7):
            sheet.write_string(row, 0, name_of(figure), formats.text)
            _write(sheet, row, column, line.figures[figure], formats.number(figure))
    return 7 + len(FIGURES) + 1


def _data(sheet: Worksheet, copy: Copy, formats: _Formats, tell: Tell) -> None:
    """The table that is read back when the file is checked."""
    _prepare(sheet, copy, is_wide=True)
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, 13))
        sheet.write_string(0, column, heads()[name], formats.head)
    for row, line in enumerate(copy.lines, 1):
        _line(sheet, row, line, formats)
        tell(row, len(copy.lines))
    sheet.freeze_panes(1, 3)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, len(copy.lines), len(COLUMNS) - 1)


def heads() -> dict[str, str]:
    """The columns in words."""
    words = {
        "month": _("Bulan"),
        "office": _("Kode kantor"),
        "office_name": _("Kantor"),
        "scope": _("Yang dihitung"),
        "status": _("Status angka"),
        "version": _("Versi"),
        "checksum": _("Sidik angka (SHA-256)"),
    }
    return words | {figure: name_of(figure) for figure in FIGURES}


def _line(sheet: Worksheet, row: int, line: Line, formats: _Formats) -> None:
    first = datetime.combine(line.month, datetime.min.time())
    sheet.write_datetime(row, 0, first, formats.month)
    words = (line.office, line.name, str(SCOPES[line.scope]), str(STATUSES[line.status.value]))
    for column, word in enumerate(words, 1):
        sheet.write_string(row, column, word, formats.text)
    _write(sheet, row, 5, line.version, formats.numbers["reports"])
    for column, (figure, look) in enumerate(formats.figures, 6):
        _write(sheet, row, column, line.figures[figure], look)
    sheet.write_string(row, len(COLUMNS) - 1, line.checksum, formats.text)


def _write(sheet: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, look)
    else:
        sheet.write_number(row, column, float(value), look)


def _words(sheet: Worksheet, formats: _Formats) -> None:
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    sheet.write_row(0, 0, [_("Angka"), _("Cara menghitung")], formats.head)
    for row, one in enumerate(DEFINITIONS, 1):
        sheet.write_string(row, 0, str(one.name), formats.text)
        sheet.write_string(row, 1, str(one.words), formats.wrapped)
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)


def _prepare(sheet: Worksheet, copy: Copy, *, is_wide: bool) -> None:
    """A4, one page wide, its name above and its number below each page."""
    sheet.set_paper(_A4)
    if is_wide:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    mark = _("SEMENTARA") if copy.is_provisional else ""
    title = f"{copy.title}, {copy.office or copy.months}".replace("&", "&&")
    sheet.set_header(f"&L{title}&R{mark}")
    sheet.set_footer(f"&L{copy.code[:16]}&R{_('Halaman')} &P/&N")
