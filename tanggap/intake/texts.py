"""People's own words, as long as we keep them. `lib.text` says what is kept of them.

Nothing is escaped here: markup stays the text it is, and every template escapes it.
"""

from __future__ import annotations

import re

from tanggap.intake.inbound import MAX_ADDRESS, MAX_TEXT, MAX_TITLE
from tanggap.lib import text as texts

_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")


def clean(text: str, *, limit: int = MAX_TEXT) -> str:
    """The cleaned text, at most `limit` characters."""
    return texts.clean(text)[:limit].rstrip()


def line(text: str, *, limit: int = MAX_ADDRESS) -> str:
    """The text in one line, cut between words."""
    return texts.shorten(text, most=limit)


def title_of(text: str, *, title: str = "") -> str:
    """The title given, else the first sentence of the text, as a title begins: with a capital."""
    if given := line(title, limit=MAX_TITLE):
        return given
    first = line(_END_OF_SENTENCE.split(clean(text), maxsplit=1)[0], limit=MAX_TITLE)
    return (first[:1].upper() + first[1:])[:MAX_TITLE]
