"""Reading a mail that came in: whose it is, what it answers, and whether a person wrote it."""

from __future__ import annotations

import email
import email.utils
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, MIMEPart
from email.policy import default
from io import BytesIO

from tanggap.messaging.mailbox import quoting, tokens

MOST_FILES = 10
_ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_THREAD = ("In-Reply-To", "References")
_BULK = ("bulk", "list", "junk", "auto_reply")


@dataclass(slots=True)
class File:
    """An attachment, as the intake of photographs reads it."""

    name: str | None
    content: bytes

    def read(self) -> bytes:
        return BytesIO(self.content).read()


@dataclass(frozen=True, slots=True)
class Letter:
    """What matters of a mail. `repr` shows nothing of it."""

    sender: str
    delivery: int | None  # that it answers, by a token of ours
    is_machine: bool
    bounced: bool | None  # None: no notice of a mail server; else whether it is for good
    text: str
    files: tuple[File, ...]

    def __repr__(self) -> str:
        return "letter"


def read(raw: bytes) -> Letter:
    """Never raises for what a mail may hold: what can't be decoded is left out."""
    mail = email.message_from_bytes(raw, policy=default)
    assert isinstance(mail, EmailMessage)
    bounced = _bounced(mail)
    places = [_header(mail, name) for name in _ADDRESSED]
    thread = [_header(mail, name) for name in _THREAD]
    inside = [] if bounced is None else list(_returned(mail))
    return Letter(
        sender=email.utils.parseaddr(_header(mail, "From"))[1],
        delivery=tokens.find([*places, *thread, *inside]),
        is_machine=_is_machine(mail),
        bounced=bounced,
        text=_text(mail),
        files=tuple(_files(mail))[:MOST_FILES],
    )


def message_id(raw: bytes) -> str:
    """The id that the sender's program gave it, or nothing."""
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n", 1)[0]
    return _header(email.message_from_bytes(head, policy=default), "Message-ID").strip()


def _header(mail: object, name: str) -> str:
    try:
        return " ".join(str(one) for one in mail.get_all(name, []))  # type: ignore[attr-defined]
    except (ValueError, IndexError, AttributeError, TypeError):
        return ""  # the parser of the standard library stumbles over some addresses


def _is_machine(mail: EmailMessage) -> bool:
    """Answers of machines, lists and ourselves: whoever answers those begins a loop."""
    submitted = _header(mail, "Auto-Submitted").lower().strip()
    return (
        (bool(submitted) and not submitted.startswith("no"))
        or _header(mail, "Precedence").lower().strip() in _BULK
        or bool(_header(mail, "List-Id"))
        or "<>" in _header(mail, "Return-Path")
        or bool(_header(mail, "X-Autoreply") or _header(mail, "X-Autorespond"))
        or "all" in _header(mail, "X-Auto-Response-Suppress").lower()
        or email.utils.parseaddr(_header(mail, "From"))[1].lower().startswith("mailer-daemon@")
    )


def _bounced(mail: EmailMessage) -> bool | None:
    """What a mail server says about a mail of ours (RFC 3464): it failed, or only waits."""
    if mail.get_content_type() != "multipart/report":
        return None
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status":
            said = part.as_string().lower()
            return "action: failed" in said and "status: 4" not in said
    return None


def _returned(mail: EmailMessage) -> Iterator[str]:
    """The headers of our own mail, which the server sends back."""
    for part in mail.walk():
        if part.get_content_type() in ("text/rfc822-headers", "message/rfc822"):
            yield part.as_string()[:10_000]


def _text(mail: EmailMessage) -> str:
    try:
        body = mail.get_body(("plain", "html"))
    except (AttributeError, KeyError):
        return ""
    if body is None or body.get_content_maintype() != "text":
        return ""
    found = _content(body)
    html = body.get_content_subtype() == "html"
    return quoting.own_words(quoting.text_of(found) if html else found)


def _content(part: MIMEPart) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError, AssertionError):
        # A charset that nobody knows: the bytes, as well as they read.
        raw = part.get_payload(decode=True)
        return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""


def _files(mail: EmailMessage) -> Iterator[File]:
    """Photographs and documents, also those that stand within the text."""
    for part in mail.walk():
        is_file = part.get_content_maintype() == "image" or part.get_filename()
        if is_file and not part.is_multipart():
            content = part.get_payload(decode=True)
            if isinstance(content, bytes) and content:
                yield File(part.get_filename() or "foto", content)
