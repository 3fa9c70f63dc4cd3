"""Nobody meets a word of the code: everything stored has words for people."""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from tanggap.publication.labels import ARCHIVED, SENTENCES, choices, told
from tanggap.reports import labels
from tanggap.reports.vocabulary import Outcome, Privacy, ReportClass, State, Verb
from tanggap.web.staff import words

TABLES: list[tuple[type[StrEnum], Mapping[StrEnum, object]]] = [
    (State, labels.STATE_SENTENCES),  # type: ignore[list-item]
    (Outcome, labels.OUTCOMES),  # type: ignore[list-item]
    (ReportClass, labels.CLASSES),  # type: ignore[list-item]
    (Privacy, labels.PRIVACY),  # type: ignore[list-item]
]


@pytest.mark.parametrize(
    ("values", "said"), TABLES, ids=lambda value: getattr(value, "__name__", "")
)
def test_everything_has_words(values: type[StrEnum], said: Mapping[StrEnum, object]) -> None:
    assert list(said) == list(values)
    for one in _texts(said):
        assert one.strip() == one
        assert len(one) > 1


def _texts(said: Mapping[StrEnum, object]) -> list[str]:
    found: list[str] = []
    for value in said.values():
        is_pair = isinstance(value, labels.Words)
        found += [str(value.name), str(value.sentence)] if is_pair else [str(value)]
    return found


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("came_by", ["", "coordinate", "dispose"])
def test_residents_read_no_word_of_the_offices(state: State, came_by: str) -> None:
    said = str(told(state, came_by=came_by).word)
    assert said not in ("Koordinasi", "Disposisi")
    if state != State.WAITING or not came_by:
        assert said == str(labels.state_label(state, came_by=came_by).word)


def test_names_are_not_used_twice() -> None:
    for table in (labels.OUTCOMES, labels.CLASSES, labels.PRIVACY):
        names = [str(value.name) for value in table.values()]
        assert len(set(names)) == len(names)


def test_whatever_happens_is_said_in_a_sentence() -> None:
    said = {**SENTENCES, **words.INSIDE}
    assert set(said) == {verb.value for verb in Verb}
    assert all(str(said[verb]).strip() for verb in said)


def test_every_state_is_on_the_public_pages_too() -> None:
    named = [name for name, _word in choices()]
    assert named == [*(state.value for state in State), ARCHIVED]


@pytest.mark.parametrize(
    ("state", "came_by", "scheduled", "color", "word"),
    [
        (State.SUBMITTED, "", False, "grey", "Menunggu Verifikasi"),
        (State.DECLINED, "", False, "dark", "Ditolak"),
        (State.DECLINED, "archive", False, "dark", "Diarsipkan"),
        (State.ON_HOLD, "coordinate", False, "grey", "Tunda"),
        (State.WAITING, "", False, "red", "Menunggu"),
        (State.WAITING, "verify", False, "red", "Menunggu"),
        (State.WAITING, "give_back", False, "red", "Menunggu"),
        (State.WAITING, "coordinate", False, "red", "Koordinasi"),
        (State.WAITING, "dispose", False, "red", "Disposisi"),
        (State.IN_PROGRESS, "dispose", False, "yellow", "Proses"),
        (State.IN_PROGRESS, "dispose", True, "yellow", "Terjadwal"),
        (State.AWAITING_VALIDATION, "", False, "yellow", "Menunggu Validasi"),
        (State.RESOLVED, "", False, "green", "Selesai"),
        (State.CLOSED, "", False, "green", "Ditutup"),
        (State.DECLINED, "", False, "dark", "Ditolak"),
        (State.REFERRED, "", False, "blue", "Diteruskan"),
    ],
)
def test_word_and_colour(
    state: State, came_by: str, scheduled: bool, color: str, word: str
) -> None:
    label = labels.state_label(state, came_by=came_by, is_scheduled=scheduled)
    assert (label.color, str(label.word)) == (color, word)
