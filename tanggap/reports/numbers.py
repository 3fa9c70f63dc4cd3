"""What a reporter takes home: a number that is never given twice, and a code that opens it.

Numbers come from one sequence per day: a counter row would make everybody who reports wait for
everybody else's disk. A sequence leaves gaps, and that is fine. The day is the instance's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from tanggap.lib import codes

AHEAD = 2  # days whose sequences are made before they begin
KEPT = 2  # days whose sequences stay after they ended
_LOCK = 0x4E554D42  # the advisory lock under which sequences are made


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a pack writes numbers: `pattern` for strftime, then at least `digits` digits."""

    pattern: str = "JK%y%m%d"
    digits: int = 4

    def prefix(self, day: date) -> str:
        """What the numbers of a day begin with."""
        return day.strftime(self.pattern)

    def number(self, seq: int, *, day: date) -> str:
        """The number of the `seq`-th report of a day, as "JK2611240042".

        The ten-thousandth report of a day simply has one digit more.
        """
        return f"{self.prefix(day)}{seq:0{self.digits}d}"


USUAL = Scheme()


def day_of(at: datetime) -> date:
    """The calendar day of `at` in the instance's time zone."""
    return timezone.localtime(at).date()


def sequence(day: date) -> str:
    """The name of the sequence of one day."""
    return f"report_number_{day:%Y%m%d}"


def create(day: date, *, scheme: Scheme = USUAL) -> None:
    """Make the sequence of a day where it is missing, beginning after the last number given.

    So a day whose sequence was dropped, or whose reports were imported, never repeats a number.
    """
    name = sequence(day)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [name])
        if cursor.fetchone() == (True,):
            return
        start = _last(scheme.prefix(day)) + 1
        # The name is made of digits and the start is an int: nothing here can be injected.
        # What was made while this waited for the lock, the look above may not have seen yet.
        cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{name}" START WITH {start}')


def _last(prefix: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(max(substr(number, %s)::bigint), 0) FROM reports_report"
            " WHERE number LIKE %s AND substr(number, %s) ~ '^[0-9]+$'",
            [len(prefix) + 1, f"{prefix}%", len(prefix) + 1],
        )
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def prepare(*, at: datetime, scheme: Scheme = USUAL) -> None:
    """Make the sequences of today and the next days, and drop those of days long over."""
    today = day_of(at)
    for ahead in range(AHEAD + 1):
        create(today + timedelta(days=ahead), scheme=scheme)
    with connection.cursor() as cursor:
        for name in _older_than(today - timedelta(days=KEPT)):
            cursor.execute(f'DROP SEQUENCE IF EXISTS "{name}"')


def _older_than(day: date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND pg_table_is_visible(oid)"
            " AND relname ~ '^report_number_[0-9]{8}$' AND relname < %s",
            [sequence(day)],
        )
        return [str(row[0]) for row in cursor.fetchall()]


def code_for(channel: str, external_id: str) -> str:
    """The follow-up code of one input, as "7K3M-0QXZ-9RTV".

    Derived and not drawn, so that a form sent twice shows the same receipt twice although only
    the hash of the code is stored. Nobody can derive it without the instance's secret.
    """
    digest = salted_hmac(
        "tanggap.reports.code", f"{channel}\0{external_id}", algorithm="sha256"
    ).digest()
    return codes.derive(digest)
