"""Ways a message reaches a person; each is one class and one line in WAYS."""

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
from tanggap.lib import phone
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.models import Message
from tanggap.messaging.sms import gateways, gsm
from tanggap.messaging.texts import render, short

# SMTP: 4xx asks to come again, 5xx is an answer for good.
FOR_GOOD = 500


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


class Sms:
    """A short message of at most PARTS parts; the page has the rest."""

    field: ClassVar[str] = "phone"
    PARTS = 2

    @contextmanager
    def session(self) -> Iterator[Send]:
        def send(message: Message, *, address: str, language: str) -> None:
            with translation.override(language):
                text, end = short(message)
            gateways.gateway().send(
                phone.normalise(address), gsm.fit(text, end=end, most=self.PARTS)
            )

        yield send


WAYS: dict[str, Way] = {"email": Email(), "sms": Sms()}


def reachable(person: Person) -> tuple[str, ...]:
    """The ways that reach this person: a short message costs money, so an e-mail goes before."""
    if person.email:
        return ("email",)
    return ("sms",) if gateways.is_on() and _is_mobile(person.phone) else ()


def _is_mobile(number: str) -> bool:
    try:
        return phone.is_mobile(phone.normalise(number))
    except phone.BadPhone:
        return False
