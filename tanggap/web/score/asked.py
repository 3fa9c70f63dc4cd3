"""What an address asks for: a month, what a list is narrowed to, and how it is sorted."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from tanggap.people.access import Actor
from tanggap.performance import access
from tanggap.performance.counting import Month
from tanggap.performance.queries.boards import SORTABLE, Narrowing
from tanggap.performance.queries.pages import Sort
from tanggap.performance.vocabulary import Figure

NAME = "agency__name"
DEFAULT = f"-{Figure.RECEIVED}"
_MAX_TEXT = 80


def month_of(text: str) -> Month | None:
    """The month of an address, "2022-11"; None for anything else."""
    if len(text) != 7:
        return None
    try:
        return Month(date.fromisoformat(f"{text}-01"))
    except ValueError:
        return None


def narrowing(given: QueryDict, actor: Actor) -> Narrowing:
    """What a list is narrowed to. What can't be read, or isn't hers, narrows nothing."""
    below = None
    if code := text(given, "below"):
        below = access.offices(actor).filter(code=code).first()
    return Narrowing(
        kind=text(given, "kind"),
        city=text(given, "city"),
        below=below,
        is_whole=given.get("whole") == "1",
    )


def text(given: QueryDict, name: str, *, most: int = _MAX_TEXT) -> str:
    """A value of an address as the database can hold it."""
    return given.get(name, "").replace("\0", "")[:most]


def sort(given: QueryDict) -> Sort:
    """By which column: "-received" is the largest first."""
    asked = given.get("sort", "") or DEFAULT
    column, is_descending = asked.removeprefix("-"), asked.startswith("-")
    if column == "name":
        return Sort(NAME, is_descending)
    return Sort(column, is_descending) if column in SORTABLE else sort(QueryDict(f"sort={DEFAULT}"))
