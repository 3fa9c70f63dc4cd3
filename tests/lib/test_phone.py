"""One telephone number has one form, however it was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import phone

MOBILE = st.from_regex(r"8[1-9][0-9]{7,10}", fullmatch=True)


@pytest.mark.parametrize(
    "typed",
    [
        "0811-1272-206",
        "+62 811 1272 206",
        "62811.1272.206",
        "+62 (0) 8111272206",
        " 8111272206 ",
        "0062 811 1272 206",
    ],
)
def test_one_number_many_spellings(typed: str) -> None:
    assert phone.normalise(typed) == "+628111272206"


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("0812 3456 7890", "+6281234567890", "0812-3456-7890"),
        ("(021) 3822 255", "+62213822255", "0213822255"),
        ("+65 6123 4567", "+6561234567", "+6561234567"),
        ("001 202 555 0100", "+12025550100", "+12025550100"),
    ],
)
def test_stored_and_shown(typed: str, stored: str, shown: str) -> None:
    assert phone.normalise(typed) == stored
    assert phone.pretty(stored) == shown


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "112",
        "+",
        "0",
        "halo",
        "0812",
        "08001234",
        "081234567890123",
        "+62",
        "+1",
        "٠٨١٢٣٤٥٦٧٨٩",
    ],
)
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(phone.BadPhone):
        phone.normalise(typed)


@given(MOBILE)
def test_spellings_agree_and_stay(rest: str) -> None:
    stored = phone.normalise("0" + rest)
    for typed in (f"+62{rest}", f"62{rest}", f"+62 0{rest}", stored, phone.pretty(stored)):
        assert phone.normalise(typed) == stored
    assert phone.is_mobile(stored)


def test_only_mobiles_get_an_sms() -> None:
    assert not phone.is_mobile("+62213822255")
    assert not phone.is_mobile("+8123456789")


def test_masked_keeps_only_the_end() -> None:
    assert phone.masked("+628111272206") == "••••••••••206"
