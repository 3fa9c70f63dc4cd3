"""Names in two languages: Indonesian in the source, English beside it, the page's one is said.

Rows of the directories have `name` and `name_en`. Proper names (offices, villages, streets) have
no English one and are said as they are.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language


def is_english() -> bool:
    """Whether the active language is English; every other one is served in Indonesian."""
    return (get_language() or "").startswith("en")


def language() -> str:
    """The language in which we answer: "id" or "en"."""
    return "en" if is_english() else "id"


def local(indonesian: str, english: str) -> str:
    """The one of the active language; Indonesian where there is no English."""
    return english if english and is_english() else indonesian


def column(path: str) -> Combinable:
    """The same in a query: of `category__name` the column of the active language."""
    if not is_english():
        return F(path)
    english: Any = NullIf(F(f"{path}_en"), Value(""))
    return Coalesce(english, F(path), output_field=CharField())


class Named:
    """A row with a name in each language."""

    __slots__ = ()
    name: Any
    name_en: Any

    @property
    def local_name(self) -> str:
        """The name in the active language."""
        return local(self.name, self.name_en)


class Sourced:
    """A row that says where it stands written, in each language."""

    __slots__ = ()
    source: Any
    source_en: Any

    @property
    def local_source(self) -> str:
        """Where it stands, in the active language."""
        return local(self.source, self.source_en)
