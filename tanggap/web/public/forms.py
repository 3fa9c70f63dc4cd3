"""What a visitor may ask of the lists. An unknown value is ignored, never an error page."""

from __future__ import annotations

from django.http import QueryDict

from tanggap.people.models import Agency
from tanggap.places.models import Area
from tanggap.publication.filters import Filters
from tanggap.publication.models import DB
from tanggap.taxonomy.models import Category, Channel

FLAGS = {"1": True, "0": False}


def filters_from(query: QueryDict) -> Filters:
    """The filters of a list from its address; codes become keys of the directories."""
    return Filters(
        area=_key(Area, query.get("area", "")),
        category=_key(Category, query.get("category", "")),
        lapor=_key(Category, query.get("lapor", "")),
        channel=_key(Channel, query.get("channel", "")),
        agency=_key(Agency, query.get("agency", "")),
        received_by=_key(Agency, query.get("received_by", "")),
        state=query.get("state", "")[:20],
        year=whole(query.get("year", "")),
        month=whole(query.get("month", ""), low=1, high=12),
        completed=FLAGS.get(query.get("completed", "")),
        words=query.get("q", "").strip()[:200],
    )


def key_of_area(code: str) -> int | None:
    """The key of an area."""
    return _key(Area, code)


def key_of_agency(code: str) -> int | None:
    """The key of an office."""
    return _key(Agency, code)


def whole(text: str, *, low: int = 1970, high: int = 2200) -> int | None:
    """A whole number between `low` and `high`, or None."""
    return int(text) if text.isascii() and text.isdigit() and low <= int(text) <= high else None


def _key(model: type[Area | Category | Channel | Agency], code: str) -> int | None:
    """The key of a directory row; a code that nobody has finds nothing (-1)."""
    if not code:
        return None
    found = model._default_manager.using(DB).filter(code=code[:160]).values_list("pk", flat=True)
    return found.first() or -1
