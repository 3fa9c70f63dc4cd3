"""What is said of a report and its steps, to everybody and to its reporter."""

from __future__ import annotations

import pytest

from tanggap.publication import labels


@pytest.mark.parametrize(
    ("state", "came_by", "said"),
    [
        ("submitted", "", "Sedang diperiksa kelengkapannya"),
        ("on_hold", "", "Menunggu jawaban pelapor"),
        ("declined", "", "Laporan tidak dapat ditangani"),
        ("declined", labels.PUT_AWAY, "Laporan diarsipkan, tidak ada yang perlu ditindaklanjuti"),
        ("referred", "", "Laporan diteruskan ke instansi lain yang berwenang"),
        ("closed", "", "Laporan ditutup"),
    ],
)
def test_a_report_that_no_office_has_says_how_it_stands(
    state: str, came_by: str, said: str
) -> None:
    assert labels.unheld(state, came_by=came_by) == said


def test_the_reporter_reads_that_her_answer_is_waited_for() -> None:
    assert labels.unheld("on_hold", is_own=True) == "Menunggu jawabanmu"


def test_the_reporter_is_spoken_to_about_her_own_steps() -> None:
    for verb in ("hold", "reply", "rate", "reopen", "withdraw"):
        assert "elapor " in labels.sentence(verb, agency="") + " "
        own = labels.sentence(verb, agency="", is_own=True)
        assert "elapor " not in own + " " and ("Kamu" in own or own.endswith("mu"))
    office = labels.sentence("accept", agency="Kelurahan Gambir", is_own=True)
    assert office == "Kelurahan Gambir mulai mengerjakan"
