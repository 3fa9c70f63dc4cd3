"""Files of an objection: kept by their content, and not chosen again when the form comes back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from tanggap.media import actions as media
from tanggap.media.models import Attachment

SALT = "web.score.attached"
LIFE = 24 * 3600  # seconds; unused files are swept after a day

Kept = dict[Attachment, str]  # each content once, under its name


def store(files: Iterable[UploadedFile[Any]], *, at: datetime) -> tuple[Kept, list[str]]:
    """Keep what can be kept, outside of a transaction; and why the others can't."""
    kept: Kept = {}
    refused = []
    for file in files:
        name = file.name or ""
        try:
            attachment, _facts = media.store(file.read(), filename=name, at=at, documents=True)
            kept[attachment] = name
        except media.Refused as error:
            refused.append(f"{name}: {error.message}")
    return kept, refused


def pack(kept: Kept) -> str:
    """What is kept as a signed text for the form; a changed one is refused."""
    rows = [[attachment.pk, name] for attachment, name in kept.items()]
    return signing.dumps(rows, salt=SALT) if rows else ""


def unpack(token: str) -> Kept:
    """The files again; none when the token is empty, changed or older than a day."""
    try:
        rows = signing.loads(token, salt=SALT, max_age=LIFE) if token else []
    except signing.BadSignature:
        rows = []
    found = Attachment.objects.in_bulk([pk for pk, _name in rows])
    return {found[pk]: name for pk, name in rows if pk in found}
