"""Tags: whole numbers that each say one thing of a row: its category, its month, an office it had.

An index of tags makes any mix of filters one intersection of sorted lists, however many rows each
of them has alone. The row doesn't hold them: they are an expression over its columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Greatest

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
    CITY = 10

    def of(self, values: Iterable[int]) -> list[int]:
        """The tags of this kind for `values`: keys, or numbers of days, months, years, states."""
        return [self * _KIND + value for value in values]

    def made(self, value: Combinable) -> Combinable:
        """The tag of this kind for what the database finds in a row."""
        return value + Value(self * _KIND)

    def from_key(self, column: str) -> Combinable:
        """The tag of this kind for a key that the row holds."""
        return self.made(Cast(F(column), IntegerField()))

    def from_name(self, column: str, names: Sequence[str]) -> Combinable:
        """The tag of this kind for one of `names`; see `of_names`."""
        listed = ", ".join(repr(name) for name in names)
        template = f"array_position(ARRAY[{listed}], %(expressions)s)"
        return self.made(_number(Cast(F(column), TextField()), template))

    def of_names(self, values: Iterable[str], names: Sequence[str]) -> list[int]:
        """The same for names that are asked for; one that isn't among `names` has no tag."""
        return self.of(names.index(value) + 1 for value in values if value in names)


def day_tags(days: Iterable[date]) -> list[int]:
    """The tags of days, as the clock of Greenwich tells them."""
    return Tag.DAY.of((day - _DAY_ONE).days for day in days)


def month_number(year: int, month: int) -> int:
    """Months in a row, as their tags count them."""
    return year * 12 + month


def _number(expression: Combinable, template: str) -> Func:
    return Func(expression, template=template, output_field=IntegerField())


# The moment of arrival on the clock of Greenwich. Nothing is indexed by it: a list that sorts by
# it enters by tags, where one that sorts by `received_at` could walk through the whole table.
ARRIVED = Func(F("received_at"), template="(%(expressions)s AT TIME ZONE 'UTC')")
_YEAR = _number(ARRIVED, "EXTRACT(YEAR FROM %(expressions)s)::integer")
_MONTH = _number(ARRIVED, "EXTRACT(MONTH FROM %(expressions)s)::integer")
# When it was received: by these tags the windows are entered.
TIMES: tuple[Combinable, ...] = (
    Tag.YEAR.made(Greatest(_YEAR, Value(FIRST_YEAR))),
    Tag.MONTH.made(_YEAR * Value(12) + _MONTH),
    Tag.DAY.made(_number(ARRIVED, f"%(expressions)s::date - DATE '{_DAY_ONE}'")),
)


def listed(offices: Combinable, *tags: Combinable) -> Func:
    """The tags of a row as a list, and its `offices`, a list of keys. A tag may be null."""
    field = ArrayField(IntegerField())
    return Func(
        offices,
        Func(*tags, template="ARRAY[%(expressions)s]", output_field=field),
        function="array_cat",
        output_field=field,
    )
