"""What is made of people's own words."""

from __future__ import annotations

import pytest

from tanggap.intake import texts


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("lampu jalan mati. Gelap sekali", "Lampu jalan mati."),
        ("Got mampet\ndi depan pasar", "Got mampet"),
        ("3 lampu mati", "3 lampu mati"),
        ("élan", "Élan"),
    ],
)
def test_a_title_is_the_first_sentence_and_begins_as_one(text: str, title: str) -> None:
    assert texts.title_of(text) == title


def test_a_title_that_was_given_stays_as_it_is() -> None:
    assert texts.title_of("panjang", title="iPhone dicuri") == "iPhone dicuri"
