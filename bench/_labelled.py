"""Reading the labelled texts, and measuring a masking against them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tanggap.publishing.redaction import Span, found

FOLDER = Path(__file__).parents[1] / "tests" / "publishing" / "labelled"
HELD_BACK = ("held", "unseen", "later")  # the files that nobody looks at while rules change
_MARK = re.compile(r"\[\[(\w+):(.+?)\]\](?!\])")


@dataclass(frozen=True)
class Labelled:
    """A text without its marks, and what they mark."""

    text: str
    spans: list[Span]


@dataclass
class Score:
    """Counts by kind, and under "all": of spans, and of characters that aren't blanks."""

    labelled: Counter[str] = field(default_factory=Counter)
    caught: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    signs: Counter[str] = field(default_factory=Counter)

    def recall(self, kind: str = "all") -> float:
        """The share of what is labelled that is wholly masked."""
        return self.caught[kind] / self.labelled[kind] if self.labelled[kind] else 1.0

    def precision(self, kind: str = "all") -> float:
        """The share of what is masked that touches something labelled."""
        return self.right[kind] / self.masked[kind] if self.masked[kind] else 1.0


def read(name: str) -> list[Labelled]:
    """The texts of one file, in its order."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [_parsed(line.replace("\\n", "\n")) for line in lines if line and line[0] != "%"]


def measure(texts: Iterable[Labelled]) -> Score:
    """How the masking does on these texts."""
    score = Score()
    for text in texts:
        _add(score, text, found(text.text))
    return score


def misses(texts: Iterable[Labelled]) -> Iterator[str]:
    """What is wrong, one line each: for the tuned half alone."""
    for text in texts:
        spans = found(text.text)
        for label in text.spans:
            if not _signs(text.text, [label]) <= _signs(text.text, spans):
                yield f"missed {label.kind} {text.text[label.start : label.end]!r}: {text.text}"
        for span in spans:
            if not _signs(text.text, [span]) & _signs(text.text, text.spans):
                yield f"masked {span.kind} {text.text[span.start : span.end]!r}: {text.text}"


def _parsed(line: str) -> Labelled:
    text, spans, last = "", [], 0
    for mark in _MARK.finditer(line):
        text += line[last : mark.start()]
        spans.append(Span(len(text), len(text) + len(mark.group(2)), mark.group(1)))
        text, last = text + mark.group(2), mark.end()
    return Labelled(text + line[last:], spans)


def _add(score: Score, text: Labelled, spans: list[Span]) -> None:
    ours, theirs = _signs(text.text, spans), _signs(text.text, text.spans)
    score.signs += Counter(labelled=len(theirs), masked=len(ours), both=len(ours & theirs))
    for label in text.spans:
        _count(score.labelled, score.caught, label.kind, _signs(text.text, [label]) <= ours)
    for span in spans:
        _count(score.masked, score.right, span.kind, bool(_signs(text.text, [span]) & theirs))


def _count(everything: Counter[str], good: Counter[str], kind: str, is_good: bool) -> None:
    everything.update([kind, "all"])
    good.update([kind, "all"] if is_good else [])


def _signs(text: str, spans: Iterable[Span]) -> set[int]:
    """Letters and digits in these spans: points and blanks give nobody away."""
    return {at for start, end, _ in spans for at in range(start, end) if text[at].isalnum()}
