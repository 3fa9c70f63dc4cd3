"""Photographs of one report, taken in before it is written: one bad file loses nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, repeat
from typing import Protocol

from django.utils.translation import gettext as _

from tanggap.intake.inbound import MAX_PHOTOS, Photo, PhotoRefused
from tanggap.media import actions as media
from tanggap.media.pictures import NO_FACTS, Facts


class File(Protocol):
    """What an upload of Django, or an opened file with a name, can do."""

    name: str | None

    def read(self) -> bytes: ...


def prepare(
    files: Iterable[File],
    at: datetime,
    *,
    said: Sequence[Facts] = (),
    documents: bool = False,
) -> tuple[tuple[Photo, ...], tuple[PhotoRefused, ...]]:
    """Clean and keep each file. Returns those taken, and those refused with the reason.

    `said` is what the sender's device knows of each file, in their order, for files that lost it
    on their way. `documents` allows PDF, which are kept as they came. Call it outside a
    transaction. What is kept here and never linked is swept after a day.
    """
    taken: dict[str, Photo] = {}
    refused: list[PhotoRefused] = []
    for file, facts in zip(files, chain(said, repeat(NO_FACTS)), strict=False):
        if len(taken) == MAX_PHOTOS:
            refused.append(_too_many(file))
            continue
        try:
            photo = _take(file, at, facts, documents=documents)
            taken[photo.sha256] = photo
        except media.Refused as error:
            name = file.name or ""
            refused.append(PhotoRefused(filename=name, code=error.code, message=error.message))
    return tuple(taken.values()), tuple(refused)


def _take(file: File, at: datetime, said: Facts, *, documents: bool) -> Photo:
    attachment, facts = media.store(
        file.read(), filename=file.name or "", at=at, documents=documents
    )
    placed = said if facts.lat is None else facts
    return Photo(
        attachment_id=attachment.pk,
        sha256=attachment.sha256,
        taken_at=facts.taken_at or said.taken_at,
        lat=placed.lat,
        lng=placed.lng,
        is_document=attachment.kind == "document",
    )


def _too_many(file: File) -> PhotoRefused:
    message = _("Paling banyak %(most)d foto dalam satu laporan.") % {"most": MAX_PHOTOS}
    return PhotoRefused(filename=file.name or "", code="too_many", message=message)
