"""What everybody reads of what people wrote: the rules' masks, or those a person decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from tanggap.publishing.projection import PUBLIC_WORDS
from tanggap.publishing.redaction import MASKS, Span, found, masked, redact
from tanggap.reports.actions.masking import OWN
from tanggap.reports.models import PublicMask, ReportEvent

if TYPE_CHECKING:
    from tanggap.reports.models import Report

Decisions = Mapping[str, Mapping[str, Any]]  # by part: "of", in hex, and "spans"

# A correlated column for statements that read reports as `r`: the Decisions of one.
DECISIONS = """(SELECT jsonb_object_agg(m.part, jsonb_build_object(
        'of', encode(m.of, 'hex'), 'spans', m.spans))
    FROM reports_publicmask m WHERE m.report_id = r.id)"""


@dataclass(frozen=True, slots=True)
class Wording:
    """One part of a report that everybody may read: as written, and what of it is masked."""

    part: str
    original: str
    spans: list[Span]
    is_decided: bool

    @property
    def public(self) -> str:
        """As everybody reads it."""
        return masked(self.original, self.spans)


def safe(words: str, part: str, decisions: Decisions | None) -> str:
    """The words as everybody may read them."""
    decided = _decided(words, part, decisions or {})
    return redact(words) if decided is None else masked(words, decided)


def wordings(report: Report) -> list[Wording]:
    """All parts of the report that hold words, title first, public notes last. Two queries."""
    rows = PublicMask.objects.filter(report=report)
    decisions = {row.part: {"of": bytes(row.of).hex(), "spans": row.spans} for row in rows}
    notes = ReportEvent.objects.filter(report=report, verb__in=PUBLIC_WORDS).exclude(note="")
    parts = {part: str(getattr(report, part)) for part in OWN}
    parts |= {
        f"note:{event.seq}": event.note
        for event in notes.order_by("seq")
        if event.verb != "note" or (event.data or {}).get("audience") == "public"
    }
    return [_wording(words, part, decisions) for part, words in parts.items() if words]


def _wording(words: str, part: str, decisions: Decisions) -> Wording:
    decided = _decided(words, part, decisions)
    return Wording(part, words, found(words) if decided is None else decided, decided is not None)


def _decided(words: str, part: str, decisions: Decisions) -> list[Span] | None:
    """The spans a person decided for exactly these words; a kind unknown by now is masked too."""
    row = decisions.get(part)
    if row is None or row["of"] != sha256(words.encode()).hexdigest():
        return None
    spans = (Span(*span) for span in row["spans"])
    return [span if span.kind in MASKS else span._replace(kind="other") for span in spans]
