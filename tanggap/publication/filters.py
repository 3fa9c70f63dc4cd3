"""What a visitor may ask of the public lists, as conditions on rows and as tags of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Q, QuerySet

from tanggap.lib.lookup import Tag
from tanggap.publication import labels
from tanggap.publication.models import DB, LOOKUP, PublicReport

# An area and what lies within it, down to the smallest.
_WITHIN = """
    WITH RECURSIVE inside AS (
        SELECT id FROM places_area WHERE id = %s
        UNION ALL SELECT a.id FROM places_area a JOIN inside ON a.parent_id = inside.id
    ) SELECT id FROM inside
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a visitor asked for; empty means all."""

    area: int | None = None
    category: int | None = None
    lapor: int | None = None  # a category of the nation's scheme
    channel: int | None = None
    agency: int | None = None
    received_by: int | None = None  # an office whose final assignment it is; see `completed`
    state: str = ""
    year: int | None = None
    month: int | None = None
    # Work done or answered; with `received_by`, whether that office did its part.
    completed: bool | None = None
    words: str = ""


def filtered(filters: Filters) -> QuerySet[PublicReport]:
    """The public reports that a visitor asked for, without their story and text."""
    state, _is_put_away = labels.asked(filters.state)
    exact: dict[str, Any] = {
        "category_id": filters.category,
        "lapor_category_id": filters.lapor,
        "channel_id": filters.channel,
        "agency_id": filters.agency,
        "state": state or None,
    }
    rows = beyond_tags(PublicReport.objects.using(DB).defer("story", "text"), filters)
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if filters.received_by is not None:
        rows = rows.filter(received_by__contains=[filters.received_by])
    if filters.area is not None:
        rows = rows.filter(area__in=areas_within(filters.area))
    return LOOKUP.with_words(rows, filters.words) if filters.words else rows


def beyond_tags(rows: QuerySet[PublicReport], filters: Filters) -> QuerySet[PublicReport]:
    """`rows` with what no tag says exactly: the period, what is completed, what was put away."""
    if filters.year is not None:
        rows = rows.filter(received_at__year=filters.year)
    if filters.month is not None:
        rows = rows.filter(received_at__month=filters.month)
    return rows.filter(_completion(filters), _put_away(filters))


def tags(filters: Filters, areas: Sequence[int]) -> dict[str, list[int]]:
    """The filters as tags, by name: of each list a report has at least one.

    `areas` are those within the area asked for.
    """
    state, _is_put_away = labels.asked(filters.state)
    keys = {
        "category": Tag.CATEGORY.of(_given(filters.category)),
        "lapor": Tag.CATEGORY.of(_given(filters.lapor)),
        "channel": Tag.CHANNEL.of(_given(filters.channel)),
        "agency": Tag.LEAD.of(_given(filters.agency)),
        "received_by": Tag.OFFICE.of(_given(filters.received_by)),
        "area": Tag.AREA.of(areas),
    }
    found = {name: some for name, some in keys.items() if some}
    if filters.state:
        found["state"] = Tag.STATE.of_names([state], labels.NAMES)
    elif filters.completed and filters.received_by is None:
        found["state"] = Tag.STATE.of_names(labels.DONE, labels.NAMES)
    return found


def areas_within(area: int | None) -> list[int]:
    """The area and all that lie within it; one that isn't there alone. One query."""
    if area is None:
        return []
    with connections[DB].cursor() as cursor:
        cursor.execute(_WITHIN, [area])
        return [pk for (pk,) in cursor.fetchall()] or [area]


def _given(key: int | None) -> list[int]:
    return [] if key is None else [key]


def _completion(filters: Filters) -> Q:
    if filters.completed is None:
        return Q()
    if filters.received_by is None:
        return Q(is_completed=filters.completed)
    done = Q(done_by__contains=[filters.received_by])
    return done if filters.completed else ~done


def _put_away(filters: Filters) -> Q:
    """Of declined reports those that were archived, or those that were refused."""
    _state, is_put_away = labels.asked(filters.state)
    found = Q(came_by=labels.PUT_AWAY)
    return Q() if is_put_away is None else found if is_put_away else ~found
