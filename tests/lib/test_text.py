"""Texts are stored in one form and compared in another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import text


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Jalan\t rusak  \r\n\r\n\r\n\r\nparah ", "Jalan rusak\n\nparah"),
        ("cafe\u0301", "café"),
        ("a\x00b\x1bc", "abc"),
        ("terbalik \u202egnalab\u202c", "terbalik gnalab"),
        ("keluarga 👨\u200d👩\u200d👧", "keluarga 👨\u200d👩\u200d👧"),
        ("\ud800setengah", "setengah"),
        ("satu\u2028dua", "satu\ndua"),
    ],
)
def test_clean(raw: str, kept: str) -> None:
    assert text.clean(raw) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_and_can_be_stored(raw: str) -> None:
    once = text.clean(raw)
    assert text.clean(once) == once
    assert "\x00" not in once
    once.encode()


@given(st.text(), st.integers(2, 80))
def test_short_is_short(raw: str, most: int) -> None:
    short = text.shorten(raw, most=most)
    assert len(short) <= most
    assert "\n" not in short


def test_shorten_cuts_between_words() -> None:
    line = "Lubang besar di Jalan Raya Bogor, depan pasar"
    assert text.shorten(line, most=100) == line
    assert text.shorten(line, most=35) == "Lubang besar di Jalan Raya Bogor…"
    assert text.shorten("x" * 30, most=10) == "x" * 9 + "…"


@pytest.mark.parametrize(
    ("raw", "folded"),
    [("Kel. Kebon-Jeruk,  RT_05!", "kel kebon jeruk rt 05"), ("CAFÉ", "cafe"), ("...", "")],
)
def test_fold(raw: str, folded: str) -> None:
    assert text.fold(raw) == folded
    assert text.words(raw) == folded.split()
