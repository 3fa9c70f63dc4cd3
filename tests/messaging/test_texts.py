"""Sentences of messages around what somebody noted."""

from __future__ import annotations

import pytest

from tanggap.messaging.models import Message
from tanggap.messaging.texts import sentence


@pytest.mark.parametrize(
    ("note", "told"), [("Sudah ditambal", "Sudah ditambal."), ("Beres!", "Beres!"), ("", "")]
)
def test_a_note_ends_before_our_own_words_go_on(note: str, told: str) -> None:
    message = Message(template="resolved", data={"note": note})
    assert sentence(message).startswith(f"Laporanmu selesai: {told} Cocok")
