"""A file of rows -> what each line says, or what is wrong with it. Nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tanggap.lib import phone, sheets
from tanggap.lib.sheets import Unreadable
from tanggap.lib.text import fold, one_line

# Heads of columns as people write them, folded; the first is that of our template.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("nama", "nama lengkap", "name", "full name"),
    "email": ("e mail", "email", "surel", "alamat e mail", "alamat email"),
    "phone": ("telepon", "nomor telepon", "no telepon", "hp", "no hp", "nomor hp", "phone"),
    "username": ("nama pengguna", "username", "user name"),
    "office": ("instansi", "kode instansi", "kantor", "office", "office code"),
    "roles": ("peran", "role", "roles"),
    "since": ("mulai", "sejak", "from", "since"),
    "until": ("sampai", "hingga", "until"),
}
KEYS = ("username", "email", "phone")
DAYS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")
MOST_NAME = 120
_BETWEEN_ROLES = re.compile(r"[;,/|+]")

Problem = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one line says. Empty means that it doesn't say."""

    name: str = ""
    email: str = ""
    phone: str = ""
    username: str = ""
    office: str = ""
    roles: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None

    def stored(self) -> dict[str, Any]:
        """As JSON keeps it."""
        days = {name: day.isoformat() if (day := getattr(self, name)) else "" for name in _DAYS}
        texts = {name: getattr(self, name) for name in (*KEYS, "name", "office")}
        return {**texts, "roles": list(self.roles), **days}

    @classmethod
    def from_stored(cls, kept: Mapping[str, Any]) -> Said:
        """What `stored` gave."""
        given: dict[str, Any] = {name: kept[name] for name in (*KEYS, "name", "office")}
        for name in _DAYS:
            given[name] = date.fromisoformat(kept[name]) if kept[name] else None
        return cls(**given, roles=tuple(kept["roles"]))


_DAYS = ("since", "until")


@dataclass(slots=True)
class Row:
    """One line of the file and what is wrong with it so far."""

    number: int
    said: Said
    problems: list[Problem] = field(default_factory=list)

    def blame(self, code: str, value: object = "") -> None:
        self.problems.append({"code": code, "value": str(value)[:200]})


@dataclass(frozen=True, slots=True)
class Table:
    """All lines, and the columns that nobody reads."""

    rows: list[Row]
    unused: list[str]


def understand(content: bytes, *, role_words: Mapping[str, str]) -> Table:
    """Read a file. `role_words` maps folded words to roles. Raises Unreadable."""
    lines = sheets.read(content)
    _number, head = lines[0]
    places, unused = _columns(head)
    if not {"office", "roles"} <= places.keys() or not places.keys() & set(KEYS):
        raise Unreadable("no_head")
    rows = [
        _row(number, {name: _at(cells, place) for name, place in places.items()}, role_words)
        for number, cells in lines[1:]
    ]
    if not rows:
        raise Unreadable("empty")
    return Table(rows, unused)


def _columns(head: Iterable[str]) -> tuple[dict[str, int], list[str]]:
    known = {word: name for name, words in COLUMNS.items() for word in words}
    places: dict[str, int] = {}
    unused = []
    for place, cell in enumerate(head):
        name = known.get(fold(cell))
        if name is None or name in places:
            unused += [cell] if cell else []
        else:
            places[name] = place
    return places, unused


def _at(cells: list[str], place: int) -> str:
    return one_line(cells[place].removeprefix("'")) if place < len(cells) else ""


def _row(number: int, cells: Mapping[str, str], role_words: Mapping[str, str]) -> Row:
    row = Row(number, Said())
    given = {name: cells.get(name, "") for name in COLUMNS}
    row.said = Said(
        name=_name(row, given["name"]),
        email=_email(row, given["email"]),
        phone=_phone(row, given["phone"]),
        username=given["username"].lower()[:60],
        office=given["office"],
        roles=_roles(row, given["roles"], role_words),
        since=_day(row, given["since"]),
        until=_day(row, given["until"]),
    )
    _whole(row)
    return row


def _whole(row: Row) -> None:
    said = row.said
    if not (said.username or said.email or said.phone) and not row.problems:
        row.blame("no_key")
    if not said.office:
        row.blame("no_office")
    if said.since and said.until and said.until < said.since:
        row.blame("days_reversed")


def _name(row: Row, typed: str) -> str:
    if len(typed) > MOST_NAME:
        row.blame("long_name")
    return typed[:MOST_NAME]


def _email(row: Row, typed: str) -> str:
    if not typed:
        return ""
    try:
        validate_email(typed)
    except ValidationError:
        row.blame("bad_email", typed)
        return ""
    return typed.lower()


def _phone(row: Row, typed: str) -> str:
    if not typed:
        return ""
    try:
        return phone.normalise(typed)
    except phone.BadPhone:
        row.blame("bad_phone", typed)
        return ""


def _roles(row: Row, typed: str, words: Mapping[str, str]) -> tuple[str, ...]:
    parts = [part.strip() for part in _BETWEEN_ROLES.split(typed) if part.strip()]
    if not parts:
        row.blame("no_role")
    for part in parts:
        if fold(part) not in words:
            row.blame("unknown_role", part)
    return tuple(dict.fromkeys(words[fold(part)] for part in parts if fold(part) in words))


def _day(row: Row, typed: str) -> date | None:
    if not typed:
        return None
    for form in DAYS:
        try:
            return datetime.strptime(typed, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    row.blame("bad_day", typed)
    return None
