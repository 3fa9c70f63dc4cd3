"""Ways a message reaches a person. E-mail so far; each way is one class and one line in WAYS."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation

from tanggap.identity.sealing import Person
from tanggap.messaging.models import Message
from tanggap.messaging.texts import render


class SendFailed(Exception):
    """A message could not be sent; `permanent` when trying again can't help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Way(Protocol):
    field: ClassVar[str]

    def send(self, message: Message, *, address: str, language: str) -> None: ...


class Email:
    """Plain text by SMTP; the subject carries the report's number so that a reply finds it."""

    field: ClassVar[str] = "email"

    def send(self, message: Message, *, address: str, language: str) -> None:
        post(lambda: render(message), address=address, language=language)


def post(
    write: Callable[[], tuple[str, str]], *, address: str, language: str, message_id: str = ""
) -> None:
    """Send the mail whose subject and body `write` gives in the active language. SendFailed.

    With a `message_id` a mail that is sent again is the same mail for whoever stores it.
    """
    with translation.override(language):
        subject, body = write()
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address])
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    if message_id:
        mail.extra_headers["Message-ID"] = f"<{message_id}@{urlsplit(settings.SITE_URL).hostname}>"
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        # The server's words may repeat the address; our log must not.
        raise SendFailed("recipient refused", permanent=True) from error
    except (OSError, smtplib.SMTPException) as error:
        raise SendFailed(type(error).__name__, permanent=False) from error


WAYS: dict[str, Way] = {"email": Email()}


def reachable(person: Person) -> tuple[str, ...]:
    """The ways that reach this person."""
    return tuple(name for name, way in WAYS.items() if getattr(person, way.field))
