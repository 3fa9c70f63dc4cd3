"""How often one sender may send, without knowing who that is.

A limit protects the desks from a script, never from a neighbourhood: it counts what one sender
does, and a disaster is many senders.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection
from django.utils.crypto import salted_hmac

from tanggap.intake.models import SenderWindow
from tanggap.reports.numbers import day_of

WINDOW = timedelta(hours=1)
PER_WINDOW = 20
KEPT = timedelta(hours=23)

_COUNT = """
    INSERT INTO intake_senderwindow AS w (sender, starts_at, count) VALUES (%s, %s, 1)
    ON CONFLICT (sender, starts_at) DO UPDATE SET count = w.count + 1
    RETURNING count
"""


def allow(key: str, at: datetime, *, limit: int = PER_WINDOW, window: timedelta = WINDOW) -> bool:
    """Count one attempt of `key` (an address, a device) and say whether it is within the limit.

    `key` itself is never stored, and its hash changes every day.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [_sender(key, at), _start(at, window)])
        row = cursor.fetchone()
    return bool(row and row[0] <= limit)


def forget(*, at: datetime) -> int:
    """Delete what is almost a day old; how many rows."""
    deleted, _ = SenderWindow.objects.filter(starts_at__lt=at - KEPT).delete()
    return deleted


def _sender(key: str, at: datetime) -> bytes:
    day = day_of(at).isoformat()
    digest = salted_hmac(f"tanggap.intake.limits.{day}", key, algorithm="sha256").digest()
    return digest[:16]


def _start(at: datetime, window: timedelta) -> datetime:
    seconds = int(window.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, at.tzinfo)
