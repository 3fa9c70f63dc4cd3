"""The kinds of values a pack's table may hold, declared on the fields of its row class.

`code: str = column(code_of(30))` reads: this column is required and holds a code of at most 30
characters. Parsers get a stripped, non-empty text and raise Bad.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, field
from datetime import date
from typing import Any

Parser = Callable[[str], Any]

_CODE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Bad(Exception):
    """A value that its column can't hold: the sentence's code and its values."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True)
class Column:
    """How one column is read: its parser, whether it must be filled, where its code points."""

    parse: Parser
    is_required: bool
    ref: str = ""
    is_unique: bool = False


def column(parse: Parser, *, ref: str = "", unique: bool = False) -> Any:
    """A column that must be filled; `ref` names the table that must have this key."""
    return field(metadata={"column": Column(parse, True, ref, unique)})


def maybe(parse: Parser, *, empty: Any = "", ref: str = "", unique: bool = False) -> Any:
    """A column that may stay empty and then holds `empty`; its header must still be there."""
    return field(default=empty, metadata={"column": Column(parse, False, ref, unique)})


def of(item: Field[Any]) -> Column:
    """The declaration of a row class's field."""
    found: Column = item.metadata["column"]
    return found


def empty_of(item: Field[Any]) -> Any:
    """What an empty value of the field becomes."""
    return "" if item.default is MISSING else item.default


def text(limit: int) -> Parser:
    """Words of at most `limit` characters."""

    def parse(value: str) -> str:
        if len(value) > limit:
            raise Bad("too_long", found=len(value), limit=limit)
        return value

    return parse


def code(limit: int) -> Parser:
    """A name for machines: lower case letters, digits, dots, hyphens."""
    check_length = text(limit)

    def parse(value: str) -> str:
        if not _CODE.fullmatch(value):
            raise Bad("not_code", value=value)
        return str(check_length(value))

    return parse


def choice(*values: str) -> Parser:
    """One of a few words."""

    def parse(value: str) -> str:
        if value not in values:
            raise Bad("not_choice", value=value, choices=", ".join(values))
        return value

    return parse


def _flag(value: str) -> bool:
    if value not in ("y", "n"):
        raise Bad("not_flag", value=value)
    return value == "y"


def whole(low: int = 0, high: int = 2_000_000_000) -> Parser:
    """A whole number without separators."""

    def parse(value: str) -> int:
        if not re.fullmatch(r"-?\d{1,12}", value):
            raise Bad("not_whole", value=value)
        return int(_within(int(value), low, high))

    return parse


def number(low: float, high: float) -> Parser:
    """A number with a decimal point."""

    def parse(value: str) -> float:
        if not re.fullmatch(r"-?\d{1,12}(\.\d{1,12})?", value):
            raise Bad("not_number", value=value)
        return _within(float(value), low, high)

    return parse


def _within(value: float, low: float, high: float) -> float:
    if not low <= value <= high:
        raise Bad("out_of_range", value=value, low=low, high=high)
    return value


def day() -> Parser:
    """A date as 2022-12-31."""
    return _day


def flag() -> Parser:
    """y or n."""
    return _flag


def _day(value: str) -> date:
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        return date.fromisoformat(value)
    except ValueError:
        raise Bad("not_date", value=value) from None
