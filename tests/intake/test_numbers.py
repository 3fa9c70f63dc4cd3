"""Numbers are of the day, never twice, and may pass ten thousand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from tanggap.intake.actions import prepare_numbers, receive
from tanggap.intake.inbound import Inbound
from tanggap.lib import codes
from tanggap.reports import numbers
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db
Build = Callable[..., Inbound]
NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def run(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def test_the_day_is_the_instances_own(inbound: Build) -> None:
    before = receive(inbound(external_id="a"), at=datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC))
    after = receive(inbound(external_id="b"), at=datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    assert before.number == "JK2611230001"
    assert after.number == "JK2611240001"


def test_more_than_9999_a_day(inbound: Build) -> None:
    numbers.create(date(2026, 11, 23))
    run("SELECT setval('report_number_20261123', 9998)")
    made = [receive(inbound(external_id=str(n)), at=NOON).number for n in range(3)]
    assert made == ["JK2611239999", "JK26112310000", "JK26112310001"]


def test_a_dropped_sequence_begins_after_the_last_number(inbound: Build) -> None:
    numbers.create(date(2026, 11, 23))
    run("SELECT setval('report_number_20261123', 10410)")
    first = receive(inbound(external_id="1"), at=NOON).number
    run("DROP SEQUENCE report_number_20261123")
    second = receive(inbound(external_id="2"), at=NOON).number
    assert (first, second) == ("JK26112310411", "JK26112310412")


def test_sequences_are_made_ahead_and_dropped_after() -> None:
    prepare_numbers(at=NOON)
    assert run("SELECT to_regclass('report_number_20261125')") == "report_number_20261125"
    prepare_numbers(at=NOON)
    prepare_numbers(at=NOON + timedelta(days=5))
    assert run("SELECT to_regclass('report_number_20261125')") is None
    assert run("SELECT to_regclass('report_number_20261128')") == "report_number_20261128"


def test_a_replay_draws_no_number(inbound: Build) -> None:
    receive(inbound(), at=NOON)
    for _ in range(3):
        receive(inbound(), at=NOON)
    assert run("SELECT last_value FROM report_number_20261123") == 1
    assert Report.objects.count() == 1


def test_codes_are_read_as_people_type_them() -> None:
    code = numbers.code_for("web", "form")
    assert len(code) == 14
    assert code == numbers.code_for("web", "form") != numbers.code_for("web", "form2")
    assert codes.hashed("0123-4567-89AB") == codes.hashed(" oi23 4567 89ab")
