"""News is gathered, put into letters, and the letters are sent: three steps, each of which may be
killed anywhere and done again, and each of which takes the same statements for one as for many.

Only one gatherer writes at a time, so that the numbers of news grow in the order in which others
see them; a letter and how far its subscription has read are one statement; a letter says that it
was sent before the next one is touched, and one that is sent again has the same Message-ID.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import translation

from tanggap.identity import actions as identity
from tanggap.identity import queries as identities
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.quiet import quiet_hours
from tanggap.messaging.ways.email import post
from tanggap.messaging.ways.push import to_all
from tanggap.publication import labels
from tanggap.together import texts
from tanggap.together.actions.subscribing import drop
from tanggap.together.models import Letter, Subscription
from tanggap.together.texts import Item

SLICE = 500
BATCH = 50
MOST_ITEMS = 30
MAX_TRIES = 16
CLAIM = timedelta(minutes=10)
LOOK_BACK = timedelta(days=1)
KEPT = timedelta(days=30)
MORNING = time(7)
_LOCK = 7405  # of the one gatherer

# What a neighbour hears of: there is a new one, or one came to its end.
NEAR = ("open", "publish", "validate", "answer", "peer_answer", "decline", "refer")
# What a follower hears of.
STEPS = (
    *("accept", "coordinate", "dispose", "resolve", "validate", "reject_followup", "answer"),
    *("reopen", "close", "schedule", "progress", "decline", "refer", "note", "comment", "merge"),
    *("peer_answer", "overturn", "hold", "withdraw"),
)

_GATHER = """
    INSERT INTO together_news (report_id, seq, verb, at, area_id, category_id)
    SELECT e.report_id, e.seq, e.verb, e.at, p.area_id, p.category_id
    FROM publication_publicreport p JOIN reports_reportevent e ON e.report_id = p.id
    WHERE p.updated_at > %(since)s AND e.at > %(since)s AND e.verb = ANY(%(verbs)s)
        AND (e.verb <> 'note' OR e.data ->> 'audience' = 'public')
    ORDER BY e.at, e.report_id, e.seq
    ON CONFLICT (report_id, seq) DO NOTHING RETURNING id
"""
# Which news `n` a subscription `s` hears of; `a` is the news's area, `b` the one around it.
_HEARS = """(s.report_id = n.report_id AND n.verb = ANY(%(steps)s)
    OR s.category_id = n.category_id AND n.verb = ANY(%(near)s)
    OR s.area_id IN (a.id, a.parent_id, b.parent_id) AND n.verb = ANY(%(near)s))"""
_AROUND = """LEFT JOIN places_area a ON a.id = n.area_id
    LEFT JOIN places_area b ON b.id = a.parent_id"""
_CALL = f"""
    UPDATE together_subscription s
    SET due_at = CASE s.rhythm WHEN 'now' THEN %(awake)s ELSE %(morning)s END
    FROM together_news n {_AROUND}
    WHERE n.id = ANY(%(ids)s) AND s.confirmed_at < n.at AND s.due_at IS NULL AND {_HEARS}
"""  # noqa: S608
_WRITE = """
    WITH due AS (
        SELECT id, seen FROM together_subscription WHERE due_at <= %(at)s
        ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ), newest AS (SELECT coalesce(max(id), 0) AS id FROM together_news),
    written AS (
        INSERT INTO together_letter (subscription_id, first, last, tries, created_at)
        SELECT due.id, due.seen, newest.id, 0, %(at)s FROM due, newest WHERE newest.id > due.seen
        ON CONFLICT (subscription_id, last) DO NOTHING
    )
    UPDATE together_subscription s SET due_at = NULL, seen = newest.id
    FROM due, newest WHERE s.id = due.id
"""
_FORGET = """
    DELETE FROM together_letter
    WHERE created_at < %(old)s AND (sent_at IS NOT NULL OR failed_at IS NOT NULL)
"""
_CLAIM = """
    UPDATE together_letter SET claimed_at = %(at)s WHERE id IN (
        SELECT id FROM together_letter WHERE sent_at IS NULL AND failed_at IS NULL
            AND (claimed_at IS NULL OR claimed_at < %(stale)s)
        ORDER BY id LIMIT %(most)s FOR UPDATE SKIP LOCKED)
    RETURNING id
"""
_ITEMS = f"""
    SELECT l.id, p.number, p.title, p.state, p.came_by, p.is_scheduled,
        array_agg(n.verb ORDER BY n.id)
    FROM together_letter l JOIN together_subscription s ON s.id = l.subscription_id
    JOIN together_news n ON n.id > l.first AND n.id <= l.last AND n.at > s.confirmed_at
    {_AROUND}
    JOIN publication_publicreport p ON p.id = n.report_id
    WHERE l.id = ANY(%(ids)s) AND {_HEARS}
    GROUP BY l.id, p.id ORDER BY l.id, min(n.id)
"""  # noqa: S608


@transaction.atomic
def gather(*, at: datetime) -> int:
    """Write down what happened to public reports, once each; how much. Five statements."""
    _run("SELECT pg_advisory_xact_lock(%(lock)s)", lock=_LOCK)
    verbs = sorted({*NEAR, *STEPS})
    ids = [pk for (pk,) in _run(_GATHER, since=at - LOOK_BACK, verbs=verbs)]
    if ids:
        awake = quiet_hours().awake(at)
        _do(_CALL, ids=ids, awake=awake, morning=_morning(at), **_verbs())
    _do("DELETE FROM together_news WHERE at < %(old)s", old=at - KEPT)
    _do(_FORGET, old=at - KEPT)
    return len(ids)


def write(*, at: datetime) -> int:
    """A letter for each of the next subscriptions whose time has come; how many were looked at."""
    return _do(_WRITE, at=at, most=SLICE)


def send(*, at: datetime) -> int:
    """Send the next letters over one connection; how many were taken up."""
    ids = [pk for (pk,) in _run(_CLAIM, at=at, stale=at - CLAIM, most=BATCH)]
    rows = Letter.objects.select_related(
        "subscription__report", "subscription__area", "subscription__category"
    )
    letters = list(rows.filter(pk__in=ids).order_by("pk"))
    people = identity.open_for_delivery([row.subscription.contact_id for row in letters])
    items = _items(ids)
    server = get_connection()
    for row in letters:
        to = people.get(row.subscription.contact_id)
        if to is not None and (said := items.get(row.pk)):
            _send(row, said, to=to, server=server, at=at)
        else:  # hidden since, or unreadable: there is nothing to say
            row.delete()
    server.close()
    return len(ids)


def _items(ids: Sequence[int]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    for pk, number, title, state, came_by, is_scheduled, verbs in _run(
        _ITEMS, ids=list(ids), **_verbs()
    ):
        told = tuple(verb for verb in verbs if verb in labels.SENTENCES)
        item = Item(number, title, state, came_by, is_scheduled, told)
        found.setdefault(pk, []).append(item)
    return found


def _send(
    row: Letter, items: list[Item], *, to: identity.Recipient, server: Any, at: datetime
) -> None:
    row.tries += 1
    try:
        if to.person.email:
            _mail(row, items, to=to, server=server)
        else:
            with translation.override(to.language):
                said = texts.push(row.subscription, items, tag=f"l{row.pk}")
            to_all(to.browsers, said, topic=f"l{row.pk}")
        row.sent_at = at
    except SendFailed as failure:
        if not to.person.email and not identities.with_browsers([row.subscription.contact_id]):
            drop(row.subscription)  # its push service no longer knows the browser
            return
        if failure.permanent or row.tries >= MAX_TRIES:
            row.failed_at = at
    row.save(update_fields=["tries", "sent_at", "failed_at"])


def _mail(row: Letter, items: list[Item], *, to: identity.Recipient, server: Any) -> None:
    subscription: Subscription = row.subscription
    more = max(0, len(items) - MOST_ITEMS)
    post(
        lambda: texts.letter(subscription, items[:MOST_ITEMS], more=more),
        address=to.person.email,
        language=to.language,
        message_id=f"letter-{row.pk}",
        server=server,
        headers={
            "List-Unsubscribe": f"<{texts.end_url(subscription)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def _morning(at: datetime) -> datetime:
    """The next morning in the institution's time zone."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    day = local.date() + timedelta(days=int(local.time() >= MORNING))
    return datetime.combine(day, MORNING, local.tzinfo)


def _verbs() -> dict[str, list[str]]:
    return {"steps": list(STEPS), "near": list(NEAR)}


def _run(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _do(query: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)
