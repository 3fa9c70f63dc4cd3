"""Text from people: what is kept of it, and the form in which texts are compared."""

import re
import unicodedata

_BREAKS = re.compile(r"\r\n?|\u2028|\u2029|\x0b|\x0c|\x85")
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_NO_WORD = re.compile(r"[^\w\s]|_")
# Signs nobody sees, and those that turn the reading direction: a report must read as stored.
_STEERING = frozenset(
    "\u200b\u2060\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"
)
_JOINERS = frozenset("\u200c\u200d")  # these hold emoji and some scripts together
_KEPT_CONTROLS = frozenset("\n\t")


def clean(text: str) -> str:
    """Return the text as it is stored: one spelling of letters, no invisible signs.

    Blanks shrink to one, empty lines to one, line breaks are "\\n". What the person wrote is
    otherwise kept, capitals and emoji too. Cleaning twice changes nothing.
    """
    plain = unicodedata.normalize("NFC", _BREAKS.sub("\n", text))
    plain = "".join(sign for sign in plain if _is_kept(sign))
    lines = (line.strip() for line in _BLANKS.sub(" ", plain).split("\n"))
    joined = _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()
    return unicodedata.normalize("NFC", joined)


def one_line(text: str) -> str:
    """Return the cleaned text without line breaks: for titles and addresses."""
    return " ".join(clean(text).split())


def shorten(text: str, *, most: int) -> str:
    """Return at most `most` characters on one line, cut between words, with an ellipsis."""
    line = one_line(text)
    if len(line) <= most:
        return line
    cut = line[: most - 1]
    head = cut.rsplit(" ", 1)[0] if " " in cut else cut
    return head.rstrip(" ,;:.-") + "…"


def fold(text: str) -> str:
    """Return the form for comparing: lower case, no accents, no punctuation, single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(_NO_WORD.sub(" ", bare).split())


def words(text: str) -> list[str]:
    """Return the words of the folded text."""
    return fold(text).split()


def _is_kept(sign: str) -> bool:
    if sign in _KEPT_CONTROLS or sign in _JOINERS:
        return True
    # Cc: control signs, Cs: halves of characters that UTF-8 can't store, Co: private use.
    return sign not in _STEERING and unicodedata.category(sign) not in ("Cc", "Cs", "Co")
