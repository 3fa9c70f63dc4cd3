"""From the files of a pack to typed rows, noting everything that can't be read on the way."""

from __future__ import annotations

import csv
import io
import re
import tomllib
from collections.abc import Iterator
from dataclasses import Field, dataclass, fields
from pathlib import Path
from typing import Any

from tanggap.ops.pack.columns import Bad, empty_of, of
from tanggap.ops.pack.problems import Problem, problem
from tanggap.ops.pack.schema import TABLES, Line, Pack, Table

SETTINGS_FILE = "pack.toml"


def read(path: Path) -> tuple[Pack, list[Problem]]:
    """The pack in folder `path` as far as it can be read, and what could not be."""
    reader = _Reader(path)
    lines = {table.name: tuple(reader.table(table)) for table in TABLES}
    settings = reader.toml(SETTINGS_FILE)
    names = sorted(file.stem for file in (path / "texts").glob("*.toml"))
    texts = {name: reader.toml(f"texts/{name}.toml") for name in names}
    broken = {name: frozenset(found) for name, found in reader.broken.items()}
    pack = Pack(lines, reader.headers, settings, texts, broken, reader.sources)
    return pack, reader.problems


@dataclass(frozen=True, slots=True)
class _Record:
    """One record of a CSV file and the line on which it starts."""

    line: int
    values: list[str]


class _Reader:
    """Reads files below one folder and collects problems."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.sources: dict[str, str] = {}
        self.broken: dict[str, set[str]] = {}
        self.headers: dict[str, tuple[str, ...]] = {}

    def _note(self, file: str, line: int, column: int, code: str, /, **values: object) -> None:
        self.problems.append(problem(file, line, column, code, **values))

    def _text(self, file: str) -> str | None:
        try:
            data = (self.folder / file).read_bytes()
        except OSError:
            self._note(file, 1, 0, "missing_file")
            return None
        if data.startswith(b"\xef\xbb\xbf"):
            self._note(file, 1, 1, "byte_order_mark")
            data = data[3:]
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self._note(file, line, 0, "not_utf8", byte=f"0x{data[error.start]:02x}")
            return None

    def toml(self, file: str) -> dict[str, Any]:
        """The values of a TOML file; its text stays in `sources`."""
        text = self._text(file)
        if text is None:
            return {}
        self.sources[file] = text
        try:
            return tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line, column = (int(found[1]), int(found[2])) if found else (text.count("\n") + 1, 0)
            self._note(file, line, column, "not_toml", why=str(error).partition(" (at ")[0])
            return {}

    def table(self, table: Table) -> Iterator[Line]:
        """The rows of one table that could be read."""
        if table.is_optional and not (self.folder / table.file).exists():
            return
        text = self._text(table.file)
        if text is None:
            return
        records = self._records(table.file, text)
        header = next(records, None)
        if header is None:
            self._note(table.file, 1, 0, "empty_file")
        elif self._header_is_good(table, header.values):
            self.headers[table.name] = tuple(header.values)
            for record in records:
                if (row := self._row(table, header.values, record)) is not None:
                    yield Line(record.line, row)

    def _records(self, file: str, text: str) -> Iterator[_Record]:
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        start = 1
        try:
            for values in reader:
                if values:
                    yield _Record(start, values)
                start = reader.line_num + 1
        except csv.Error as error:
            self._note(file, start, 0, "not_csv", why=error)

    def _header_is_good(self, table: Table, header: list[str]) -> bool:
        known = {item.name for item in fields(table.row)}
        before = len(self.problems)
        for place, name in enumerate(header, 1):
            if name not in known:
                self._note(table.file, 1, place, "unknown_column", name=name)
            elif name in header[: place - 1]:
                self._note(table.file, 1, place, "repeated_column", name=name)
        for name in [item.name for item in fields(table.row) if item.name not in header]:
            self._note(table.file, 1, 0, "missing_column", name=name)
        return len(self.problems) == before

    def _row(self, table: Table, header: list[str], record: _Record) -> Any:
        if len(record.values) != len(header):
            found, wanted = len(record.values), len(header)
            self._note(table.file, record.line, 0, "width", found=found, wanted=wanted)
            self._break(table, header, record)
            return None
        by_name = {item.name: item for item in fields(table.row)}
        before = len(self.problems)
        values = {
            name: self._value(table.file, record.line, place, by_name[name], value)
            for place, (name, value) in enumerate(zip(header, record.values, strict=True), 1)
        }
        if len(self.problems) == before:
            return table.row(**values)
        self._break(table, header, record)
        return None

    def _break(self, table: Table, header: list[str], record: _Record) -> None:
        raw = dict(zip(header, record.values, strict=False))
        self.broken.setdefault(table.name, set()).add(raw.get(table.key, "").strip())

    def _value(self, file: str, line: int, place: int, item: Field[Any], value: str) -> Any:
        declared = of(item)
        try:
            if value != value.strip():
                raise Bad("spaces")
            if value:
                return declared.parse(value)
            if declared.is_required:
                raise Bad("required")
        except Bad as bad:
            self._note(file, line, place, bad.code, **bad.values)
        return empty_of(item)
