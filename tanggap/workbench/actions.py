"""The only writer of what staff keep for their own work."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from tanggap.people.access import Actor
from tanggap.people.models import Agency
from tanggap.taxonomy.models import Category
from tanggap.workbench.models import Presence, ReplyTemplate, SavedFilter

MOST_FILTERS = 30
GONE_AFTER = timedelta(seconds=90)
FORGOTTEN_AFTER = timedelta(days=1)


class TooMany(Exception):
    """Nobody finds anything among more than MOST_FILTERS filters."""


class NotYours(Exception):
    """The office is not one that this person answers for."""


def _person(by: Actor) -> int:
    """Only members of staff keep something here."""
    if by.user_id is None:
        raise NotYours
    return by.user_id


@transaction.atomic
def save_filter(*, place: str, name: str, query: str, by: Actor, at: datetime) -> SavedFilter:
    """Keep a narrowed list under `name`; the same name again takes the new filter."""
    mine = SavedFilter.objects.filter(user=by.user_id, place=place)
    if mine.exclude(name=name).count() >= MOST_FILTERS:
        raise TooMany
    row, _ = SavedFilter.objects.update_or_create(
        user_id=_person(by), place=place, name=name, defaults={"query": query, "created_at": at}
    )
    return row


def drop_filter(*, pk: int, by: Actor) -> bool:
    """Forget one of one's own filters; whether it was there."""
    removed, _ = SavedFilter.objects.filter(pk=pk, user=by.user_id).delete()
    return bool(removed)


@transaction.atomic
def save_template(
    *,
    agency: Agency,
    verb: str,
    name: str,
    text: str,
    category: Category | None,
    by: Actor,
    at: datetime,
    replaces: ReplyTemplate | None = None,
) -> ReplyTemplate:
    """Keep a ready text of `agency`; one that it replaces is ended, not changed."""
    if not by.sits_at(agency):
        raise NotYours
    if replaces is not None:
        end_template(replaces, by=by, at=at)
    ReplyTemplate.objects.filter(agency=agency, verb=verb, name=name, is_active=True).update(
        is_active=False, changed_by=by.user_id, changed_at=at
    )
    return ReplyTemplate.objects.create(
        agency=agency,
        category=category,
        verb=verb,
        name=name,
        text=text,
        changed_by_id=_person(by),
        changed_at=at,
    )


def end_template(template: ReplyTemplate, *, by: Actor, at: datetime) -> None:
    """Offer it no more. Raises NotYours."""
    if not by.sits_at(template.agency):
        raise NotYours
    template.is_active = False
    template.changed_by_id, template.changed_at = _person(by), at
    template.save(update_fields=["is_active", "changed_by", "changed_at"])


_SEEN = """
    INSERT INTO workbench_presence (report_id, user_id, since, seen_at)
    VALUES (%(report)s, %(user)s, %(at)s, %(at)s)
    ON CONFLICT (report_id, user_id) DO UPDATE SET
        seen_at = EXCLUDED.seen_at,
        since = CASE WHEN workbench_presence.seen_at < %(gone)s
            THEN EXCLUDED.since ELSE workbench_presence.since END
"""


def be_present(*, report_id: int, by: Actor, at: datetime) -> None:
    """The person has the report open now. One statement."""
    values = {"report": report_id, "user": by.user_id, "at": at, "gone": at - GONE_AFTER}
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, values)


def forget_presence(*, at: datetime) -> int:
    """Take away marks that mean nothing any more."""
    removed, _ = Presence.objects.filter(seen_at__lt=at - FORGOTTEN_AFTER).delete()
    return removed
