"""News on the screen of her own browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import translation

from tanggap.identity import actions as identity
from tanggap.identity.actions import Browser, Recipient
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.push import sending
from tanggap.messaging.ways.parcels import Parcel, Send


class Push:
    """To every browser that the reporter chose. One that got it is enough."""

    def reaches(self, to: Recipient) -> bool:
        return bool(to.browsers)

    @contextmanager
    def session(self) -> Iterator[Send]:
        def send(parcel: Parcel) -> None:
            with translation.override(parcel.to.language):
                said = parcel.words.screen()
            to_all(parcel.to.browsers, said, topic=f"m{parcel.message.pk}")

        yield send


def to_all(
    browsers: tuple[Browser, ...], said: dict[str, Any], *, topic: str, is_urgent: bool = False
) -> None:
    """Raises SendFailed when none of them got it. One that is gone for good is forgotten."""
    failures = [_failure(one, said, topic, is_urgent) for one in browsers]
    real = [failure for failure in failures if failure is not None]
    if failures and len(real) < len(failures):
        return
    passing = [failure for failure in real if not failure.permanent]
    raise (passing or real or [SendFailed("no browser", permanent=True)])[0]


def _failure(
    browser: Browser, said: dict[str, Any], topic: str, is_urgent: bool
) -> SendFailed | None:
    try:
        sending.send(browser, said, topic=topic, is_urgent=is_urgent)
    except sending.Gone as gone:
        identity.browser_is_gone(browser.pk)
        return gone
    except SendFailed as failure:
        return failure
    return None
