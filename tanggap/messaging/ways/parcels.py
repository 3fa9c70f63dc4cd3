"""What a way is given to bring, and how it is asked."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from tanggap.identity.actions import Recipient
from tanggap.messaging.models import Message


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to one person; `delivery` is the id of the row that says so."""

    delivery: int
    message: Message
    to: Recipient


class Send(Protocol):
    """Sends one message. Raises SendFailed."""

    def __call__(self, parcel: Parcel) -> None: ...


class Way(Protocol):
    def reaches(self, to: Recipient) -> bool:
        """Whether there is an address for it, and this instance can use it."""

    def session(self) -> AbstractContextManager[Send]:
        """Within it messages are sent, one after the other."""
