"""What became of a short message: the gateway calls an address that names the delivery.

The address carries a keyed hash, so that only the gateway, which was given it, can call it. The
Messages API signs what it sends as well; where it does, the signature has to be right.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from tanggap.messaging import tokens
from tanggap.messaging.models import Delivery

_PURPOSE = "sms receipt"
KANNEL = "%d"  # it puts the state here
WANTED = 1 | 2 | 16  # of Kannel's states: at the phone, not at the phone, refused on the way
# What is final, and whether it is good. Everything else is on its way.
FINAL = {
    "1": True,
    "2": False,
    "16": False,
    "delivered": True,
    "read": True,
    "undelivered": False,
    "failed": False,
}


def url(delivery: int) -> str:
    """Where the gateway says what became of this delivery."""
    return settings.SITE_URL + reverse(
        "sms_receipt", args=[tokens.name(delivery, purpose=_PURPOSE)]
    )


def delivery_of(token: str) -> int | None:
    """The delivery that the token names; None when it isn't ours."""
    return tokens.named(token, purpose=_PURPOSE)


def note(delivery: int, state: str, *, at: datetime) -> bool:
    """Write down a final state, as often as it comes; False for a word that we don't know.

    A message that reached the phone after all isn't lost: the good news counts, however late.
    """
    if state not in FINAL:
        return False
    rows = Delivery.objects.filter(pk=delivery, way="sms")
    if FINAL[state]:
        rows.filter(state=Delivery.State.BOUNCED).update(
            state=Delivery.State.SENT, error="", updated_at=at
        )
    else:
        rows.exclude(state=Delivery.State.FAILED).update(
            state=Delivery.State.BOUNCED, error="not at the phone", updated_at=at
        )
    return True


def signature(address: str, form: Mapping[str, str], *, secret: str) -> str:
    """How the Messages API signs a call: the address, then names and values in their order."""
    said = address + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.digest(secret.encode(), said.encode(), "sha1")).decode()
