"""The writers: keep a file, and forget the ones nobody linked."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from tanggap.media import paths, pictures, queries, sniff, storage
from tanggap.media.models import Attachment
from tanggap.media.pictures import NO_FACTS, Facts
from tanggap.media.refusals import Refused

__all__ = ["Facts", "Refused", "blur", "store", "sweep", "sweep_files"]

MAX_BYTES = 20 * 1024 * 1024
ORPHAN_AFTER = timedelta(days=1)
_PDF_END = 2048  # readers look for the end mark in the last bytes, so do we


def store(
    data: bytes, *, filename: str, at: datetime, documents: bool = False
) -> tuple[Attachment, Facts]:
    """Clean and keep one file; the same content is one row. Raises `Refused`.

    `documents` allows PDF. `filename` is only what the sender called it: it decides nothing
    and is not kept. Call it before opening a transaction of your own: decoding takes a while.
    """
    _check_size(data)
    guess = sniff.guess(data)
    if guess == "pdf":
        return _store_document(data, at=at, allowed=documents), NO_FACTS
    if guess in ("drawing", "video", "archive", "program"):
        raise Refused(guess)
    picture = pictures.clean(data)
    return _store_picture(picture, original=_sha256(data), at=at), picture.facts


def blur(sha256: str) -> bool:
    """Make the blurred copy of a photograph that was kept without one. False: there is no such.

    Pictures of earlier versions have none; the smallest size is enough to make it from.
    """
    small = storage.default().path(paths.photo_key(sha256, size=paths.SMALL))
    if small is None:
        return False
    try:
        picture = pictures.clean(small.read_bytes())
        _put({paths.blurred_key(sha256): picture.blurred})
    except Refused:
        return False
    return True


def sweep(*, at: datetime, limit: int = 500) -> int:
    """Delete attachments that no row points to and nobody sent for a day; how many."""
    stale = queries.orphans(before=at - ORPHAN_AFTER).values_list("pk", flat=True)[:limit]
    return sum(_forget(pk, before=at - ORPHAN_AFTER) for pk in list(stale))


def sweep_files(*, at: datetime) -> int:
    """Delete files without a row that are older than a day: left by a rolled-back store."""
    store, before = storage.default(), (at - ORPHAN_AFTER).timestamp()
    old = [key for key, written in store.listing() if written < before]
    known = queries.known_hashes(key.rsplit("/", 1)[-1][:64] for key in old)
    lost = [key for key in old if key.rsplit("/", 1)[-1][:64] not in known]
    for key in lost:
        store.delete(key)
    return len(lost)


def _check_size(data: bytes) -> None:
    if not data:
        raise Refused("empty")
    if len(data) > MAX_BYTES:
        raise Refused("too_big")


def _store_document(data: bytes, *, at: datetime, allowed: bool) -> Attachment:
    if not allowed:
        raise Refused("document_here")
    if b"%%EOF" not in data[-_PDF_END:]:
        raise Refused("broken_document")
    sha256 = _sha256(data)
    row = Attachment(
        sha256=sha256,
        original_sha256=sha256,
        kind=Attachment.Kind.DOCUMENT,
        mime="application/pdf",
        size=len(data),
    )
    return _keep(row, {paths.document_key(sha256): data}, at=at)


def _store_picture(picture: pictures.Picture, *, original: str, at: datetime) -> Attachment:
    full = picture.files[paths.FULL]
    sha256 = _sha256(full)
    row = Attachment(
        sha256=sha256,
        original_sha256=original,
        kind=Attachment.Kind.PHOTO,
        mime="image/jpeg",
        width=picture.width,
        height=picture.height,
        size=len(full),
        phash=picture.phash,
    )
    files = {paths.photo_key(sha256, size=s): data for s, data in picture.files.items()}
    files[paths.blurred_key(sha256)] = picture.blurred
    return _keep(row, files, at=at)


def _keep(row: Attachment, files: dict[str, bytes], *, at: datetime) -> Attachment:
    """The row and its files. The row is visible to others only once the files are durable.

    Row first, inside the transaction: its lock keeps a sweep of the same content away.
    """
    row.created_at = row.stored_at = at
    with transaction.atomic():
        Attachment.objects.bulk_create(
            [row],
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=["stored_at"],
        )
        _put(files)
    return Attachment.objects.get(sha256=row.sha256)


def _put(files: dict[str, bytes]) -> None:
    store, written = storage.default(), []
    try:
        for key, data in files.items():
            if store.put(key, data):
                written.append(key)
    except storage.Full as error:
        for key in written:
            store.delete(key)
        raise Refused("storage_full") from error


def _forget(pk: int, *, before: datetime) -> int:
    with transaction.atomic():
        row = queries.orphans(before=before).filter(pk=pk).select_for_update(skip_locked=True)
        attachment = row.first()
        if attachment is None:  # sent again or linked meanwhile
            return 0
        for key in queries.keys(attachment):
            storage.default().delete(key)
        attachment.delete()
    return 1


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
