"""Photographs that come with a verb, and which of them everybody may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tanggap.media.models import Attachment
from tanggap.reports import access
from tanggap.reports.actions.acting import Turn
from tanggap.reports.models import Report, ReportPhoto
from tanggap.reports.workflow import (
    EVIDENCE_OUTCOMES,
    Code,
    Outcome,
    ProofKind,
    proof_needed,
)

Purpose = ReportPhoto.Purpose
INSIDE = (Purpose.NOTE, Purpose.DOCUMENT, Purpose.ENCLOSED)  # never shown outside


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A stored attachment and what it shows; time and position are what its camera said."""

    attachment: Attachment
    purpose: str = Purpose.AFTER
    taken_at: datetime | None = None
    lat: float | None = None
    lng: float | None = None

    @property
    def shows_place(self) -> bool:
        """Whether it says when and where it was taken."""
        return self.taken_at is not None and self.lat is not None and self.lng is not None


def add(turn: Turn, photos: Sequence[Photo]) -> None:
    """Keep the photographs with the report; nobody outside sees them yet."""
    ReportPhoto.objects.bulk_create(
        ReportPhoto(
            report=turn.report,
            attachment=photo.attachment,
            purpose=photo.purpose,
            taken_at=photo.taken_at,
            lat=photo.lat,
            lng=photo.lng,
            created_at=turn.at,
        )
        for photo in photos
    )
    if photos:
        turn.data["photos"] = [photo.attachment.sha256 for photo in photos]


def approve(turn: Turn, ids: Collection[int]) -> None:
    """Let everybody see these photographs of the report, once it is public.

    None of a confidential report, which may have become so by this very step; and never a
    document or what went with a remark. Asked before the step changes who may see the report.
    Refused: NOT_SEEN.
    """
    if not ids or turn.report.is_confidential:
        return
    rows = turn.report.photos.filter(pk__in=ids).exclude(purpose__in=INSIDE)
    approved = sorted(rows.values_list("pk", flat=True))
    _must_be_seen(turn, approved)
    turn.report.photos.filter(pk__in=approved).update(is_public=True)
    turn.data["approved"] = approved


def choose(turn: Turn, ids: Collection[int]) -> None:
    """Of the reporter's own photographs everybody sees these and no others.

    Refused: NOT_SEEN, and UNCHANGED where it is so already.
    """
    own = turn.report.photos.filter(purpose__in=access.PICTURES)
    shown = set(own.filter(is_public=True).values_list("pk", flat=True))
    wanted = set(own.filter(pk__in=ids).values_list("pk", flat=True))
    if shown == wanted:
        raise turn.refuse(Code.UNCHANGED)
    _must_be_seen(turn, wanted - shown)
    own.filter(pk__in=wanted - shown).update(is_public=True)
    own.filter(pk__in=shown - wanted).update(is_public=False)
    turn.data |= {"approved": sorted(wanted - shown), "taken_back": sorted(shown - wanted)}


def _must_be_seen(turn: Turn, ids: Collection[int]) -> None:
    """Nobody shows everybody what she herself sees only blurred, or not at all."""
    if access.seen(turn.report, turn.by).photos == "all":
        return
    if turn.report.photos.filter(pk__in=ids, purpose__in=access.REPORTERS).exists():
        raise turn.refuse(Code.NOT_SEEN)


def approve_proof(turn: Turn) -> None:
    """What the validator accepted is shown before and after; documents stay inside."""
    shown = (Purpose.BEFORE, Purpose.AFTER, Purpose.PLACE)
    turn.report.photos.filter(purpose__in=shown, is_public=False).update(is_public=True)


def is_proof(report: Report, outcome: Outcome, photos: Sequence[Photo]) -> bool:
    """Whether `photos` prove `outcome` in the report's category."""
    category = ProofKind(report.category.proof) if report.category else ProofKind.PHOTO
    kind = proof_needed(outcome, category=category)
    if outcome in EVIDENCE_OUTCOMES:
        return any(photo.shows_place for photo in photos if photo.purpose == Purpose.PLACE)
    if kind is ProofKind.ANSWER:
        return True  # the note is the answer, and the rules ask for it
    wanted = Purpose.DOCUMENT if kind is ProofKind.DOCUMENT else Purpose.AFTER
    return any(photo.purpose == wanted for photo in photos)
