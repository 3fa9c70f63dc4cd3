"""What may be known about a contact without opening it."""

from __future__ import annotations

from tanggap.identity.models import Contact


def is_reachable(contact_id: int | None) -> bool:
    """Whether the reporter left an address that a question can be sent to."""
    if contact_id is None:
        return False
    row = Contact.objects.filter(pk=contact_id, erased_at=None).first()
    return row is not None and (row.email_index is not None or row.phone_index is not None)
