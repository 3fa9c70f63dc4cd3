"""Photographs from outside: kept as they were sent, and made into those of a report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tanggap.fieldwork.models import SentPhoto
from tanggap.reports import workflow
from tanggap.reports.actions import Photo
from tanggap.reports.actions.photos import Purpose
from tanggap.reports.workflow import Outcome


def keep(kind: type[SentPhoto], photos: Sequence[Photo], **owner: Any) -> None:
    """Write rows of `kind` that belong to `owner`."""
    kind._default_manager.bulk_create(
        kind(
            attachment=photo.attachment,
            purpose=photo.purpose,
            taken_at=photo.taken_at,
            lat=photo.lat,
            lng=photo.lng,
            **owner,
        )
        for photo in photos
    )


def for_report(sent: SentPhoto, outcome: Outcome | None = None) -> Photo:
    """What a verb takes. Where `outcome` finds nothing to repair, a photograph shows the place."""
    is_evidence = outcome in workflow.EVIDENCE_OUTCOMES and sent.purpose != Purpose.DOCUMENT
    return Photo(
        attachment=sent.attachment,
        purpose=Purpose.PLACE if is_evidence else sent.purpose,
        taken_at=sent.taken_at,
        lat=sent.lat,
        lng=sent.lng,
    )
