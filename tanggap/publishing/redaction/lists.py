"""The words by which a name is told from everything else that begins with a capital."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent
_WORDS = tomllib.loads((_FOLDER / "words.toml").read_text(encoding="utf-8"))

TITLES = frozenset(_WORDS["titles"].split())
DOUBTFUL_TITLES = frozenset(_WORDS["doubtful_titles"].split())
SURE = frozenset(_WORDS["sure"])
SURE_ENDS = frozenset(phrase.split()[-1] for phrase in SURE)
LIKELY = frozenset(_WORDS["likely"].split())
OFFICES = frozenset(_WORDS["offices"].split())
PUBLIC_PERSONS = frozenset(_WORDS["public_persons"].split())
PLACES = frozenset(_WORDS["places"].split())
NO_NAMES = frozenset(_WORDS["no_names"].split())
NO_HOUSE = frozenset(_WORDS["no_house"].split())


@cache
def names() -> dict[str, bool]:
    """Each common name, folded to lower case, and whether it is a name and nothing else."""
    lines = (_FOLDER / "given_names.txt").read_text(encoding="utf-8").splitlines()
    said = [word for line in lines if not line.startswith("#") for word in line.split()]
    return {word.rstrip("?").lower(): not word.endswith("?") for word in said}


@cache
def matters() -> frozenset[str]:
    """The words at which a rule may begin, if they are written small."""
    return TITLES | DOUBTFUL_TITLES | SURE_ENDS | LIKELY | PLACES | names().keys()
