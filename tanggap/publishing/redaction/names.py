"""Names of persons: by what is said before them, or two together that people commonly have.

The text is cut into words once; each rule looks at a few words around one place. A word counts as
written with a capital only where the text isn't shouting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tanggap.publishing.redaction import lists, pack

MOST = 5  # words of one name
_WORD = re.compile(r"[^\W\d_]+(?:['’`][^\W\d_]+)*")
_AFTER_TRIGGER = re.compile(r"[ :,.(\-]{0,4}")
_PLAIN = (" ", "")
_SHOUTING = 0.6


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text: where they stand, how they read, and what parts each from the next."""

    spans: list[tuple[int, int]]
    low: list[str]
    capital: list[bool]
    gaps: list[str]  # behind each word

    def __len__(self) -> int:
        return len(self.spans)

    def joined(self, at: int) -> bool:
        """Whether only a blank, a hyphen or an abbreviation's point parts `at` from the next."""
        if at + 1 >= len(self):
            return False
        gap = self.gaps[at]
        return gap in _PLAIN or gap == "-" or (gap in (". ", ".") and len(self.low[at]) <= 3)


def names(text: str) -> Iterator[tuple[int, int]]:
    """Where names of persons stand, without their titles."""
    said, at, matters = _read(text), 0, lists.matters()
    while at < len(said):
        if not said.capital[at] and said.low[at] not in matters:
            at += 1
            continue
        first, end = _name_at(said, at)
        if first < end:
            yield said.spans[first][0], said.spans[end - 1][1]
        at = max(end, at + 1)


def _read(text: str) -> _Text:
    matches = list(_WORD.finditer(text))
    spans = [match.span() for match in matches]
    letters = [sign for sign in text if sign.isalpha()]
    shouts = sum(map(str.isupper, letters)) > _SHOUTING * len(letters)
    starts = [*(start for start, _ in spans[1:]), len(text)]
    return _Text(
        spans=spans,
        low=[match.group().lower() for match in matches],
        capital=[not shouts and match.group()[0].isupper() for match in matches],
        gaps=[text[end:start] for (_, end), start in zip(spans, starts, strict=False)],
    )


def _name_at(said: _Text, at: int) -> tuple[int, int]:
    """The words of a name that begins or is announced here; (end, end) passes words over."""
    if said.low[at] in lists.PLACES:
        end = _place_end(said, at)
        return end, end
    if said.low[at] in lists.TITLES or said.low[at] in lists.DOUBTFUL_TITLES:
        return _after_title(said, at)
    for first, is_sure in _announced(said, at):
        end = _extent(said, first, is_sure=is_sure)
        if end > first:
            return first, end
    return _by_itself(said, at)


def _place_end(said: _Text, at: int) -> int:
    """Behind the name of the place that this word begins."""
    end = at + 1
    while end < len(said) and end - at <= MOST and said.joined(end - 1):
        is_part = said.capital[end] or said.low[end] in lists.PLACES or _is_known(said.low[end])
        if not is_part and not _is_title(said.low[end]):
            break
        end += 1
    return end


def _after_title(said: _Text, at: int) -> tuple[int, int]:
    """The name behind one or more titles; none behind an office."""
    first, is_sure = at, False
    while first < len(said) and _is_title(said.low[first]):
        is_sure = is_sure or said.low[first] in lists.TITLES
        if not said.joined(first):
            return first + 1, first + 1
        first += 1
    if first < len(said) and said.low[first] in lists.OFFICES:
        end = _public_person_end(said, first)
        return end, end
    is_sure = is_sure and not _stands_in_name(said, at)
    return first, max(first, _extent(said, first, is_sure=is_sure))


def _stands_in_name(said: _Text, at: int) -> bool:
    """Whether a word before has a capital too, as in Cempaka Mas: then it may be no title."""
    return at > 0 and said.low[at] == "mas" and said.capital[at - 1] and said.joined(at - 1)


def _public_person_end(said: _Text, at: int) -> int:
    """Behind an office, and behind the name of whoever holds a high one: that is public."""
    end = at + 1
    if said.low[at] in lists.PUBLIC_PERSONS:
        while end < len(said) and said.joined(end - 1) and said.capital[end]:
            end += 1
    return end


def _announced(said: _Text, at: int) -> Iterator[tuple[int, bool]]:
    """Where a name may begin that the words ending here announce, and how sure they make it."""
    first, ends = at + 1, said.low[at] in lists.SURE_ENDS
    if first >= len(said) or not (ends or said.low[at] in lists.LIKELY):
        return
    if not _AFTER_TRIGGER.fullmatch(said.gaps[at]):
        return
    for count in (3, 2, 1) if ends else ():
        before = " ".join(said.low[max(0, first - count) : first])
        if before in lists.SURE:
            yield first, True
            return
    if said.low[at] in lists.LIKELY and "." not in said.gaps[at]:
        yield first, False


def _extent(said: _Text, first: int, *, is_sure: bool) -> int:
    """The end of the name that begins at `first`; `first` if none does."""
    if first >= len(said) or not _may_begin(said, first, is_sure=is_sure):
        return first
    end = first + 1
    while end < len(said) and end - first < MOST and said.joined(end - 1) and _goes_on(said, end):
        end += 1
    return end


def _may_begin(said: _Text, at: int, *, is_sure: bool) -> bool:
    word = said.low[at]
    if word in lists.NO_NAMES or word in lists.PLACES or _is_title(word) or word in lists.OFFICES:
        return False
    if is_sure:
        return said.capital[at] or _is_known(word)
    return _is_name(word) or (_is_known(word) and said.capital[at])


def _goes_on(said: _Text, at: int) -> bool:
    word = said.low[at]
    if _ends_run(word):
        return False
    return said.capital[at] or _is_name(word) or (_is_known(word) and _is_name(said.low[at - 1]))


def _by_itself(said: _Text, at: int) -> tuple[int, int]:
    """A name that nothing announces: a common one with a capital, or two common ones."""
    end = _run_end(said, at)
    words = said.low[at:end]
    if end == at or _is_of_the_pack(words):
        return max(end, at + 1), max(end, at + 1)
    known = [at + place for place, word in enumerate(words) if _is_known(word)]
    if any(_is_name(said.low[place]) for place in known) or len(known) >= 2:
        return known[0], end
    return end, end


def _run_end(said: _Text, at: int) -> int:
    """The end of the words with a capital from here; where none has one, of two common names."""
    if said.capital[at]:
        end = at
        while end < len(said) and said.capital[end] and not _ends_run(said.low[end]):
            end += 1
            if not said.joined(end - 1):
                break
        return end
    pair = said.low[at : at + 2]
    return at + 2 if len(pair) == 2 and said.joined(at) and all(map(_is_name, pair)) else at


def _ends_run(word: str) -> bool:
    return word in lists.NO_NAMES or word in lists.PLACES or word in lists.TITLES


def _is_of_the_pack(words: list[str]) -> bool:
    """Whether the words are a name of the pack, a part of one, or hold one of two words."""
    phrases = pack.phrases()
    pairs = (" ".join(words[place : place + 2]) for place in range(len(words) - 1))
    return " ".join(words) in phrases or any(pair in phrases for pair in pairs)


def _is_title(word: str) -> bool:
    return word in lists.TITLES or word in lists.DOUBTFUL_TITLES


def _is_known(word: str) -> bool:
    return word in lists.names()


def _is_name(word: str) -> bool:
    """A common name that is nothing else."""
    return lists.names().get(word, False)
