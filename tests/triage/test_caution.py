"""Words that mean danger, and those that make a report secret."""

from __future__ import annotations

import pytest
from django.utils import translation

from tanggap.triage import caution
from tanggap.triage.caution import Care
from tanggap.triage.phrases import said

DANGER = [
    "Ada kabel putus menyentuh genangan, anak kecil bermain di situ",
    "KEBAKARAN di lantai dua, asap tebal",
    "kabelnya putus dan memercik",
    "rumah tetangga roboh, ada yang tertimpa",
    "bau gas menyengat dari dapur umum",
    "there is a live wire in the puddle",
    "the shop is on fire",
    "anak hanyut di kali",
    "ada orang pingsan di halte",
    "begal di jalan layang, bawa senjata",
]
CALM = [
    "Ada lubang besar di lajur kiri, sudah seminggu.",
    "Lampu taman padam, mohon diganti",
    "Demam berdarah di RT kami, minta fogging",
    "Donor di posyandu kurang kursi",
    "taman bermain anak rusak, ayunan patah",
    "Sampah menumpuk dekat sekolah",
    "Hidran di depan pasar bocor",
    "the bench in the park is broken",
]
SECRET = [
    "Tetangga sering memukuli anak-anaknya, ada kekerasan tiap malam",
    "saya dilecehkan di dalam bus",
    "murid dibully teman sekelasnya",
    "my neighbour is a victim of domestic violence",
    "rekam medis saya dibuka orang lain",
]

pytestmark = pytest.mark.django_db


def cares(text: str, category: str = "") -> list[Care]:
    return [one.care for one in caution.of(text, category=category)]


@pytest.mark.parametrize("text", DANGER)
def test_danger_is_heard(text: str) -> None:
    assert cares(text)[0] == Care.DANGER


@pytest.mark.parametrize("text", CALM)
def test_everyday_reports_alarm_nobody(text: str) -> None:
    assert cares(text) == []


@pytest.mark.parametrize("text", SECRET)
def test_harm_to_people_is_kept_secret(text: str) -> None:
    assert Care.PROTECTION in cares(text)


def test_a_category_counts_like_a_word() -> None:
    assert cares("Air naik cepat", "banjir") == [Care.DANGER]
    assert cares("Antre dari subuh", "puskesmas") == [Care.PROTECTION]
    assert cares("Diminta uang", "pungutan-liar") == [Care.MISCONDUCT]


def test_it_names_the_words_and_speaks_the_reader_s_language() -> None:
    [one] = caution.of("Ada kabelnya putus di sini")
    assert one.words == ("kabel putus",)
    assert "112" in one.text
    with translation.override("en"):
        assert one.title == "Is there danger now?"


def test_a_phrase_is_whole_words_whatever_hangs_on_to_them() -> None:
    assert said("api kecil, kebakarankah?", ["kebakaran"]) == ["kebakaran"]
    assert said("pemadam-kebakaran", ["kebakaran"]) == ["kebakaran"]
    assert said("berdarah dingin", ["darah"]) == []
