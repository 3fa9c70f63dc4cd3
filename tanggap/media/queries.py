"""Reads of attachments: by hash, alike ones, and those that nobody uses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, ForeignObjectRel, OuterRef, QuerySet

from tanggap.media import paths
from tanggap.media.models import Attachment


def by_hash(sha256: str) -> Attachment | None:
    """The attachment of a content hash, or None. Says nothing about who may see it."""
    return Attachment.objects.filter(sha256=sha256).first()


def keys(attachment: Attachment) -> list[str]:
    """The storage keys of all files of an attachment."""
    if attachment.kind == Attachment.Kind.DOCUMENT:
        return [paths.document_key(attachment.sha256)]
    sharp = [paths.photo_key(attachment.sha256, size=size) for size in paths.SIZES]
    return [*sharp, paths.blurred_key(attachment.sha256)]


def orphans(*, before: datetime) -> QuerySet[Attachment]:
    """Attachments last sent before `before` that no row of any package points to.

    Found through the foreign keys themselves, so that a package that starts to use
    attachments can't be forgotten here.
    """
    rows = Attachment.objects.filter(stored_at__lt=before)
    for link in Attachment._meta.get_fields(include_hidden=True):
        if isinstance(link, ForeignObjectRel):
            users = link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})
            rows = rows.filter(~Exists(users))
    return rows.order_by("pk")


def known_hashes(hashes: Iterable[str]) -> set[str]:
    """Those of the hashes that have a row."""
    return set(Attachment.objects.filter(sha256__in=set(hashes)).values_list("sha256", flat=True))


def likeness(a: int | None, b: int | None) -> float:
    """How alike two perceptual hashes are: 1.0 the same, about 0.5 unrelated, 0.0 not known."""
    if a is None or b is None:
        return 0.0
    return 1 - ((a ^ b) & (2**64 - 1)).bit_count() / 64
