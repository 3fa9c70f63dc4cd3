"""Photographs and documents, kept by the hash of what is served. Never the original bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from tanggap.media import paths


class Attachment(models.Model):
    """One cleaned photograph, or one document. The same content is one row, whoever sent it.

    What a camera said (time, position) belongs to an upload, not to the content: `store`
    returns it as `Facts`, and it is never written here.
    """

    class Kind(models.TextChoices):
        PHOTO = "photo"
        DOCUMENT = "document"

    sha256 = models.CharField(max_length=64, unique=True)  # of the largest file we serve
    original_sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes received
    kind = models.CharField(max_length=8, choices=Kind.choices)
    mime = models.CharField(max_length=40)
    width = models.PositiveIntegerField(null=True, blank=True)  # pixels; null for documents
    height = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField()  # bytes
    # 64 bits as a signed number; null for documents and for pictures without any detail.
    phash = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    stored_at = models.DateTimeField(db_index=True)  # when it was last sent in

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="photo", width__gt=0, height__gt=0)
                | Q(kind="document", width=None, height=None),
                name="attachment_kind",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="attachment_sha256"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.sha256[:12]}"

    def url(self, size: int = paths.FULL) -> str:
        """Address of this attachment; `size` is the longest side: 320, 960 or 2048."""
        if self.kind == self.Kind.DOCUMENT:
            return paths.document_url(self.sha256)
        return paths.photo_url(self.sha256, size=size)

    def blurred_url(self) -> str:
        """Address of the copy of a photograph in which nobody is recognised."""
        return paths.blurred_url(self.sha256)
