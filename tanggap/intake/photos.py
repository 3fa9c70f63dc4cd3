"""Photographs of one report, taken in before it is written: one bad file loses nothing else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from django.utils.translation import gettext as _

from tanggap.intake.inbound import MAX_PHOTOS, Photo, PhotoRefused
from tanggap.media import actions as media


class File(Protocol):
    """What an upload of Django, or an opened file with a name, can do."""

    name: str | None

    def read(self) -> bytes: ...


def prepare(
    files: Iterable[File], at: datetime
) -> tuple[tuple[Photo, ...], tuple[PhotoRefused, ...]]:
    """Clean and keep each file. Returns those taken, and those refused with the reason.

    Call it outside a transaction. What is kept here and never linked is swept after a day.
    """
    taken: dict[str, Photo] = {}
    refused: list[PhotoRefused] = []
    for file in files:
        if len(taken) == MAX_PHOTOS:
            refused.append(_too_many(file))
            continue
        try:
            photo = _take(file, at)
            taken[photo.sha256] = photo
        except media.Refused as error:
            name = file.name or ""
            refused.append(PhotoRefused(filename=name, code=error.code, message=error.message))
    return tuple(taken.values()), tuple(refused)


def _take(file: File, at: datetime) -> Photo:
    attachment, facts = media.store(file.read(), filename=file.name or "", at=at)
    return Photo(
        attachment_id=attachment.pk,
        sha256=attachment.sha256,
        taken_at=facts.taken_at,
        lat=facts.lat,
        lng=facts.lng,
    )


def _too_many(file: File) -> PhotoRefused:
    message = _("Paling banyak %(most)d foto dalam satu laporan.") % {"most": MAX_PHOTOS}
    return PhotoRefused(filename=file.name or "", code="too_many", message=message)
