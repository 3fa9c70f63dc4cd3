"""Masking of what gives a person away in public text: numbers, addresses, plates, names.

A mask is visible and says what stood there. A span that one rule finds is blanked before the next
rule reads, and the rules go round until none finds anything: so masking twice changes nothing more.
Every rule reads the text once and looks at a bounded piece around each place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tanggap.publishing.redaction import names, numbers, reach

MASK = "[disamarkan]"  # what a person masked by hand and the rules have no word for
MASKS = {
    "phone": "[telepon disamarkan]",
    "email": "[surel disamarkan]",
    "id": "[nomor identitas disamarkan]",
    "plate": "[pelat nomor disamarkan]",
    "house": "[nomor rumah disamarkan]",
    "name": "[nama disamarkan]",
    "handle": "[akun disamarkan]",
    "born": "[umur disamarkan]",
    "link": "[tautan disamarkan]",
    "place": "[titik disamarkan]",
    "other": MASK,
}
BLANK = "\x00"  # stands in for a masked span while other rules read; never in a stored text
_MASKED = re.compile(r"\[(?:[a-z]+ ){0,2}disamarkan\]")

Found = Iterator[tuple[int, int]]
# The order matters: a link holds a name, an e-mail a domain, a long number a shorter one.
_RULES: Sequence[tuple[str, Callable[[str], Found]]] = (
    ("link", reach.links),
    ("place", reach.places),
    ("email", reach.emails),
    ("handle", reach.handles),
    ("id", numbers.identities),
    ("phone", numbers.phones),
    ("plate", numbers.plates),
    ("house", numbers.houses),
    ("born", numbers.births),
    ("name", names.names),
    ("born", numbers.ages),
)


class Span(NamedTuple):
    """What `kind` of detail stands at text[start:end]."""

    start: int
    end: int
    kind: str


def redact(text: str) -> str:
    """The text with personal details masked; running it twice changes nothing more."""
    return masked(text, found(text))


def masked(text: str, spans: Sequence[Span]) -> str:
    """The text with these spans, in their order, replaced by their masks."""
    pieces, last = [], 0
    for span in spans:
        pieces += [text[last : span.start], MASKS[span.kind]]
        last = span.end
    return "".join([*pieces, text[last:]])


def found(text: str) -> list[Span]:
    """What the rules would mask, in order, without overlap. Masks that stand there are passed."""
    left = _MASKED.sub(lambda mask: BLANK * len(mask.group()), text.replace(BLANK, " "))
    spans: list[Span] = []
    while more := _round(left):
        spans += more
        left = _blanked(left, more)
    return sorted(spans)


def _round(text: str) -> list[Span]:
    """What every rule finds, each in what the ones before it left."""
    spans: list[Span] = []
    for kind, rule in _RULES:
        more = [Span(start, end, kind) for start, end in _apart(rule(text))]
        spans += more
        text = _blanked(text, more)
    return spans


def _apart(spans: Found) -> Found:
    """The spans in order, the longer first, without those that begin inside one before."""
    last = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= last:
            yield start, end
            last = end


def _blanked(text: str, spans: Sequence[Span]) -> str:
    """The text, as long as it was, with these spans blank."""
    pieces, last = [], 0
    for start, end, _ in sorted(spans):
        pieces += [text[last:start], BLANK * (end - start)]
        last = end
    return "".join([*pieces, text[last:]]) if pieces else text
