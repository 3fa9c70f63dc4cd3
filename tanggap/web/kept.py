"""Photographs of a form that came back: already stored, named by a signed list in the form."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core import signing

from tanggap.intake.inbound import MAX_PHOTOS, Photo

SALT = "web.kept"
LIFE = 24 * 3600  # seconds; unused files are swept after a day


def pack(photos: tuple[Photo, ...]) -> str:
    """The list as a signed text; a changed one is refused."""
    rows = [{**asdict(photo), "taken_at": _iso(photo.taken_at)} for photo in photos]
    return signing.dumps(rows, salt=SALT, compress=True) if rows else ""


def unpack(token: str) -> tuple[Photo, ...]:
    """The photographs again; none when the token is empty, changed or older than a day."""
    if not token:
        return ()
    try:
        rows: list[dict[str, Any]] = signing.loads(token, salt=SALT, max_age=LIFE)
    except signing.BadSignature:
        return ()
    return tuple(Photo(**{**row, "taken_at": _moment(row["taken_at"])}) for row in rows)


def merge(earlier: tuple[Photo, ...], new: tuple[Photo, ...]) -> tuple[Photo, ...]:
    """Both, each content once, at most ten."""
    unique = {photo.sha256: photo for photo in (*earlier, *new)}
    return tuple(unique.values())[:MAX_PHOTOS]


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
