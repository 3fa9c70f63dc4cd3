"""Numbers and codes survive what people do to them, and errors are noticed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import codes

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))
BODIES = st.text(codes.ALPHABET, min_size=codes.CODE_LENGTH, max_size=codes.CODE_LENGTH)


def whole(body: str) -> str:
    return body + codes._check(body)


def test_number_like_the_citys() -> None:
    assert codes.report_number("JK", date(2023, 6, 18), 342) == "JK2306180342"


def test_more_than_9999_a_day() -> None:
    assert codes.report_number("JK", date(2026, 1, 2), 12345) == "JK26010212345"


@given(DAYS, st.integers(1, 999_999_999))
def test_number_is_read_back(day: date, counter: int) -> None:
    number = codes.Number("JK", day, counter)
    assert codes.parse_number(str(number), prefix="JK") == number


@pytest.mark.parametrize(
    "typed",
    [
        " jk 230618 0342 ",
        "JK-2306-18-0342",
        "2306180342",
        "jk23o618o342",
        "#JK2306180342",
        "JK23O6I80342",
    ],
)
def test_number_as_people_type_it(typed: str) -> None:
    assert codes.normalise_number(typed, prefix="JK") == "JK2306180342"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "JK",
        "JK230618342",
        "JK2313180342",
        "JK2306180000",
        "JK23061801234",
        "halo",
        "²³0618٠342",
    ],
)
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(codes.BadCode):
        codes.parse_number(typed, prefix="JK")


@pytest.mark.parametrize("counter", [0, -1])
def test_counter_begins_at_one(counter: int) -> None:
    with pytest.raises(ValueError, match="begin"):
        codes.report_number("JK", date(2026, 1, 1), counter)


def test_code_is_long_enough_to_be_secret() -> None:
    assert codes.CODE_LENGTH * 5 >= 53
    assert len({codes.new_code() for _ in range(1000)}) == 1000


@given(BODIES)
def test_code_as_people_type_it(body: str) -> None:
    plain = whole(body)
    grouped = codes.format_code(plain)
    sloppy = " " + grouped.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert codes.normalise_code(grouped) == codes.normalise_code(sloppy) == plain


@given(BODIES, st.integers(0, codes.CODE_LENGTH), st.sampled_from(codes.ALPHABET))
def test_each_wrong_character_is_noticed(body: str, place: int, letter: str) -> None:
    plain = whole(body)
    wrong = plain[:place] + letter + plain[place + 1 :]
    if wrong != plain:
        with pytest.raises(codes.BadCode):
            codes.normalise_code(wrong)


@given(BODIES, st.integers(0, codes.CODE_LENGTH - 1))
def test_each_swap_of_neighbours_is_noticed(body: str, place: int) -> None:
    plain = whole(body)
    swapped = plain[:place] + plain[place + 1] + plain[place] + plain[place + 2 :]
    if swapped != plain:
        with pytest.raises(codes.BadCode):
            codes.normalise_code(swapped)


@pytest.mark.parametrize("typed", ["", "ABCD", "AAAA-AAAA-AAAU", "é" * 12])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(codes.BadCode):
        codes.normalise_code(typed)


def test_hash_needs_the_key_and_forgives_typing() -> None:
    code = codes.new_code()
    stored = codes.code_hash(code, key=b"k")
    assert codes.is_same(stored, codes.code_hash(code.lower(), key=b"k"))
    assert not codes.is_same(stored, codes.code_hash(code, key=b"other"))
    assert len(stored) == 32


@given(st.binary(min_size=7, max_size=32))
def test_derived_code_is_a_code(seed: bytes) -> None:
    code = codes.derive_code(seed)
    assert codes.derive_code(seed) == code == codes.format_code(codes.normalise_code(code))


def test_derived_code_needs_enough_bits() -> None:
    with pytest.raises(ValueError, match="bits"):
        codes.derive_code(b"123456")


def test_tokens_fit_an_address() -> None:
    token = codes.new_token()
    assert len(token) == 32
    assert token.replace("-", "").replace("_", "").isalnum()
    assert codes.token_hash(token) != codes.token_hash(codes.new_token())
