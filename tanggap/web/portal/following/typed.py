"""What she typed in one of her forms: it comes back when it can't be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest

from tanggap.intake import photos as intake_photos
from tanggap.intake.inbound import Photo, PhotoRefused
from tanggap.web import kept

MOST_WORDS = 2000  # of a reason; an answer is taken whole
LONGEST_PLACE = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """Her answers, and photographs of this try and of earlier ones."""

    words: str
    reason_code: str
    where: str
    stars: int | None
    photos: tuple[Photo, ...]
    refused: tuple[PhotoRefused, ...]

    @property
    def kept_token(self) -> str:
        """Names the photographs in the form that comes back."""
        return kept.pack(self.photos)


def typed_by(request: HttpRequest, *, at: datetime) -> Typed:
    """Everything that one of the forms on her page may send. Call it outside a transaction."""
    given = request.POST.get
    new, refused = intake_photos.prepare(request.FILES.getlist("photos"), at=at)
    stars = given("stars", "")
    return Typed(
        words=given("reason", "").strip()[:MOST_WORDS] or given("text", "").strip(),
        reason_code=given("reason_code", ""),
        where=" ".join(given("where", "").split())[:LONGEST_PLACE],
        stars=int(stars) if stars in ("1", "2", "3", "4", "5") else None,
        photos=kept.merge(kept.unpack(given("kept", "")), new),
        refused=refused,
    )
