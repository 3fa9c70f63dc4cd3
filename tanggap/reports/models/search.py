"""What reports are looked up by: their words and their tags, in one index."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.postgres.search import SearchVector
from django.db.models import Case, F, Q, Value, When

from tanggap.lib.lookup import Lookup, Tag
from tanggap.lib.lookup.tags import TIMES, listed
from tanggap.reports.vocabulary import State

# Full-text search in Indonesian.
SEARCH = SearchVector("title", "text", "address", config="indonesian")

# Work that somebody sent back: an office, or whoever validates.
CAME_BACK = Q(returns__gt=0) | Q(rejections__gt=0)

_STATES = [state.value for state in State]


def state_tags(states: Iterable[str]) -> list[int]:
    """The tags of states."""
    return Tag.STATE.of_names(states, _STATES)


TAGS = listed(
    F("offices"),
    Tag.CATEGORY.from_key("category"),
    Tag.AREA.from_key("area"),
    Tag.CHANNEL.from_key("channel"),
    Tag.LEAD.from_key("lead"),
    Tag.STATE.from_name("state", _STATES),
    *TIMES,
    Tag.CITY.from_key("city"),
    Case(When(CAME_BACK, then=Value(Tag.CAME_BACK.of([0])[0]))),
)
LOOKUP = Lookup(SEARCH, TAGS)
