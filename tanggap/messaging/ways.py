"""Ways a message reaches a person. E-mail so far; each way is one class and one line in WAYS."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import ClassVar, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from tanggap.identity.sealing import Person
from tanggap.messaging.models import Message
from tanggap.messaging.texts import render

# SMTP: 4xx asks to come again, 5xx is an answer for good.
FOR_GOOD = 500


class SendFailed(Exception):
    """A message could not be sent; `permanent` when trying again can't help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Send(Protocol):
    """Sends one message. Raises SendFailed."""

    def __call__(self, message: Message, *, address: str, language: str) -> None: ...


class Way(Protocol):
    field: ClassVar[str]

    def session(self) -> AbstractContextManager[Send]:
        """Within it messages are sent, one after the other."""


class Email:
    """Plain text by SMTP; the subject carries the report's number so that a reply finds it."""

    field: ClassVar[str] = "email"

    @contextmanager
    def session(self) -> Iterator[Send]:
        server = get_connection()

        def send(message: Message, *, address: str, language: str) -> None:
            post(
                lambda: render(message),
                address=address,
                language=language,
                message_id=f"message-{message.pk}",
                server=server,
            )

        try:
            yield send
        finally:
            _hang_up(server)


def post(
    write: Callable[[], tuple[str, str]],
    *,
    address: str,
    language: str,
    message_id: str = "",
    server: BaseEmailBackend | None = None,
) -> None:
    """Send the mail whose subject and body `write` gives in the active language. SendFailed.

    With a `message_id` a mail that is sent again is the same mail for whoever stores it. The
    connection of `server` stays open for the next mail.
    """
    with translation.override(language):
        subject, body = write()
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], connection=server)
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    if message_id:
        mail.extra_headers["Message-ID"] = f"<{message_id}@{urlsplit(settings.SITE_URL).hostname}>"
    try:
        if server is not None:
            server.open()
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        # The server's words may repeat the address; our log must not.
        is_final = all(code >= FOR_GOOD for code, _words in error.recipients.values())
        raise SendFailed("recipient refused", permanent=is_final) from error
    except (OSError, smtplib.SMTPException) as error:
        if server is not None:
            _hang_up(server)
        raise SendFailed(type(error).__name__, permanent=False) from error


def _hang_up(server: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):
        server.close()


WAYS: dict[str, Way] = {"email": Email()}


def reachable(person: Person) -> tuple[str, ...]:
    """The ways that reach this person."""
    return tuple(name for name, way in WAYS.items() if getattr(person, way.field))
