"""One encrypted message to one browser (RFC 8030, 8291, 8292)."""

from __future__ import annotations

import json
from typing import Any

import requests

from tanggap.identity.actions import Browser
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.push import endpoints, keys

TIMEOUT = (5, 10)
KEPT_SECONDS = 2 * 24 * 3600  # so long the service keeps it for a browser that is off
MOST_BYTES = 3000


class Gone(SendFailed):
    """The browser doesn't listen any more: its address is to be forgotten."""


def send(browser: Browser, said: dict[str, Any], *, topic: str, is_urgent: bool) -> None:
    """Raises SendFailed, and Gone where the service says that it is over.

    Sent again under the same topic it takes the place of the one that still waits; shown again
    under the same tag, of the one on the screen.
    """
    try:
        endpoints.check(browser.endpoint, browser.p256dh, browser.auth)
    except endpoints.BadEndpoint as bad:
        raise SendFailed(str(bad), permanent=str(bad) != "unknown host") from None
    status = _post(browser, _sealed(browser, said), topic, is_urgent)
    if status in (404, 410):
        raise Gone(f"push {status}", permanent=True)
    if status not in (200, 201, 202, 204):
        raise SendFailed(f"push {status}", permanent=status in (400, 401, 403, 413))


def _sealed(browser: Browser, said: dict[str, Any]) -> bytes:
    # It brings a whole client for the web along, which every process would load at its start.
    from pywebpush import WebPusher, WebPushException

    content = json.dumps(said, ensure_ascii=False).encode()
    assert len(content) <= MOST_BYTES
    place = {"endpoint": browser.endpoint}
    opened = {"p256dh": browser.p256dh, "auth": browser.auth}
    try:
        return bytes(WebPusher({**place, "keys": opened}).encode(content)["body"])
    except (WebPushException, ValueError):
        raise SendFailed("bad keys", permanent=True) from None


def _post(browser: Browser, body: bytes, topic: str, is_urgent: bool) -> int:
    headers = {
        "TTL": str(KEPT_SECONDS),
        "Topic": topic,
        "Urgency": "high" if is_urgent else "normal",
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        **keys.authorization(browser.endpoint),
    }
    try:
        with (
            endpoints.session() as line,
            line.post(
                browser.endpoint,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            ) as answer,
        ):
            return answer.status_code
    except (requests.RequestException, OSError) as error:
        name = type(error).__name__
    raise SendFailed(name, permanent=False)
