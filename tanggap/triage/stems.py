"""Words cut to a common stem, lightly: "berlubang" and "lubangnya" are both "lubang". Pure.

No dictionary: whatever is cut here is cut alike on both sides of a comparison, so that a stem
need not be a word, only the same.
"""

from __future__ import annotations

from functools import lru_cache

from tanggap.lib.text import words

SHORTEST = 4  # letters that must be left; shorter words are compared as they are
_TAILS = ("nya", "lah", "kah", "ku", "mu")
_HEADS = (
    *("meng", "meny", "mem", "men", "me", "peng", "peny", "pem", "pen", "per", "pe"),
    *("ber", "ter", "di", "ke", "se"),
)
_ENDS = ("an", "i")


def stems(text: str) -> list[str]:
    """The stems of a text's words, in order."""
    return [stem(word) for word in words(text)]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """The stem of one folded word."""
    word = _without_end(word, _TAILS)
    head = next((head for head in _HEADS if _leaves(word, head) and word.startswith(head)), "")
    return _without_end(word[len(head) :], _ENDS)


def _without_end(word: str, ends: tuple[str, ...]) -> str:
    end = next((end for end in ends if word.endswith(end) and _leaves(word, end)), "")
    return word[: len(word) - len(end)]


def _leaves(word: str, part: str) -> bool:
    return len(word) - len(part) >= SHORTEST


# Said in every report, so that they tell none from another.
COMMON = frozenset(
    stems(
        "di ke dari dan yang untuk pada ada ini itu saya kami kita sudah belum tidak bukan mohon"
        " tolong bantu bantuan segera depan dekat samping belakang jalan jl hari minggu bulan besar"
        " kecil banyak sejak karena laporan lapor terima kasih the and for with from this that has"
        " have there is in on of"
    )
)
