"""What reports are looked up by: their words, and tags.

A tag is a whole number that says one thing of a report: an office that had it, its category, its
month. One index holds words and tags, so any mix of filters, with or without words, is one
intersection of sorted lists, however many reports each of them has alone. The row holds neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import IntEnum

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVector
from django.db.models import Case, F, Func, IntegerField, Q, TextField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest

from tanggap.reports.vocabulary import State

# Full-text search in Indonesian.
SEARCH = SearchVector("title", "text", "address", config="indonesian")

# Work that somebody sent back: an office, or whoever validates.
CAME_BACK = Q(returns__gt=0) | Q(rejections__gt=0)

FIRST_YEAR = 1900  # what claims to be older counts as of this year
_DAY_ONE = date(2000, 1, 1)
_KIND = 100_000_000  # more than any key of a directory, and 21 kinds fit into an integer


class Tag(IntEnum):
    """The kinds of tags. Keys of offices that had the report stand as they are."""

    OFFICE = 0
    CATEGORY = 1
    AREA = 2
    CHANNEL = 3
    LEAD = 4
    STATE = 5
    YEAR = 6
    MONTH = 7
    DAY = 8
    CAME_BACK = 9

    def of(self, values: Iterable[int]) -> list[int]:
        """The tags of this kind for `values`: keys, or numbers of days, months, years, states."""
        return [self * _KIND + value for value in values]


_STATES = [state.value for state in State]


def state_tags(states: Iterable[str]) -> list[int]:
    """The tags of states."""
    return Tag.STATE.of(_STATES.index(state) + 1 for state in states)


def day_tags(days: Iterable[date]) -> list[int]:
    """The tags of days, as the clock of Greenwich tells them."""
    return Tag.DAY.of((day - _DAY_ONE).days for day in days)


def month_number(year: int, month: int) -> int:
    """Months in a row, as their tags count them."""
    return year * 12 + month


def _number(expression: Combinable, template: str) -> Func:
    return Func(expression, template=template, output_field=IntegerField())


def _tag(kind: Tag, value: Combinable) -> Combinable:
    return value + Value(kind * _KIND)


# The moment of arrival on the clock of Greenwich. Nothing is indexed by it: a list that sorts by
# it enters by tags, where one that sorts by `received_at` could walk through the whole table.
ARRIVED = Func(F("received_at"), template="(%(expressions)s AT TIME ZONE 'UTC')")
_YEAR = _number(ARRIVED, "EXTRACT(YEAR FROM %(expressions)s)::integer")
_MONTH = _number(ARRIVED, "EXTRACT(MONTH FROM %(expressions)s)::integer")
_PLACE = _number(
    Cast(F("state"), TextField()),
    f"array_position(ARRAY[{', '.join(repr(name) for name in _STATES)}], %(expressions)s)",
)

TAGS = Func(
    F("offices"),
    Func(
        *(
            _tag(Tag[name.upper()], Cast(F(name), IntegerField()))
            for name in ("category", "area", "channel", "lead")
        ),
        _tag(Tag.STATE, _PLACE),
        _tag(Tag.YEAR, Greatest(_YEAR, Value(FIRST_YEAR))),
        _tag(Tag.MONTH, _YEAR * Value(12) + _MONTH),
        _tag(Tag.DAY, _number(ARRIVED, f"%(expressions)s::date - DATE '{_DAY_ONE}'")),
        Case(When(CAME_BACK, then=Value(Tag.CAME_BACK * _KIND))),
        template="ARRAY[%(expressions)s]",
        output_field=ArrayField(IntegerField()),
    ),
    function="array_cat",
    output_field=ArrayField(IntegerField()),
)
