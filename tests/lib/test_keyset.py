"""A cursor comes back from an address as it went in; one that nobody made is the beginning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import keyset

moments = st.datetimes(
    datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(timezone(timedelta(hours=7)))
)


@given(st.none() | moments, st.integers(1, 2**63 - 1))
def test_a_cursor_survives_an_address_without_escape(moment: datetime | None, pk: int) -> None:
    (text,) = parse_qs(f"before={keyset.written(moment, pk)}")["before"]
    assert keyset.read(text) == (moment, pk)


@pytest.mark.parametrize("text", ["", "5", "nonsense_5", "2026-01-01T00:00:00_5", "_", "_x"])
def test_a_cursor_that_nobody_made_is_none(text: str) -> None:
    assert keyset.read(text) is None
    assert not keyset.beyond(keyset.read(text), "received_at", is_newer=True)


def test_a_list_without_a_moment_begins_anew() -> None:
    assert not keyset.beyond((None, 5), "received_at", is_newer=False)
    assert keyset.beyond((datetime(2026, 1, 1, tzinfo=UTC), 5), "received_at", is_newer=False)
