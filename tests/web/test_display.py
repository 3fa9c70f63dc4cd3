"""Dates, numbers and durations, as they are read in both languages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from tanggap.web import display

NOW = datetime(2026, 11, 23, 7, 2, tzinfo=UTC)  # 14.02 in Jakarta


def test_a_moment_in_indonesian_stands_in_the_citys_own_time() -> None:
    assert display.moment(NOW) == "Sen, 23 Nov 2026, 14.02"
    assert display.moment_short(NOW) == "Sen, 23 Nov, 14.02"
    assert display.day(datetime(2026, 11, 23, 18, tzinfo=UTC)) == "Sel, 24 Nov 2026"


def test_a_moment_in_english() -> None:
    with translation.override("en"):
        assert display.moment(NOW) == "Mon, 23 Nov 2026, 14:02"


def test_every_month_has_its_indonesian_name() -> None:
    names = [display.day_short(datetime(2026, month, 1)).split()[-1] for month in range(1, 13)]
    assert " ".join(names) == "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"


@pytest.mark.parametrize(
    ("value", "places", "indonesian", "english"),
    [
        (122182, 0, "122.182", "122,182"),
        (11.44, 1, "11,4", "11.4"),
        (1234567.5, 1, "1.234.567,5", "1,234,567.5"),
        (0, 0, "0", "0"),
        (-6.2, 1, "-6,2", "-6.2"),
    ],
)
def test_numbers(value: float, places: int, indonesian: str, english: str) -> None:
    assert display.number(value, places=places) == indonesian
    with translation.override("en"):
        assert display.number(value, places=places) == english


def test_a_share_of_nothing_is_a_dash() -> None:
    assert display.percent(121299, 122182) == "99,3"
    assert display.percent(1, 0) == "–"


@pytest.mark.parametrize(
    ("value", "words", "short"),
    [
        (timedelta(days=2, hours=4, minutes=9), "2 hari 4 jam", "2 hari 4 j"),
        (timedelta(hours=1, minutes=12), "1 jam 12 menit", "1 j 12 m"),
        (timedelta(hours=19), "19 jam", "19 j"),
        (timedelta(minutes=25, seconds=59), "25 menit", "25 m"),
        (timedelta(days=1, minutes=3), "1 hari", "1 hari"),
        (timedelta(seconds=3), "kurang dari semenit", "0 m"),
        (timedelta(hours=-1, minutes=-20), "1 jam 20 menit", "1 j 20 m"),
    ],
)
def test_durations(value: timedelta, words: str, short: str) -> None:
    assert display.duration(value) == words
    assert display.duration_short(value) == short


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=25), "25 menit lalu"),
        (timedelta(hours=6, minutes=50), "6 jam lalu"),
        (timedelta(hours=20), "kemarin, 18.02"),
        (timedelta(days=3), "Jum, 20 Nov, 14.02"),
        (timedelta(days=400), "Min, 19 Okt 2025"),
    ],
)
def test_how_long_ago(passed: timedelta, words: str) -> None:
    assert display.ago(NOW - passed, at=NOW) == words


def test_when_something_is_due() -> None:
    assert display.due(NOW + timedelta(hours=2), at=NOW) == "hari ini, 16.02"
    assert display.due(NOW + timedelta(hours=22), at=NOW) == "besok, 12.02"
    assert display.due(NOW + timedelta(days=4), at=NOW) == "Jum, 27 Nov 2026, 14.02"


def test_distances() -> None:
    written = [display.distance(meters) for meters in (6, 447, 994, 1234)]
    assert written == ["6 m", "450 m", "990 m", "1,2 km"]
