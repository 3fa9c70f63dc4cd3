"""Mail by SMTP, to reporters and to those who work here."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from tanggap.identity.actions import Recipient
from tanggap.messaging.failing import SendFailed
from tanggap.messaging.mailbox import tokens
from tanggap.messaging.ways.parcels import Parcel, Send

# SMTP: 4xx asks to come again, 5xx is an answer for good.
FOR_GOOD = 500


class Email:
    """Plain text; the subject carries the report's number, and a reply finds its way back."""

    def reaches(self, to: Recipient) -> bool:
        return bool(to.person.email)

    @contextmanager
    def session(self) -> Iterator[Send]:
        server = get_connection()

        def send(parcel: Parcel) -> None:
            post(
                parcel.words.mail,
                address=parcel.to.person.email,
                language=parcel.to.language,
                message_id=f"message-{parcel.message.pk}",
                thread=parcel.words.thread(),
                reply_to=tokens.reply_address(parcel.delivery),
                server=server,
                headers=parcel.words.headers(),
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
    thread: str = "",
    reply_to: str = "",
    server: BaseEmailBackend | None = None,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send the mail whose subject and body `write` gives in the active language. SendFailed.

    With a `message_id` a mail that is sent again is the same mail for whoever stores it; those of
    one `thread` stand together there. An answer, and a notice that it could not be delivered, go
    to `reply_to`. The connection of `server` stays open for the next mail.
    """
    with translation.override(language):
        subject, body = write()
    mail = EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [address], connection=server)
    mail.extra_headers["Auto-Submitted"] = "auto-generated"
    mail.extra_headers |= _marks(message_id, thread) | dict(headers or {})
    if reply_to:
        mail.reply_to, mail.from_email = [reply_to], reply_to
        mail.extra_headers["From"] = settings.DEFAULT_FROM_EMAIL
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


def _marks(message_id: str, thread: str) -> dict[str, str]:
    host = urlsplit(settings.SITE_URL).hostname
    said = {"Message-ID": message_id, "In-Reply-To": thread, "References": thread}
    return {name: f"<{mark}@{host}>" for name, mark in said.items() if mark}


def _hang_up(server: BaseEmailBackend) -> None:
    with suppress(OSError, smtplib.SMTPException):
        server.close()
