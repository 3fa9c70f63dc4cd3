"""Bringing messages to reporters, many over one connection, outside of every transaction."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime

from django.db import connection

from tanggap.identity import actions as identity
from tanggap.identity.actions import Recipient
from tanggap.lib.marks import Outcome
from tanggap.messaging.authors import worded
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Delivery, Message
from tanggap.messaging.quiet import quiet_hours
from tanggap.messaging.ways.choosing import WAYS, wanted
from tanggap.messaging.ways.parcels import Parcel, Send, Words

MAX_TRIES = 16
Pair = tuple[int, int]  # ids of a message and of a contact

log = logging.getLogger(__name__)


def deliver(pairs: Sequence[Pair], *, at: datetime) -> Iterator[Outcome]:
    """Bring messages to people by every way they want, each at most once; says for each pair, in
    order, whether it is done. What failed but may still succeed isn't; what would come in
    somebody's quiet hours says when they end, and leaves no trace before.

    Delivery rows are there before the network is touched, and each says that it was sent before
    the next one is. Killed in between, one mail may be sent again, with the same Message-ID.
    """
    kept = Message.objects.in_bulk([message for message, _ in pairs])
    words = worded(kept.values())
    messages = {pk: message for pk, message in kept.items() if pk in words}
    people = identity.open_for_delivery([contact for _, contact in pairs])
    asleep = _asleep(pairs, messages, people, at=at)
    awake = [pair for pair in pairs if pair not in asleep]
    waiting = _waiting(awake, messages, people, at=at)
    with ExitStack() as stack:
        senders = {name: stack.enter_context(way.session()) for name, way in WAYS.items()}
        for pair in pairs:
            if until := asleep.get(pair):
                yield until
                continue
            is_known = pair[0] not in messages or pair[1] in people
            rows = waiting.pop(pair, [])
            sent = [_send(row, words[pair[0]], senders, people[pair[1]], at=at) for row in rows]
            yield is_known and all(sent)


def _asleep(
    pairs: Sequence[Pair],
    messages: dict[int, Message],
    people: dict[int, Recipient],
    *,
    at: datetime,
) -> dict[Pair, datetime]:
    """Those whose news waits, and until when."""
    until = quiet_hours().awake(at)
    if until == at:
        return {}
    return {
        (message, contact): until
        for message, contact in pairs
        if message in messages and contact in people
        if people[contact].is_quiet and not messages[message].is_urgent
    }


def _waiting(
    pairs: Sequence[Pair],
    messages: dict[int, Message],
    people: dict[int, Recipient],
    *,
    at: datetime,
) -> dict[Pair, list[Delivery]]:
    """The deliveries still to be made, by pair. Two statements."""
    fresh = [
        Delivery(message_id=message, contact_id=contact, way=way, updated_at=at)
        for message, contact in pairs
        if message in messages and contact in people
        for way in wanted(people[contact])
    ]
    Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    rows = Delivery.objects.filter(message__in=messages, state=Delivery.State.QUEUED)
    found: dict[Pair, list[Delivery]] = {}
    for row in rows.order_by("pk"):
        if row.contact_id in people and (row.message_id, row.contact_id) in pairs:
            row.message = messages[row.message_id]
            found.setdefault((row.message_id, row.contact_id), []).append(row)
    return found


def _send(
    row: Delivery, words: Words, senders: dict[str, Send], to: Recipient, *, at: datetime
) -> bool:
    """Send one message by one way; False when it has to be tried again."""
    row.tries += 1
    try:
        if row.way not in wanted(to):
            raise SendFailed("not wanted any more", permanent=True)
        senders[row.way](Parcel(row.pk, row.message, words, to))
        row.state = Delivery.State.SENT
    except SendFailed as failure:
        is_final = failure.permanent or row.tries >= MAX_TRIES
        row.state = Delivery.State.FAILED if is_final else Delivery.State.QUEUED
        row.error = str(failure)[:200]
    except Exception:
        # A mistake of ours in one message must not keep the others.
        log.exception("message %s could not be sent", row.message_id)
        return False
    _note(row, at=at)
    return row.state != Delivery.State.QUEUED


def _note(row: Delivery, *, at: datetime) -> None:
    """Plain SQL: the ORM would take half as long for this statement as the mail itself.

    A gateway may have said that it didn't arrive before we wrote down that it left.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE messaging_delivery SET tries = %s, error = %s, updated_at = %s,"
            " state = CASE state WHEN 'bounced' THEN state ELSE %s END WHERE id = %s",
            [row.tries, row.error, at, str(row.state), row.pk],
        )
