"""Photographs and documents that staff send with a verb."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from tanggap.media import actions as media
from tanggap.media.models import Attachment
from tanggap.reports.actions.photos import Photo, Purpose
from tanggap.reports.workflow import EVIDENCE_OUTCOMES, Outcome


class PhotosRefused(Exception):
    """Files that can't be taken; `messages` says which and why. None of them was linked."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        super().__init__("; ".join(messages))


def stored(
    files: Iterable[UploadedFile[Any]],
    *,
    outcome: Outcome | None,
    at: datetime,
    purpose: str = "",
) -> list[Photo]:
    """Keep the files and say what they show. Call it outside a transaction.

    With an outcome that finds nothing to repair, photographs show the place. Raises
    PhotosRefused.
    """
    photos, refused = [], []
    shows = purpose or (Purpose.PLACE if outcome in EVIDENCE_OUTCOMES else Purpose.AFTER)
    for file in files:
        try:
            photos.append(_keep(file, shows, at))
        except media.Refused as error:
            refused.append(f"{file.name}: {error.message}")
    if refused:
        raise PhotosRefused(refused)
    return photos


def _keep(file: UploadedFile[Any], purpose: str, at: datetime) -> Photo:
    attachment, facts = media.store(file.read(), filename=file.name or "", at=at, documents=True)
    if attachment.kind == Attachment.Kind.DOCUMENT:
        purpose = Purpose.DOCUMENT
    return Photo(
        attachment=attachment,
        purpose=purpose,
        taken_at=facts.taken_at,
        lat=facts.lat,
        lng=facts.lng,
    )
