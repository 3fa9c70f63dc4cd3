"""Which categories a text is probably about, and by which of its words: offered, never forced.

Each category is a bag of the pack's keywords and the words of its name. A word weighs the more,
the fewer categories have it; two that stand side by side in the text and in the keywords weigh
more than two that don't. The index is kept until a category changes; asking it costs a few
look-ups per word of the text.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tanggap.lib.editions import kept
from tanggap.lib.text import words
from tanggap.taxonomy.models import Category
from tanggap.triage.stems import COMMON, stem, stems

MOST_WORDS = 300  # of a text; what a report is about stands at its beginning
MOST = 3
SIDE_BY_SIDE = 1.5  # what a pair weighs, as a multiple of its weaker word
NAMED = 0.6  # a word of the name, where the keywords don't have it
LEAST = 2.2  # below it a proposal would be a guess
CLOSE = 0.45  # share of the best one's weight that another must reach
# Words of many categories or of none: with those of every report they speak for little.
_OFFICIAL = frozenset(
    stems(
        "jakarta kota warga rumah daerah tempat lain lainnya terkait pemerintah pelayanan kegiatan"
        " milik dinas layanan baru air orang"
    )
)
_EVERYWHERE = COMMON | _OFFICIAL
_FAINT = 0.35  # what such a word still weighs: "jalan rusak" is about the road


@dataclass(frozen=True, slots=True)
class Guess:
    """One category and the words of the text that speak for it, as the reporter wrote them."""

    code: str
    name: str
    words: tuple[str, ...]
    weight: float


@dataclass(slots=True)
class _Index:
    names: dict[str, str] = field(default_factory=dict)
    weights: dict[str, dict[str, float]] = field(default_factory=lambda: defaultdict(dict))
    pairs: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))


def likely(text: str, *, most: int = MOST) -> list[Guess]:
    """The best one to `most` categories, best first; none where the text says too little."""
    index = _index()
    typed = words(text)[:MOST_WORDS]
    found = sorted(_weigh(index, typed), key=lambda guess: (-guess.weight, guess.name))
    least = max(LEAST, CLOSE * found[0].weight) if found else 0
    return [guess for guess in found[:most] if guess.weight >= least]


def _weigh(index: _Index, typed: list[str]) -> Iterator[Guess]:
    cut = [stem(word) for word in typed]
    sums: defaultdict[str, float] = defaultdict(float)
    spoken: dict[str, dict[str, str]] = defaultdict(dict)
    for word, base in zip(typed, cut, strict=True):
        for code, weight in index.weights.get(base, {}).items():
            if base not in spoken[code]:
                sums[code] += weight
            spoken[code].setdefault(base, word)
    for pair in set(itertools.pairwise(cut)):
        for code in index.pairs.get(pair, ()):
            sums[code] += SIDE_BY_SIDE * min(index.weights[one][code] for one in pair)
    for code, weight in sums.items():
        yield Guess(code, index.names[code], tuple(spoken[code].values())[:4], weight)


@kept(Category, is_spoken=True)
def _index() -> _Index:
    rows = list(Category.objects.filter(is_active=True, scheme=Category.Scheme.CRM))
    groups = {row.parent_id for row in rows}
    rows = [row for row in rows if row.pk not in groups]
    bags = {row.code: _bag(row) for row in rows}
    spread = Counter(base for bag in bags.values() for base in bag)
    index = _Index(names={row.code: row.local_name for row in rows})
    for row in rows:
        for base, share in bags[row.code].items():
            index.weights[base][row.code] = share * _rarity(base, spread[base], len(rows))
        keywords = [stem(word) for word in words(row.keywords)]
        for pair in itertools.pairwise(keywords):
            index.pairs[pair].add(row.code)
    return index


def _bag(row: Category) -> dict[str, float]:
    """The stems of a category, and by how much each counts."""
    named = [*words(row.name), *words(row.name_en)]
    bag = dict.fromkeys(_spoken(named), NAMED)
    return bag | dict.fromkeys(_spoken(words(row.keywords), with_faint=True), 1.0)


def _spoken(typed: Iterable[str], *, with_faint: bool = False) -> set[str]:
    bases = {stem(word) for word in typed}
    return bases if with_faint else bases - _EVERYWHERE


def _rarity(base: str, categories: int, of: int) -> float:
    weight = math.log(1 + of / categories) * (_FAINT if base in _EVERYWHERE else 1)
    return weight if len(base) > 1 else 0.0
