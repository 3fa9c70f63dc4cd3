"""A link in a message by which its reader answers one question, and does nothing else.

Signed with the instance's secret, so that nothing of it is stored; it names the report alone.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

_SALT = "tanggap.answering"
LASTS = timedelta(days=90)


def token(number: str) -> str:
    """What stands in the link for the report `number`."""
    return signing.dumps(number, salt=_SALT)


def number_of(token: str) -> str | None:
    """The number behind a link that is ours and not too old; None for any other."""
    try:
        return str(signing.loads(token, salt=_SALT, max_age=LASTS))
    except signing.BadSignature:
        return None
