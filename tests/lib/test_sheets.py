"""Files as offices really send them, and files that were made to harm."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import sheets

ROWS = [["Nama", "E-mail"], ["Rénald Ö", "a@b.id"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_dialect_of_csv_reads_the_same(delimiter: str, encoding: str, newline: str) -> None:
    text = newline.join(delimiter.join(row) for row in ROWS) + newline
    assert [cells for _number, cells in sheets.read(text.encode(encoding))] == ROWS


def test_lines_keep_the_numbers_that_the_spreadsheet_shows() -> None:
    text = 'sep=;\r\nNama;E-mail\r\n\r\n"dua\r\nbaris";x\r\nakhir;y\r\n'
    assert sheets.read(text.encode()) == [
        (2, ["Nama", "E-mail"]),
        (4, ["dua baris", "x"]),
        (6, ["akhir", "y"]),
    ]


def test_a_workbook_reads_numbers_and_days_as_people_see_them() -> None:
    book = openpyxl.Workbook()
    book.active.append(["HP", "Mulai", None, "Nama"])
    book.active.append([81234567890.0, datetime(2026, 12, 31), None, "  Budi   S "])
    book.active.append([None, None])
    file = io.BytesIO()
    book.save(file)
    (_first, _head), (number, cells) = sheets.read(file.getvalue())
    assert number == 2 and cells[:4] == ["81234567890", "2026-12-31", "", "Budi S"]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", b"0" * (sheets.MOST_UNPACKED + 1))
    return file.getvalue()


def laughs() -> bytes:
    """A workbook whose XML defines an entity: expanded ones fill the memory."""
    file = io.BytesIO()
    rows = openpyxl.Workbook()
    rows.active.append(["x"])
    rows.save(file)
    source, target = zipfile.ZipFile(io.BytesIO(file.getvalue())), io.BytesIO()
    with zipfile.ZipFile(target, "w") as parts:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("workbook.xml"):
                entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
                text = entity + text.split(b"?>", 1)[-1]
            parts.writestr(name, text)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n\n;;\n", "empty"),
        (b"\xd0\xcf\x11\xe0 old", "old_excel"),
        (b"PK\x03\x04 torn", "not_a_list"),
        (b"Nama;x\n\x00\x00;y", "not_a_list"),
        (b"x" * (sheets.MOST_BYTES + 1), "too_big"),
        (b"a;b\n" * (sheets.MOST_LINES + 2), "too_long"),
        (bomb(), "too_big"),
        (laughs(), "not_a_list"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(sheets.Unreadable) as error:
        sheets.read(content)
    assert error.value.code == code


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reader(content: bytes) -> None:
    try:
        lines = sheets.read(content)
    except sheets.Unreadable:
        return
    assert all(any(cells) for _number, cells in lines)


@given(st.text(max_size=30))
def test_no_cell_is_a_formula(text: str) -> None:
    assert not sheets.safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert sheets.safe(text).removeprefix("'") == text.removeprefix("'")
