"""One spelling for the many ways people write the name of a place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.places import names


@pytest.mark.parametrize(
    "text",
    ["Kebon Jeruk", "kebon jeruk", "KEBONJERUK", "Kel. Kebon Jeruk", "Kelurahan Kebon-Jeruk",
     " kel  kebon   jeruk ", "Kébon Jeruk", "Kecamatan Kebon Jeruk"],
)  # fmt: skip
def test_spellings_of_one_name(text: str) -> None:
    assert names.key(text) == "kebonjeruk"


def test_a_title_that_is_all_there_is_stays() -> None:
    assert names.key("Kota") == "kota"
    assert names.key("Desa Kota Bambu") == "bambu"
    assert names.key("Keliling") == "keliling"


@pytest.mark.parametrize(
    ("text", "code"),
    [("3171011001", "31.71.01.1001"), ("31.71.01.1001", "31.71.01.1001"),
     ("3171011001.0", "31.71.01.1001"), (" 317101 ", "31.71.01"), ("31", "31"),
     ("", ""), ("Gambir", ""), ("317", ""), ("٣١", ""), ("31710110011", "")],
)  # fmt: skip
def test_codes(text: str, code: str) -> None:
    assert names.code(text) == code


@given(st.text())
def test_keys_are_stable(text: str) -> None:
    assert names.key(text) == names.key(text.upper().lower()) or not text.isascii()
    assert " " not in names.key(text)
