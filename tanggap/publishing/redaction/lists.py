"""The words by which a name is told from everything else that people write."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_WORDS = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))

TITLES = frozenset(_WORDS["titles"].split())
DOUBTFUL_TITLES = frozenset(_WORDS["doubtful_titles"].split())
ALL_TITLES = TITLES | DOUBTFUL_TITLES
DEGREES = frozenset(_WORDS["degrees"].split())
PARTICLES = frozenset(_WORDS["particles"].split())
FULL = frozenset(_WORDS["full"])
SURE = frozenset(_WORDS["sure"])
SURE_ENDS = frozenset(phrase.split()[-1] for phrase in SURE | FULL)
LIKELY = frozenset(_WORDS["likely"].split())
KIN = frozenset(_WORDS["kin"].split())
OWNERS = frozenset(_WORDS["owners"].split())
GREETINGS = frozenset(_WORDS["greetings"].split())
OFFICES = frozenset(_WORDS["offices"].split())
NEAR_OFFICES = frozenset(_WORDS["near_offices"].split())
PUBLIC_PERSONS = frozenset(_WORDS["public_persons"].split())
PLACES = frozenset(_WORDS["places"].split())
NO_NAMES = frozenset(_WORDS["no_names"].split())
SMALL_WORDS = frozenset(_WORDS["small_words"].split())
NO_HOUSE = frozenset(_WORDS["no_house"].split())

# What a verb, an adverb or a thing that is somebody's looks like in Indonesian.
_ORDINARY_FORM = re.compile(
    r"(?:me(?:m|n|l|r|w|y|ng|ny)|be[rl]|ter|pe[mnrl]|ke)\w{4,}|(?:se|di)\w{5,}"
    r"|\w{4,}(?:nya|kan)|\w{5,}(?:ku|mu)|\w+tion"
)
# What names look like that no list holds: Arabic, Javanese and Sundanese endings.
_NAME_FORM = re.compile(
    r"\w{2,}(?:[ou]?ddin|udin|ullah|ulloh|uloh|urr?ahman|urr?ohman|ningsih|ningrum|ningtyas|awati|iawan"
    r"|[iy]anto|wanto|iono|[iy]ono|iyem|inem|syah|iyah|inah|imah|idah|ilah|isah|astuti)"
    r"|su\w{2,}(?:no|to|di|jo|man|min|mo|yo|wo|ni|ti|nah|yem|nem|sih|mi)"
    r"|(?:war|har|kar|mar|sar|tar|dar|par|tum|jum|mul|pon|was|pur|pri|ngad|tu[gkr]|wag|sam|sal|sak)"
    r"(?:[a-z]{1,3})?(?:no|to|di|jo|man|min|yo|mo|yem|nah|nem|ti|ni|mi)"
)
_SPELLINGS = (
    *(("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("ch", "h"), ("kh", "h")),
    *(("dh", "d"), ("dz", "z"), ("ts", "s"), ("th", "t"), ("sy", "s"), ("sh", "s"), ("ph", "f")),
    *(("ae", "ai"), ("ay", "ai"), ("ey", "ai"), ("ie", "i"), ("ee", "i"), ("y", "i")),
    *(("v", "f"), ("q", "k"), ("x", "ks"), ("ck", "k"), ("w", "u"), ("z", "s"), ("'", "")),
)
_TWICE = re.compile(r"(\w)\1+")
_LEAST_TO_RESEMBLE = 5  # letters: shorter words are too often another one spelled wrong


@cache
def names() -> dict[str, bool]:
    """Each common name, folded to lower case, and whether it is a name and nothing else."""
    said = _words_of("given_names.txt")
    return {word.rstrip("?").lower(): not word.endswith("?") for word in said}


@cache
def matters() -> frozenset[str]:
    """The words at which a rule may begin, if they are written small."""
    kin = {word + ending for word in KIN | LIKELY for ending in ("", "nya", "ku")}
    return ALL_TITLES | SURE_ENDS | kin | OWNERS | PLACES | names().keys()


def is_name(word: str) -> bool:
    """A common name that is nothing else."""
    return names().get(word, False)


def is_known(word: str) -> bool:
    """A common name, or what looks like one."""
    return word in names() or resembles(word)


@lru_cache(maxsize=20_000)
def resembles(word: str) -> bool:
    """Another spelling of a common name that is nothing else, or a word with a name's form."""
    if len(word) < _LEAST_TO_RESEMBLE or word in names() or is_ordinary(word):
        return False
    return _folded(word) in _folded_names() or _NAME_FORM.fullmatch(word) is not None


def is_ordinary(word: str) -> bool:
    """A word of the language, unless it is a name and nothing else."""
    return word in _ordinary() or (
        _ORDINARY_FORM.fullmatch(word) is not None and word not in names()
    )


@cache
def _ordinary() -> frozenset[str]:
    return frozenset(_words_of("ordinary_words.txt"))


@cache
def _folded_names() -> frozenset[str]:
    return frozenset(_folded(name) for name, is_sure in names().items() if is_sure)


def _folded(name: str) -> str:
    """The name with old, Arabic and fashionable spellings written alike."""
    for old, new in _SPELLINGS:
        name = name.replace(old, new)
    return _TWICE.sub(r"\1", name).rstrip("h")


def _words_of(file: str) -> list[str]:
    lines = (_FOLDER / file).read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]
