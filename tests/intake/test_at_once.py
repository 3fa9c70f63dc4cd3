"""Many at once with the same input: one report, and everybody is told the same number."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from tanggap.intake.actions import receive
from tanggap.intake.inbound import Inbound, Person, Receipt
from tanggap.reports.models import Report

NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)
AT_ONCE = 6


@pytest.mark.django_db(transaction=True)
def test_one_report_for_all() -> None:
    for name in ("a", "b", "c", "d"):
        receipts = _all_at_once(name)
        assert len({(receipt.number, receipt.code) for receipt in receipts}) == 1
        assert [receipt.is_replay for receipt in receipts].count(False) == 1
    assert Report.objects.count() == 4
    assert _count("identity_contact") == 4
    assert _count("messaging_message") == 4
    assert _count("lib_mark") == 8


def _all_at_once(name: str) -> list[Receipt]:
    start = Barrier(AT_ONCE)

    def send(_: int) -> Receipt:
        person = Person(name="Ani", email="ani@example.org")
        inbound = Inbound(channel="web", external_id=name, text="Banjir", person=person)
        start.wait()
        try:
            return receive(inbound, at=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(send, range(AT_ONCE)))


def _count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])
