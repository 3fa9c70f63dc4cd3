"""News is written down, and put into letters: two steps, each of which may be killed anywhere and
done again, and each of which takes the same statements for one as for many.

Whatever changes a public row marks its report, in the same transaction. The mark ends in the
transaction that writes the news of it: however long the worker stood, nothing is lost, and nothing
is news twice. Only one writes at a time, so that the numbers of news grow in the order in which
others see them. A letter, and how far its subscription has read, are one statement; the letter is
a message in messaging's outbox, and is sent as every other (decision 40).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from tanggap.lib import marks
from tanggap.messaging import actions as messaging
from tanggap.messaging import queries as sent
from tanggap.messaging.quiet import quiet_hours
from tanggap.together.wording import AROUND, KIND, NEAR, STEPS, TOPIC, verbs

SLICE = 500
KEPT = timedelta(days=30)
MORNING = time(7)
_WRITER = (74, 5)  # the lock of the one who writes news; of a kind that no report's number is in

_NEWS = """
    WITH reached AS (
        SELECT report_id, max(seq) AS seq FROM reports_reportevent
        WHERE report_id = ANY(%(ids)s) GROUP BY report_id
    ), before AS (SELECT report_id, seq FROM together_told WHERE report_id = ANY(%(ids)s)),
    told AS (
        INSERT INTO together_told (report_id, seq)
        SELECT r.report_id, r.seq FROM reached r
        JOIN publication_publicreport p ON p.id = r.report_id
        ON CONFLICT (report_id) DO UPDATE SET seq = excluded.seq
    )
    INSERT INTO together_news (report_id, seq, verb, at, area_id, category_id)
    SELECT e.report_id, e.seq, e.verb, e.at, p.area_id, p.category_id
    FROM publication_publicreport p JOIN reports_reportevent e ON e.report_id = p.id
    LEFT JOIN before b ON b.report_id = p.id
    WHERE p.id = ANY(%(ids)s) AND e.seq > coalesce(b.seq, 0) AND e.verb = ANY(%(verbs)s)
        AND (e.verb <> 'note' OR e.data ->> 'audience' = 'public')
        AND e.at > (SELECT min(confirmed_at) FROM together_subscription)
    ORDER BY e.at, e.report_id, e.seq
    ON CONFLICT (report_id, seq) DO NOTHING RETURNING id
"""
_HEARING = "n.id = ANY(%(ids)s) AND s.due_at IS NULL AND s.confirmed_at < n.at"
_CALL = f"""
    UPDATE together_subscription SET due_at = CASE rhythm
        WHEN 'now' THEN %(awake)s ELSE %(morning)s END
    WHERE due_at IS NULL AND id IN (
        SELECT s.id FROM together_news n JOIN together_subscription s ON s.report_id = n.report_id
        WHERE {_HEARING} AND n.verb = ANY(%(steps)s)
        UNION
        SELECT s.id FROM together_news n
        JOIN together_subscription s ON s.category_id = n.category_id
        WHERE {_HEARING} AND n.verb = ANY(%(near)s)
        UNION
        SELECT s.id FROM together_news n {AROUND}
        JOIN together_subscription s ON s.area_id IN (a.id, a.parent_id, b.parent_id)
        WHERE {_HEARING} AND n.verb = ANY(%(near)s))
"""  # noqa: S608 (our own words)
_LETTERS = """
    INSERT INTO messaging_message
        (subject, direction, template, data, body, effect_key, created_at, is_urgent)
    SELECT '', 'out', %(kind)s,
        jsonb_build_object('subscription', due.id, 'first', due.seen, 'last', newest.id),
        '', %(kind)s || ':' || due.id || ':' || newest.id, %(at)s, false
    FROM due, newest WHERE newest.id > due.seen
    ON CONFLICT (effect_key) DO NOTHING RETURNING id, data
"""
_MARKED = """
    SELECT %(topic)s AS topic, written.id AS key, due.contact_id AS other, 0 AS wait
    FROM written JOIN due ON due.id = (written.data ->> 'subscription')::bigint
"""
_WRITE = f"""
    WITH due AS (
        SELECT id, contact_id, seen FROM together_subscription WHERE due_at <= %(at)s
        ORDER BY due_at, id LIMIT %(most)s FOR UPDATE SKIP LOCKED
    ), newest AS (SELECT coalesce(max(id), 0) AS id FROM together_news),
    written AS ({_LETTERS}), marked AS ({marks.INSERT_PAIRS.format(_MARKED)})
    UPDATE together_subscription s SET due_at = NULL, seen = greatest(s.seen, newest.id)
    FROM due, newest WHERE s.id = due.id
"""  # noqa: S608
_FORGET = """
    DELETE FROM together_news WHERE written_at < %(old)s
        AND id <= coalesce(%(told)s, id) AND id <= coalesce(
            (SELECT min(seen) FROM together_subscription WHERE due_at IS NOT NULL), id)
"""


@transaction.atomic
def gather(reports: Collection[int], *, at: datetime) -> int:
    """Write down what is new of these reports, and who is to be told when; how much.

    In the transaction that ends their marks. Three statements.
    """
    _run("SELECT pg_advisory_xact_lock(%(one)s, %(two)s)", one=_WRITER[0], two=_WRITER[1])
    known = sorted({*NEAR, *STEPS})
    ids = [pk for (pk,) in _run(_NEWS, ids=sorted(set(reports)), verbs=known)]
    if ids:
        awake = quiet_hours().awake(at)
        _do(_CALL, ids=ids, awake=awake, morning=_morning(at), **verbs())
    return len(ids)


def hold_news() -> None:
    """Until the end of the transaction nobody writes news: who begins to listen misses none."""
    one, two = _WRITER
    _run("SELECT pg_advisory_xact_lock_shared(%(one)s, %(two)s)", one=one, two=two)


def write(*, at: datetime) -> int:
    """A letter for each of the next subscriptions whose time has come; how many were looked at."""
    return _do(_WRITE, at=at, most=SLICE, kind=KIND, topic=TOPIC)


def forget(*, at: datetime) -> None:
    """Letters and news of long ago go, unless somebody still waits for them."""
    messaging.forget(KIND, topic=TOPIC, before=at - KEPT)
    told = sent.least_waiting(KIND, topic=TOPIC, fact="first")
    _do(_FORGET, old=at - KEPT, told=told)


def _morning(at: datetime) -> datetime:
    """The next morning in the institution's time zone."""
    local = at.astimezone(ZoneInfo(settings.TIME_ZONE))
    day = local.date() + timedelta(days=int(local.time() >= MORNING))
    return datetime.combine(day, MORNING, local.tzinfo)


def _run(query: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def _do(query: str, **values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)
