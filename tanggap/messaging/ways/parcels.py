"""What a way is given to bring, and how it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from tanggap.identity.actions import Recipient
from tanggap.messaging.models import Message


class Words(Protocol):
    """What one message says. Each is asked in the reader's language, when it is sent."""

    def mail(self) -> tuple[str, str]:
        """Subject and body."""

    def short(self) -> tuple[str, str]:
        """A short message, and the end of it that is never cut off."""

    def screen(self) -> dict[str, Any]:
        """For the screen of a locked phone: never a word that somebody wrote."""

    def thread(self) -> str:
        """What mails that belong together share; empty: this one stands alone."""

    def headers(self) -> Mapping[str, str]:
        """What else stands above the mail."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one person; `delivery` is the id of the row that says so."""

    delivery: int
    message: Message
    words: Words
    to: Recipient


class Send(Protocol):
    """Sends one message. Raises SendFailed."""

    def __call__(self, parcel: Parcel) -> None: ...


class Way(Protocol):
    def reaches(self, to: Recipient) -> bool:
        """Whether there is an address for it, and this instance can use it."""

    def session(self) -> AbstractContextManager[Send]:
        """Within it messages are sent, one after the other."""
