"""Whether a text says one of a list of words or phrases. Pure; `phrases.ts` does the same."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from tanggap.lib.text import fold

# What may hang on to the last word of a phrase: "kabelnya putus", "kebakarankah".
_TAIL = r"(?:nya|lah|kah|ku|mu)?"


def said(text: str, phrases: Iterable[str]) -> list[str]:
    """Those of the phrases that `text` says as whole words, in their own order."""
    plain = fold(text)
    return [phrase for phrase in phrases if _pattern(phrase).search(plain)]


@lru_cache(maxsize=1024)
def _pattern(phrase: str) -> re.Pattern[str]:
    parts = (re.escape(part) + _TAIL for part in fold(phrase).split())
    return re.compile(rf"(?<!\S){' '.join(parts)}(?!\S)")
