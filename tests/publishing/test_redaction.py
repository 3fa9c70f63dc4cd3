"""What gives a person away is masked; what the report is about stays readable."""

from __future__ import annotations

import pytest

from tanggap.publishing.redaction import MASK, redact


@pytest.mark.parametrize(
    "secret",
    [
        "0812-3456-7890",
        "+62 812 3456 7890",
        "budi.santoso+lapor@contoh.co.id",
        "3171234567890001",
        "B 1234 XYZ",
        "no. 17",
        "No. 17",
        "Blok A 12",
        "nomor rumah 5A",
        "Pak Suryono",
        "atas nama Dewi Lestari",
        "Nama saya Dewi Lestari",
        "(021) 555-1234",
    ],
)
def test_personal_detail_is_masked(secret: str) -> None:
    text = redact(f"Mohon dicek, {secret} di depan pasar.")
    assert secret not in text
    assert MASK in text
    assert text.endswith("di depan pasar.")


@pytest.mark.parametrize(
    "plain",
    [
        "Jalan berlubang sedalam 15 cm di RT 03 RW 02.",
        "Sejak 12 Januari 2022, pukul 07.30, lampu mati.",
        "Seperti laporan JK2211240342 yang lalu.",
        "Bus nomor koridor tiga terlambat 20 menit.",
        "Mohon Pak Lurah dan Pak RT turun tangan.",
    ],
)
def test_ordinary_words_stay(plain: str) -> None:
    assert redact(plain) == plain


def test_masking_twice_changes_nothing_more() -> None:
    once = redact("Hubungi 081234567890 atau Bu Ratna Sari, B 12 AB.")
    assert redact(once) == once
