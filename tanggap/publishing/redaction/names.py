"""Names of persons: by what is said before them, or two together that people commonly have.

The text is cut into words once; each rule looks at a few words around one place. A word counts as
written with a capital only where the text isn't shouting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, compress

from tanggap.publishing.redaction import lists, pack

MOST = 5  # words of one name
_WORD = re.compile(r"([^\W\d_]+(?:['’`][^\W\d_]+)*)")
_AFTER_CUE = re.compile(r"[ \n:,.(\-]{0,4}")
_VOWEL = re.compile(r"[aeiouy]")  # none stands in an abbreviation such as "pak tlg"
_PLAIN = (" ", "")
_I = frozenset(("aku", "ane", "aye", "gua", "gue", "gw", "sy", "sya"))  # as `saya` in phrases
_JOINERS = frozenset(("dan", "and", "sama"))
_SHOUTING = 0.6
_LEAST_SMALL = 3  # letters of a name that no list knows and that is written small
_LONGEST_SHORT = 5  # letters of a word in capitals that is an abbreviation and no name


class _Trust(IntEnum):
    """What may be a name behind a cue; each takes in what the ones before it do."""

    KNOWN = 1  # a common name
    CAPITAL = 2  # what has a capital and is no word of the language, and no place
    SURE = 3  # what has a capital, and a common name written small
    SMALL = 4  # what is written small and is no word of the language, and no place
    FULL = 5  # such words behind it too


@dataclass(frozen=True, slots=True)
class _Text:
    """The words of a text: where they stand, how they read, and what parts each from the next."""

    spans: list[tuple[int, int]]
    low: list[str]
    capital: list[bool]
    short: list[bool]  # all in capitals, where the text isn't
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
    said, matters, done = _read(text), lists.matters(), 0
    looks = zip(said.capital, said.low, strict=True)
    for at in [at for at, (capital, low) in enumerate(looks) if capital or low in matters]:
        if at < done:
            continue
        first, done = _name_at(said, at)
        if first < done:
            yield said.spans[first][0], said.spans[done - 1][1]
            if (more := _joined_to(said, done)) > done + 1:
                yield said.spans[done + 1][0], said.spans[more - 1][1]
                done = more


def _joined_to(said: _Text, at: int) -> int:
    """The end of a second name behind `dan`, which has a capital or is a common one; else `at`."""
    if at >= len(said) or said.low[at] not in _JOINERS or not said.joined(at):
        return at
    end = _extent(said, at + 1, _Trust.CAPITAL)
    return end if end > at + 1 else at


def _read(text: str) -> _Text:
    pieces = _WORD.split(text)
    words, ends = pieces[1::2], list(accumulate(map(len, pieces)))
    shouted = [word.isupper() for word in words]
    shouts = sum(map(len, compress(words, shouted))) > _SHOUTING * sum(map(len, words))
    return _Text(
        spans=list(zip(ends[0::2], ends[1::2], strict=False)),
        low=list(map(str.lower, words)),
        capital=[not shouts and word[0].isupper() for word in words],
        short=[not shouts and all_of_it for all_of_it in shouted],
        gaps=pieces[2::2],
    )


def _name_at(said: _Text, at: int) -> tuple[int, int]:
    """The words of a name that begins or is announced here; (end, end) passes words over."""
    if said.low[at] in lists.PLACES:
        end = _place_end(said, at)
        return end, end
    if said.low[at] in lists.ALL_TITLES:
        return _after_title(said, at)
    for first, trust in _announced(said, at):
        end = _extent(said, first, trust)
        if end > first:
            return first, end
    return _by_itself(said, at)


def _place_end(said: _Text, at: int) -> int:
    """Behind the name of the place that this word begins."""
    end = at + 1
    while end < len(said) and end - at <= MOST and said.joined(end - 1):
        is_part = (
            said.capital[end] or said.low[end] in lists.PLACES or said.low[end] in lists.names()
        )
        if not is_part and said.low[end] not in lists.ALL_TITLES:
            break
        end += 1
    return end


def _after_title(said: _Text, at: int) -> tuple[int, int]:
    """The name behind one or more titles; none behind an office, unless it is a near one."""
    if said.low[at] in said.low[at + 1 : at + 2]:  # "bapak bapak ronda": some people, none by name
        return at + 2, at + 2
    first, trust = _past_titles(said, at)
    if first >= len(said) or not said.joined(first - 1):
        return first, first
    if said.low[first] in lists.OWNERS:
        return _behind_owner(said, first)
    if said.low[first] in lists.OFFICES:
        return _behind_office(said, first)
    if said.low[first] in pack.public_persons():
        return first + 1, first + 1
    return first, max(first, _extent(said, first, trust))


def _past_titles(said: _Text, at: int) -> tuple[int, _Trust]:
    """Behind the titles that begin here and stand together, and how far they are to be trusted."""
    first, trust = at + 1, _trust_in_title(said, at)
    while first < len(said) and said.joined(first - 1) and said.low[first] in lists.ALL_TITLES:
        if _is_particle(said, first):
            break
        trust = max(trust, _trust_in_title(said, first))
        first += 1
    return first, _Trust.KNOWN if _stands_in_name(said, at) else trust


def _behind_owner(said: _Text, at: int) -> tuple[int, int]:
    """The name of a relative who is called by a title: ibu saya (Ngatinem)."""
    is_near = _AFTER_CUE.fullmatch(said.gaps[at]) and "." not in said.gaps[at]
    return at + 1, max(at + 1, _extent(said, at + 1, _Trust.CAPITAL) if is_near else 0)


def _trust_in_title(said: _Text, at: int) -> _Trust:
    """A degree with a point, or a doubtful title written small before a capital, is likely one."""
    if said.low[at] in lists.TITLES:
        return _Trust.SMALL
    is_degree = said.low[at] in lists.DEGREES and said.gaps[at].startswith(".")
    is_likely = is_degree or not said.capital[at] or (at and said.low[at - 1] in lists.OWNERS)
    return _Trust.CAPITAL if is_likely else _Trust.KNOWN


def _behind_office(said: _Text, at: int) -> tuple[int, int]:
    """The name of who holds a near office; behind a high one nothing, that name is public."""
    end = _public_person_end(said, at)
    if end > at + 1 or said.low[at] not in lists.NEAR_OFFICES or not said.joined(at):
        return end, end
    return end, max(end, _extent(said, end, _Trust.SMALL))


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


def _announced(said: _Text, at: int) -> Iterator[tuple[int, _Trust]]:
    """Where a name may begin that the words ending here announce, and how far to trust them."""
    first = at + 1
    if first >= len(said) or not _AFTER_CUE.fullmatch(said.gaps[at]):
        return
    if said.low[at] in lists.SURE_ENDS and (trust := _trust_in_phrase(said, at)):
        yield first, trust
    elif "." not in said.gaps[at] and "\n" not in said.gaps[at]:
        word = said.low[at]
        if _tells_kin(said, at):
            yield first, _Trust.CAPITAL
        elif word in lists.LIKELY or _stem(word) in lists.LIKELY:
            yield first, _Trust.KNOWN


def _trust_in_phrase(said: _Text, at: int) -> _Trust | None:
    """How far to trust the longest phrase that ends here."""
    for count in (3, 2, 1):
        said_so = said.low[max(0, at + 1 - count) : at + 1]
        phrase = " ".join("saya" if word in _I else word for word in said_so)
        if phrase in lists.FULL:
            return _Trust.FULL
        if phrase in lists.SURE:
            return _Trust.SURE
    return None


def _tells_kin(said: _Text, at: int) -> bool:
    """Whether this says whose relative or friend, or who is writing, or who did it."""
    word, before = said.low[at], said.low[at - 1] if at else ""
    if word in lists.KIN or _stem(word) in lists.KIN or before == "my":
        return True
    if word == "nya" or word in lists.OWNERS:
        begins = not at or not said.gaps[at - 1].isspace() or "\n" in said.gaps[at - 1]
        return before in lists.KIN or (word != "nya" and (begins or before in lists.GREETINGS))
    is_english = (before, word) in (("this", "is"), ("i", "am"))
    return is_english and _is_followed(said, at + 1)


def _stem(word: str) -> str:
    """The word without whose it is."""
    return word.removesuffix("nya").removesuffix("ku")


def _extent(said: _Text, first: int, trust: _Trust) -> int:
    """The end of the name that begins at `first`; `first` if none does."""
    if first >= len(said) or not _may_begin(said, first, trust):
        return first
    end = first + 1
    while end < len(said) and end - first < MOST and _goes_on(said, end, trust):
        end += 1
    return end


def _may_begin(said: _Text, at: int, trust: _Trust) -> bool:
    word = said.low[at]
    if trust > _Trust.KNOWN and (_is_particle(said, at) or _is_initial(said, at)):
        return True
    if _ends_run(word) or word in lists.ALL_TITLES or word in lists.OFFICES:
        return False
    if lists.is_name(word):
        return True
    return (
        _may_begin_in_capitals(said, at, trust) if said.capital[at] else _may_be_small(word, trust)
    )


def _may_begin_in_capitals(said: _Text, at: int, trust: _Trust) -> bool:
    word = said.low[at]
    if trust >= _Trust.SURE:
        return not lists.is_ordinary(word) or word in lists.names() or _is_followed(said, at)
    if said.short[at] and len(word) <= _LONGEST_SHORT:
        return False
    if lists.is_ordinary(word):
        return word in lists.names() and _is_followed(said, at)
    if word in pack.phrases():
        return _is_followed(said, at) and f"{word} {said.low[at + 1]}" not in pack.phrases()
    return trust == _Trust.CAPITAL or lists.is_known(word)


def _may_be_small(word: str, trust: _Trust) -> bool:
    if trust >= _Trust.SMALL:
        is_word = len(word) >= _LEAST_SMALL and _VOWEL.search(word) is not None
        return lists.is_known(word) or (is_word and not _is_told(word))
    if trust == _Trust.SURE:
        return lists.is_known(word) and not lists.is_ordinary(word)
    return trust == _Trust.CAPITAL and lists.resembles(word)


def _goes_on(said: _Text, at: int, trust: _Trust) -> bool:
    """Whether the name holds this word too."""
    word = said.low[at]
    if not said.joined(at - 1) or _ends_run(word):
        return False
    if said.gaps[at - 1] == "-" or (word in ("bin", "binti") and at + 1 < len(said)):
        return True
    if said.capital[at]:
        return word in lists.names() or not lists.is_ordinary(word)
    if lists.is_name(word) or (lists.is_known(word) and lists.is_known(said.low[at - 1])):
        return True
    return trust == _Trust.FULL and not _is_told(word) and len(word) > _LEAST_SMALL


def _is_particle(said: _Text, at: int) -> bool:
    """Whether a small word stands before what has a capital, as in Ni Luh: both are a name's."""
    if said.low[at] not in lists.PARTICLES or not said.joined(at):
        return False
    follows = said.low[at + 1]
    return said.capital[at + 1] and not _is_told(follows) and not _ends_run(follows)


def _is_followed(said: _Text, at: int) -> bool:
    """Whether a word that is no word of the language stands behind, with a capital: Go Hwa."""
    return said.joined(at) and said.capital[at + 1] and not _is_told(said.low[at + 1])


def _is_initial(said: _Text, at: int) -> bool:
    """Whether this is the letter in M. Fadli."""
    is_letter = len(said.low[at]) == 1 and said.capital[at] and said.gaps[at].startswith(".")
    return is_letter and said.joined(at) and said.capital[at + 1]


def _is_told(word: str) -> bool:
    """Whether the language or the pack knows the word as something else."""
    return lists.is_ordinary(word) or word in pack.phrases()


def _by_itself(said: _Text, at: int) -> tuple[int, int]:
    """A name that nothing announces: a common one with a capital, or two common ones."""
    end = _run_end(said, at)
    words = said.low[at:end]
    if end == at or _is_of_the_pack(words):
        return max(end, at + 1), max(end, at + 1)
    known = [at + place for place, word in enumerate(words) if word in lists.names()]
    if any(lists.is_name(said.low[place]) for place in known) or len(known) >= 2:
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
    return at + 2 if len(pair) == 2 and said.joined(at) and all(map(lists.is_name, pair)) else at


def _ends_run(word: str) -> bool:
    is_told = word in lists.NO_NAMES or word in pack.services()
    return is_told or word in lists.PLACES or word in lists.TITLES


def _is_of_the_pack(words: list[str]) -> bool:
    """Whether the words are a name of the pack, a part of one, or hold one of two words."""
    phrases = pack.phrases()
    pairs = (" ".join(words[place : place + 2]) for place in range(len(words) - 1))
    return " ".join(words) in phrases or any(pair in phrases for pair in pairs)
