"""The outbox: a message is written with what caused it; a worker sends it after the commit."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL
from psycopg.types.json import Jsonb

from tanggap.lib import marks
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.notices import mark_read, notify_staff
from tanggap.messaging.sending import deliver

__all__ = [
    "call_back",
    "deliver",
    "forget",
    "mark_read",
    "notify",
    "notify_many",
    "notify_staff",
    "record_reply",
    "unsay",
]

SLICE = 500


def notify(
    *,
    subject: str,
    contact_id: int | None,
    template: str,
    data: dict[str, Any],
    effect_key: str,
    at: datetime,
    wait: int = 0,
    is_urgent: bool = False,
) -> Message:
    """Write a message to the reporter of report `subject` and mark it for delivery.

    `effect_key` names the cause: a second call with the same key returns the first message. With
    no contact the message is still kept: the tracking page shows it. It is sent after `wait`
    seconds, and until then can be called back; with `is_urgent` in quiet hours too.
    """
    return _write(
        Message(
            subject=subject,
            direction=Message.Direction.TO_REPORTER,
            template=template,
            data=data,
            effect_key=effect_key,
            created_at=at,
            is_urgent=is_urgent,
        ),
        contact_id,
        wait,
    )


def notify_many(wanted: Sequence[dict[str, Any]]) -> None:
    """The same as `notify` for each of these arguments, with few statements."""
    keys = [one["effect_key"] for one in wanted]
    known = set(Message.objects.filter(effect_key__in=keys).values_list("effect_key", flat=True))
    fresh = [one for one in wanted if one["effect_key"] not in known]
    messages = Message.objects.bulk_create(
        Message(
            subject=one["subject"],
            direction=Message.Direction.TO_REPORTER,
            template=one["template"],
            data=one["data"],
            effect_key=one["effect_key"],
            created_at=one["at"],
            is_urgent=one.get("is_urgent", False),
        )
        for one in fresh
    )
    pairs: dict[int, list[tuple[int, int]]] = {}
    for message, one in zip(messages, fresh, strict=True):
        if one["contact_id"]:
            pairs.setdefault(one.get("wait", 0), []).append((message.pk, one["contact_id"]))
    for wait, some in pairs.items():
        marks.add_pairs("messages", some, wait=wait)


def call_back(effect_keys: Collection[str]) -> bool:
    """Unsay what nobody was sent yet; False, and nothing is unsaid, when one is on its way.

    In the caller's transaction: whoever is about to send one of them waits for its end.
    """
    messages = Message.objects.filter(effect_key__in=effect_keys)
    known = list(messages.values_list("pk", flat=True))
    is_out = Delivery.objects.filter(message__in=known).exists()
    if is_out or not marks.call_back("messages", known):
        return False
    messages.delete()
    return True


def unsay(effect: str) -> None:
    """Delete the messages whose effect key begins so, sent or not: their reader leaves.

    A mark of one that waits ends by itself, when nobody finds its message.
    """
    Message.objects.filter(effect_key__startswith=effect).delete()


def forget(template: str, *, topic: str, before: datetime) -> None:
    """Delete messages of one kind that aren't about a report, but those that still wait."""
    old = Message.objects.filter(subject="", template=template, created_at__lt=before)
    done = old.exclude(pk__in=RawSQL(marks.WAITING, [topic]))  # noqa: S611 (our own words)
    while keys := list(done.values_list("pk", flat=True)[:SLICE]):
        Message.objects.filter(pk__in=keys).delete()


def record_reply(*, subject: str, body: str, effect_key: str, at: datetime) -> Message:
    """Keep what the reporter said. Idempotent by `effect_key`."""
    return _write(
        Message(
            subject=subject,
            direction=Message.Direction.FROM_REPORTER,
            body=body,
            effect_key=effect_key,
            created_at=at,
        )
    )


_MARKED = """
        SELECT 'messages' AS topic, id AS key, to_whom AS other, wait FROM made,
            (SELECT %s::bigint AS to_whom, %s::int AS wait) AS contact WHERE to_whom IS NOT NULL
"""
INSERT = f"""
    WITH made AS (
        INSERT INTO messaging_message
            (subject, direction, template, data, body, effect_key, created_at, is_urgent)
        VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (effect_key) DO NOTHING RETURNING id
    ), marked AS ({marks.INSERT_PAIRS.format(_MARKED)})
    SELECT id FROM made
"""  # noqa: S608 (our own words)


def _write(message: Message, contact_id: int | None = None, wait: int = 0) -> Message:
    """Save it unless its cause has a message already, and mark it for whoever gets it.

    Returns the one that is there. Every verb comes here: one statement, where `get_or_create` and
    a mark take five.
    """
    m, data = message, Jsonb(message.data)
    values: list[Any] = [m.subject, m.direction, m.template, data, m.body]
    values += [m.effect_key, m.created_at, m.is_urgent, contact_id, wait]
    with connection.cursor() as cursor:
        cursor.execute(INSERT, values)
        row = cursor.fetchone()
    if row is None:
        return Message.objects.get(effect_key=message.effect_key)
    message.pk, message._state.adding = row[0], False
    return message
