"""What a browser sends us when somebody presses the button."""

from __future__ import annotations

import json
from dataclasses import dataclass

from tanggap.identity.actions import Browser
from tanggap.messaging.push import endpoints

LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Said:
    """A browser, and whether it wants news."""

    browser: Browser
    is_on: bool


def read(body: bytes) -> Said:
    """A PushSubscription as JSON, with `on`. Raises BadEndpoint, or ValueError for no JSON.

    Asks the name service: call it outside of transactions. Who ends it needs the address alone.
    """
    if len(body) > LONGEST:
        raise endpoints.BadEndpoint("too long")
    found = json.loads(body)
    if not isinstance(found, dict):
        raise endpoints.BadEndpoint("no subscription")
    keys = found.get("keys")
    held = keys if isinstance(keys, dict) else {}
    words = [found.get("endpoint"), held.get("p256dh", ""), held.get("auth", "")]
    if not all(isinstance(one, str) for one in words):
        raise endpoints.BadEndpoint("no subscription")
    is_on = found.get("on") is True
    if is_on:
        endpoints.check(*words)
    return Said(Browser(0, *words), is_on)
