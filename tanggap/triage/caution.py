"""What must be said before a report is sent: danger comes first, and some words make it secret.

Words and sentences are the pack's. A category of the reporter's own choice counts like a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from tanggap.lib.editions import kept
from tanggap.lib.naming import language
from tanggap.taxonomy import queries as taxonomy
from tanggap.taxonomy.models import Category
from tanggap.triage.phrases import said


class Care(StrEnum):
    """Why a report is treated with care; the value names the section of the pack's texts."""

    DANGER = "danger"
    PROTECTION = "protection"  # children, violence, health: secret without asking
    MISCONDUCT = "misconduct"  # about an office or an officer: past that office


@dataclass(frozen=True, slots=True)
class Caution:
    """One care, its sentences in the active language, and the words that called for it."""

    care: Care
    words: tuple[str, ...] = ()  # empty: the category did

    @property
    def title(self) -> str:
        return text(self.care, "title")

    @property
    def text(self) -> str:
        return text(self.care, "text")


def of(typed: str, *, category: str = "") -> list[Caution]:
    """What `typed` and the chosen category (a code) call for, danger first."""
    found = []
    for care in Care:
        spoken = tuple(said(typed, words(care)))
        if spoken or category in codes(care):
            found.append(Caution(care, spoken))
    return found


def keeps_secret(typed: str) -> bool:
    """Whether `typed` says a word that makes a report secret without asking."""
    return bool(said(typed, words(Care.PROTECTION)))


def words(care: Care) -> tuple[str, ...]:
    """The pack's words and phrases, of all languages: people mix them."""
    section: Any = taxonomy.setting(f"texts.emergency.{care}.words", {})
    return tuple(dict.fromkeys(word for some in section.values() for word in some))


def text(care: Care, name: str) -> str:
    """One sentence of the pack in the active language; empty where it has none."""
    spoken: Any = taxonomy.setting(f"texts.emergency.{care}.{name}", {})
    return str(spoken.get(language()) or spoken.get("id", ""))


def codes(care: Care) -> frozenset[str]:
    """The categories that call for it by themselves."""
    return _codes()[care]


@kept(Category)
def _codes() -> dict[Care, frozenset[str]]:
    rows = list(Category.objects.filter(is_active=True))
    return {
        Care.DANGER: _those(row.code for row in rows if row.is_emergency),
        Care.PROTECTION: _those(row.code for row in rows if row.is_protected),
        Care.MISCONDUCT: _those(row.code for row in rows if row.is_conflict_of_interest),
    }


def _those(codes: Iterable[str]) -> frozenset[str]:
    return frozenset(codes)
