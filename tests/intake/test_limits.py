"""A sender is counted without being known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tanggap.intake import limits
from tanggap.intake.models import SenderWindow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)


def test_the_limit_is_of_one_sender_and_one_hour() -> None:
    assert [limits.allow("10.0.0.1", NOW, limit=2) for _ in range(3)] == [True, True, False]
    assert limits.allow("10.0.0.2", NOW, limit=2)
    assert limits.allow("10.0.0.1", NOW + timedelta(hours=1), limit=2)


def test_the_address_is_not_stored_and_days_are_not_linked() -> None:
    limits.allow("10.0.0.1", NOW)
    limits.allow("10.0.0.1", NOW + timedelta(days=1))
    senders = [bytes(row.sender) for row in SenderWindow.objects.all()]
    assert len(set(senders)) == 2
    assert all(b"10.0" not in sender for sender in senders)


def test_all_is_forgotten_within_a_day() -> None:
    limits.allow("10.0.0.1", NOW)
    assert limits.forget(at=NOW + timedelta(hours=22)) == 0
    assert limits.forget(at=NOW + timedelta(hours=24)) == 1
    assert not SenderWindow.objects.exists()
