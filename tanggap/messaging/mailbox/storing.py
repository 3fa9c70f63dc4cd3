"""Mail that came in is stored before anybody looks at it: then its server may forget it."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from django.db import transaction

from tanggap.identity.sealing import seal_bytes, unseal_bytes
from tanggap.lib import marks
from tanggap.messaging.mailbox import letters
from tanggap.messaging.models import InboundMail

MOST_BYTES = 25 * 1024 * 1024
KEPT = timedelta(days=30)


class TooBig(ValueError):
    """More than MOST_BYTES, or nothing at all."""


@transaction.atomic
def keep(raw: bytes, *, at: datetime) -> bool:
    """Store a mail as it came, sealed, and mark it to be read; False when it was here before.

    The same mail by two ways (a pipe, a mailbox) is one: its id and its body are the same.
    """
    if not raw.strip() or len(raw) > MOST_BYTES:
        raise TooBig(f"{len(raw)} bytes")
    row, is_new = InboundMail.objects.get_or_create(
        digest=_digest(raw), defaults={"sealed": seal_bytes(raw), "received_at": at}
    )
    if is_new:
        marks.add("mail", [row.pk])
    return is_new


def content(row: InboundMail) -> bytes:
    """The mail as it came. Raises Unreadable."""
    return unseal_bytes(bytes(row.sealed))


def forget(*, at: datetime) -> int:
    """Drop the content of what was read long ago; that it came is kept, so that it comes once."""
    rows = InboundMail.objects.filter(done_at__lt=at - KEPT).exclude(sealed=b"")
    return rows.update(sealed=b"", sender_index=None)


def _digest(raw: bytes) -> bytes:
    plain = raw.replace(b"\r\n", b"\n").strip()
    body = plain.split(b"\n\n", 1)[-1]
    name = letters.message_id(raw).encode("utf-8", "replace")
    return hashlib.sha256(name + b"\0" + (body if name else plain)).digest()
