"""The table inside a copy: the same columns in the same order in every kind of file.

It is written by the staff's pages and read back by the public one, in either language.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHEET = "Data"
# In the order of `performance.figures`, which a test compares.
FIGURES = (
    *("received", "followed_up", "on_time", "on_time_share", "late", "within_limit"),
    *("hours_mean", "hours_median", "stars_mean", "stars_count"),
    *("rejected", "reopened", "returned", "passed_on", "hidden"),
)
BEFORE = ("month", "office", "office_name", "scope", "status", "version")
COLUMNS = (*BEFORE, *FIGURES, "checksum")


class Status(StrEnum):
    """What the figures of a row are."""

    OFFICIAL = "official"  # as they were frozen
    OPEN = "open"  # frozen, without confidential reports
    PROVISIONAL = "provisional"  # of a month that is not closed


SCOPES: dict[str, Promise | str] = {
    "own": _("Kantor ini"),
    "whole": _("Dengan di bawahnya"),
}
STATUSES: dict[str, Promise | str] = {
    Status.OFFICIAL.value: _("resmi"),
    Status.OPEN.value: _("tanpa laporan rahasia"),
    Status.PROVISIONAL.value: _("sementara"),
}


@cache
def code_of(word: str) -> str:
    """The code of a scope or a status that is written in one of our languages; else the word."""
    for language in ("id", "en"):
        with translation.override(language):
            for code, name in {**SCOPES, **STATUSES}.items():
                if word.casefold() == str(name).casefold():
                    return code
    return word
