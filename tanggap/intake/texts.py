"""People's own words: kept whole, without what only machines would see.

Nothing is escaped here: markup stays the text it is, and every template escapes it.
"""

from __future__ import annotations

import re
import unicodedata

from tanggap.intake.inbound import MAX_ADDRESS, MAX_TEXT, MAX_TITLE

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_END_OF_SENTENCE = re.compile(r"(?<=[.!?])\s|\n")
_SPACES = re.compile(r"\s+")
# Control characters, and the marks that turn the direction of the text around them.
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_LONE = re.compile(r"[\ud800-\udfff]")


def clean(text: str, *, limit: int = MAX_TEXT) -> str:
    """The text with plain line ends, no control characters, at most `limit` characters."""
    plain = _LONE.sub("\ufffd", _UNSEEN.sub("", _LINE_ENDS.sub("\n", text)))
    return unicodedata.normalize("NFC", plain).strip()[:limit].rstrip()


def line(text: str, *, limit: int = MAX_ADDRESS) -> str:
    """The text in one line."""
    return shorten(_SPACES.sub(" ", clean(text)), limit=limit)


def title_of(text: str, *, title: str = "") -> str:
    """The title given, else the first sentence of the text."""
    given = line(title, limit=MAX_TITLE)
    return given or line(_END_OF_SENTENCE.split(clean(text), maxsplit=1)[0], limit=MAX_TITLE)


def shorten(text: str, *, limit: int) -> str:
    """At most `limit` characters, cut between words where there are any."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut
    return f"{at_word.rstrip(' ,;:')}…"
