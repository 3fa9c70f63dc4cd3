"""Codes survive how people write them down, and numbers how they type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.lib import codes

SEEDS = st.binary(min_size=8, max_size=40)


@given(SEEDS)
def test_a_code_is_three_groups_of_signs_that_nobody_misreads(seed: bytes) -> None:
    code = codes.derive(seed)
    assert [len(part) for part in code.split("-")] == [4, 4, 4]
    assert set(code) <= set(codes.ALPHABET) | {"-"}
    assert not set("ILOU") & set(codes.ALPHABET)
    assert codes.derive(seed) == code == codes.derive(seed[:8])


@given(SEEDS, st.sampled_from([" ", "", "-", " - ", "–", "."]), st.booleans())
def test_a_code_is_the_same_however_it_is_typed(seed: bytes, between: str, is_lower: bool) -> None:
    code = codes.derive(seed)
    typed = code.replace("-", between).replace("0", "O").replace("1", "l")
    assert codes.normalise(typed.lower() if is_lower else typed) == code.replace("-", "")
    assert codes.hashed(f" {typed}\n") == codes.hashed(code)


@given(SEEDS, SEEDS)
def test_other_seeds_make_other_codes(one: bytes, other: bytes) -> None:
    is_same = int.from_bytes(one[:8], "big") % 2**60 == int.from_bytes(other[:8], "big") % 2**60
    assert (codes.derive(one) == codes.derive(other)) is is_same
    assert (codes.hashed(codes.derive(one)) == codes.hashed(codes.derive(other))) is is_same


def test_a_stored_hash_stays_what_it_is() -> None:
    """Receipts of earlier years must open their reports."""
    assert codes.derive(bytes(range(8))) == "7G1A-02C0-2800"
    assert codes.hashed("7g1a 02c0 2800").hex() == (
        "6d690112c039957264b8402fa55c349a559554caeb5839d8d7f972e49ab19a53"
    )


def test_a_short_seed_is_refused() -> None:
    with pytest.raises(ValueError, match="bits"):
        codes.derive(b"1234567")


@given(st.text())
def test_anything_can_be_typed(typed: str) -> None:
    assert len(codes.normalise(typed)) <= 4 * codes.LENGTH
    assert len(codes.hashed(typed)) == 32


@pytest.mark.parametrize("typed", ["jk2611230342", " JK 261123 0342 ", "JK-261123-0342"])
def test_a_number_is_read_as_it_is_stored(typed: str) -> None:
    assert codes.plain(typed) == "JK2611230342"
