"""How long a short message is: the alphabet of GSM 03.38, and the parts a text is cut into.

One sign outside the alphabet turns the whole text into UCS-2, where a part holds less than half.
"""

from __future__ import annotations

import math
import unicodedata

_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = "^{}\\[~]|€"  # each takes two places
_COSTS = dict.fromkeys(_BASIC, 1) | dict.fromkeys(_EXTENDED, 2)
GSM_ALONE, GSM_PART = 160, 153
UCS_ALONE, UCS_PART = 70, 67
# What our own texts and keyboards write, as the alphabet has it.
_PLAIN = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "•": "*",
    }
)


def is_plain(text: str) -> bool:
    """Whether every sign is in the GSM alphabet."""
    return all(sign in _COSTS for sign in text)


def parts(text: str) -> int:
    """How many parts the text is sent and paid as; at least one."""
    if is_plain(text):
        length, alone, part = sum(_COSTS[sign] for sign in text), GSM_ALONE, GSM_PART
    else:
        length, alone, part = len(text.encode("utf-16-be")) // 2, UCS_ALONE, UCS_PART
    return 1 if length <= alone else math.ceil(length / part)


def plain(text: str) -> str:
    """The text in the alphabet where that loses nothing but shape: quotes, dashes, accents.

    A text that still has other signs (another script) comes back as it was.
    """
    bare = "".join(_nearest(sign) for sign in text.translate(_PLAIN))
    return bare if is_plain(bare) else text


def _nearest(sign: str) -> str:
    if sign in _COSTS:
        return sign
    bare = unicodedata.normalize("NFKD", sign)
    letters = "".join(one for one in bare if not unicodedata.combining(one))
    return letters if letters and is_plain(letters) else sign


def fit(text: str, *, end: str, most: int) -> str:
    """`text` and then `end`, in at most `most` parts: `text` is cut between words, `end` never."""
    text, end = plain(text), plain(end)
    if parts(text + end) <= most:
        return text + end
    words = text.split(" ")
    while words and parts(" ".join(words) + "..." + end) > most:
        words.pop()
    return " ".join(words) + "..." + end
