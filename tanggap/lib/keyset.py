"""Where a list goes on: the moment by which it is sorted, and the key of the row behind it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Q

Cursor = tuple[datetime | None, int]


def written(moment: datetime | None, pk: int) -> str:
    """A cursor for an address, of signs that need no escape there."""
    stamp = moment.astimezone(UTC).isoformat().replace("+00:00", "Z") if moment else ""
    return f"{stamp}_{pk}"


def read(text: str) -> Cursor | None:
    """The cursor; None for an empty or a spoilt one, which means the beginning."""
    stamp, mark, pk = text.rpartition("_")
    if not mark:
        return None
    try:
        moment = datetime.fromisoformat(stamp) if stamp else None
        return (moment, int(pk)) if moment is None or moment.tzinfo else None
    except ValueError:
        return None


def beyond(cursor: Cursor | None, column: str, *, is_newer: bool) -> Q:
    """The rows on one side of the cursor, in a list without gaps in `column`.

    As a bound and an exception, so that an index on the column is entered there.
    """
    if cursor is None or cursor[0] is None:
        return Q()
    moment, pk = cursor
    bound, edge = ("gte", "lte") if is_newer else ("lte", "gte")
    return Q(**{f"{column}__{bound}": moment}) & ~Q(**{column: moment, f"id__{edge}": pk})
