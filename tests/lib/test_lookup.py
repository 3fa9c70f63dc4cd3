"""Windows of time hold every moment once, and carry its tags."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib.lookup import windows

moments = st.datetimes(datetime(1899, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
amounts = st.sampled_from([0, 99, 100, 1_999, 2_000, 49_999, 50_000, 1e9])


@given(start=moments, moment=moments, matches=amounts)
def test_the_older_windows_hold_every_moment_before_once(
    start: datetime, moment: datetime, matches: float
) -> None:
    if moment <= start:
        _is_in_one(moment, list(windows.older(start, matches=matches)))


@given(
    start=moments.filter(lambda start: start.year > 1910),
    later=st.timedeltas(timedelta(), timedelta(days=90_000)),
    matches=amounts,
)
def test_the_newer_windows_hold_every_moment_after_once(
    start: datetime, later: timedelta, matches: float
) -> None:
    if (moment := start + later).year < 2200:
        _is_in_one(moment, list(windows.newer(start, matches=matches, until=moment)))


def _is_in_one(moment: datetime, found: list[windows.Window]) -> None:
    """The moment lies within one window, and carries a tag of it."""
    (window,) = (one for one in found if one.low <= moment < one.high)
    assert windows.tags_of(moment) & set(window.tags)
