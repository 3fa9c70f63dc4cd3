"""Indonesian words on an English page: found by the words that only our Indonesian texts use."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from functools import cache
from html.parser import HTMLParser
from typing import Any

from babel.messages.pofile import read_po

from tanggap.ops import texts
from tests.database import ROOT

PACK = ROOT / "packs" / "jakarta"
_WORD = re.compile(r"[^\W\d_]{2,}")
# Addresses, and follow-up codes, whose letters fall as they may.
_ADDRESS = re.compile(r"https?://\S+|\b(?:[0-9A-Z]{4}-){2}[0-9A-Z]{4}\b")
_FACT = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
# The pack's columns that people read, and the column with their English.
_SPOKEN = {
    "categories.csv": {"name": "name_en"},
    "lapor_categories.csv": {"name": "name_en"},
    "channels.csv": {"name": "name_en"},
    "institutions.csv": {"name": "name_en"},
    "holidays.csv": {"name": "name_en", "source": "source_en"},
    "reasons.csv": {"text": "text_en", "legal_basis": "legal_basis_en", "remedy": "remedy_en"},
}
_PROPER = {"agencies.csv": ("name", "short_name"), "areas.csv": ("name",), "places.csv": ("name",)}
_ALLOWED = ("Bahasa Indonesia",)
# Attributes that people read or hear, whatever they hold; others only if they hold several words.
_READ = {"alt", "title", "aria-label", "placeholder", "data-l", "label"}
_UNREAD = {
    *("class", "href", "src", "srcset", "action", "d", "points", "viewbox", "media", "rel", "name"),
    *("value", "id", "for", "content", "accept", "hx-get", "hx-post", "hx-target", "hx-swap"),
    *("aria-labelledby", "aria-describedby", "sizes", "autocomplete", "transform", "style"),
    *(
        "preserveaspectratio",
        "pattern",
        "data-hints-for",
        "data-words",
        "hx-include",
        "hx-headers",
        "allow",
    ),
}


@cache
def telltales() -> frozenset[str]:
    """Words of our Indonesian texts and names that no English one of ours has."""
    indonesian, english = set(), set()
    with texts.CATALOGUE.open("rb") as file:
        for message in read_po(file, locale="en"):
            indonesian |= _words(message.id)
            english |= _words(message.string)
    for file_name, columns in _SPOKEN.items():
        for row in _rows(file_name):
            for source, translation in columns.items():
                indonesian |= _words(row[source])
                english |= _words(row[translation])
    return frozenset(indonesian - english)


@cache
def proper_names() -> tuple[str, ...]:
    """Names of offices, areas and places, the longest first: they are the same in English."""
    names = {
        row[column]
        for file, columns in _PROPER.items()
        for row in _rows(file)
        for column in columns
    }
    return tuple(sorted(names, key=len, reverse=True))


@cache
def codes() -> frozenset[str]:
    """What machines call rows of the pack; pages say it to experts and to scripts."""
    files = [*_SPOKEN, *_PROPER]
    return frozenset(row["code"] for file in files for row in _rows(file) if "code" in row)


def leaks(html: str, *, typed: Iterable[str] = ()) -> list[str]:
    """The texts of a page that hold telltales, each with those. `typed` are words of people."""
    page = _Page()
    page.feed(html)
    told = tuple(typed)
    return [said for text in dict.fromkeys(page.texts) if (said := _leak(text, told))]


@cache  # options of long selects stand on many pages
def _leak(text: str, typed: tuple[str, ...]) -> str:
    if not _words(text) & telltales():
        return ""
    words = _words(_own(text, typed)) & telltales()
    return f"{text} ({', '.join(sorted(words))})" if words else ""


def _own(text: str, typed: Iterable[str]) -> str:
    """The text without names and without what people wrote."""
    text = _ADDRESS.sub(" ", text)
    for name in (*_ALLOWED, *typed, *proper_names()):
        if name in text:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return " ".join(word for word in text.split() if word not in codes())


def _rows(file: str) -> list[dict[str, str]]:
    with (PACK / file).open(newline="") as source:
        return list(csv.DictReader(source))


def _words(text: Any) -> set[str]:
    parts = text if isinstance(text, tuple | list) else [text]
    return {
        word.lower() for part in parts for word in _WORD.findall(_FACT.sub(" ", str(part or "")))
    }


class _Page(HTMLParser):
    """What people see or hear of a page, but for what they type."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skipping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "textarea") or given.get("lang") == "id":
            self.skipping.append(tag)
        self.texts += _read(given)

    def handle_endtag(self, tag: str) -> None:
        if self.skipping and self.skipping[-1] == tag:
            self.skipping.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not self.skipping:
            self.texts.append(" ".join(data.split()))


def _read(attributes: dict[str, str]) -> Iterator[str]:
    for name, value in attributes.items():
        if name in _READ or (name not in _UNREAD and " " in value):
            yield value
    if attributes.get("name") == "description":
        yield attributes.get("content", "")
