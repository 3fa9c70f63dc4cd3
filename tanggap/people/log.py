"""The log of what people change about the institution: written here, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tanggap.people.access import Actor
from tanggap.people.models import Agency, Change, User

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Who:
    """Who changed it, when and why."""

    by: Actor
    at: datetime
    reason: str = ""


def note(
    who: Who,
    kind: Change.Kind,
    verb: str,
    subject: str,
    *,
    office: Agency | None = None,
    person: User | None = None,
    before: Values | None = None,
    after: Values | None = None,
) -> Change:
    """Write one line, in the transaction of what it tells about."""
    return Change.objects.create(
        at=who.at,
        by_id=who.by.user_id,
        kind=kind,
        verb=verb,
        subject=subject,
        office=office,
        person=person,
        before=dict(before) if before else None,
        after=dict(after) if after else None,
        reason=who.reason,
    )


def different(before: Values, after: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    """Of both, the columns whose values differ."""
    names = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in names}, {name: after[name] for name in names}
