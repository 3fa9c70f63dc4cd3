"""Whether everything in a pack that people read can be read in English too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.ops.pack.problems import Problem, problem
from tanggap.ops.pack.read import SETTINGS_FILE
from tanggap.ops.pack.rules import at
from tanggap.ops.pack.schema import Pack
from tanggap.ops.pack.settings import line_of

# One file of words per language is a text: {id = "...", en = "..."}.
_LANGUAGES = ("id", "en")
# Keys of pack.toml that are words; the English ones end in _en.
_WORDS = ("name", "for")
# Districts and villages are called the same in every language.
_ENGLISH_AREAS = ("province", "city")


def check_languages(pack: Pack) -> Iterator[Problem]:
    """Every text, name and sentence that lacks a language.

    The columns that each row must fill are checked when the tables are read.
    """
    yield from _areas(pack)
    yield from _remedies(pack)
    if SETTINGS_FILE in pack.sources:
        yield from _names(pack, pack.settings, "")
    for name, texts in pack.texts.items():
        yield from _texts(pack, f"texts/{name}.toml", texts, "")


def _areas(pack: Pack) -> Iterator[Problem]:
    for line in pack.lines["areas"]:
        if line.row.level in _ENGLISH_AREAS and not line.row.name_en:
            yield at(pack, "areas", line, "name_en", "required")


def _remedies(pack: Pack) -> Iterator[Problem]:
    for line in pack.lines["reasons"]:
        if line.row.remedy and not line.row.remedy_en:
            yield at(pack, "reasons", line, "remedy_en", "required")
        if line.row.legal_basis and not line.row.legal_basis_en:
            yield at(pack, "reasons", line, "legal_basis_en", "required")


def _names(pack: Pack, values: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    """Each `name` and `for` of pack.toml, however deep, with its English one beside it."""
    for word in _WORDS:
        if word in values and not values.get(f"{word}_en"):
            name = f"{prefix}{word}"
            line = line_of(pack.sources[SETTINGS_FILE], name)
            yield problem(SETTINGS_FILE, line, 0, "missing_language", name=name, language="en")
    for key, value in values.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, Mapping):
                yield from _names(pack, inner, f"{prefix}{key}.")


def _texts(pack: Pack, file: str, values: Mapping[str, Any], prefix: str) -> Iterator[Problem]:
    for key, value in values.items():
        name = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            continue
        if is_text(value):
            for language in [code for code in _LANGUAGES if not value.get(code)]:
                line = line_of(pack.sources[file], name)
                yield problem(file, line, 0, "missing_language", name=name, language=language)
        else:
            yield from _texts(pack, file, value, f"{name}.")


def is_text(value: Mapping[str, Any]) -> bool:
    """Whether a section is one text in several languages."""
    return bool(value) and set(value) <= set(_LANGUAGES)
