"""Which words of a report everybody reads, where a person decides instead of the rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Unpack

from tanggap.reports.actions.acting import How, Turn, acting, given
from tanggap.reports.case import Case
from tanggap.reports.models import PublicMask, Report
from tanggap.reports.workflow import Verb

Spans = Sequence[tuple[int, int, str]]
OWN = ("title", "text", "address")


def mask(
    report: Report,
    *,
    parts: Mapping[str, Spans | None],
    reason: str = "",
    **how: Unpack[How],
) -> Report:
    """Mask exactly these spans, sorted and apart, in these parts; None: what the rules find.

    A part is "title", "text", "address" or "note:SEQ". The words themselves never change, and only
    places in them come onto the chain. Raises ValueError for a part or a span that isn't there.
    """
    with acting(report, Verb.MASK, given=given(reason=reason), **how) as t:
        words = {part: _words(t.case, part) for part in parts}
        for part, spans in parts.items():
            _check(words[part], spans or ())
        t.note = reason
        t.data["before"] = _decided(t, words)
        t.data["masks"] = {
            part: None if spans is None else _plain(spans) for part, spans in parts.items()
        }
        _decide(t, words, parts)
    return report


def _words(case: Case, part: str) -> str:
    """What stands in this part."""
    if part in OWN:
        return str(getattr(case.report, part))
    seq = part.removeprefix("note:")
    note = next((event.note for event in case.events if str(event.seq) == seq), "")
    if part == seq or not note:
        raise ValueError(f"the report has no part {part!r}")
    return note


def _check(words: str, spans: Spans) -> None:
    last = 0
    for start, end, _kind in spans:
        if not last <= start < end <= len(words):
            raise ValueError("spans lie in the words, in order and apart")
        last = end


def _decided(turn: Turn, words: Mapping[str, str]) -> dict[str, Any]:
    """What a person had decided before, by part."""
    rows = PublicMask.objects.filter(report=turn.report, part__in=words)
    kept = {row.part: row.spans for row in rows if bytes(row.of) == _hash(words[row.part])}
    return {part: kept.get(part) for part in words}


def _decide(turn: Turn, words: Mapping[str, str], parts: Mapping[str, Spans | None]) -> None:
    PublicMask.objects.filter(report=turn.report, part__in=parts).delete()
    PublicMask.objects.bulk_create(
        PublicMask(report=turn.report, part=part, of=_hash(words[part]), spans=_plain(spans))
        for part, spans in parts.items()
        if spans is not None
    )


def _plain(spans: Spans) -> list[list[Any]]:
    return [list(span) for span in spans]


def _hash(words: str) -> bytes:
    return sha256(words.encode()).digest()
