"""Fetching mail from a mailbox by IMAP (RFC 3501): stored first, marked as seen after that."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.conf import settings

from tanggap.messaging.mailbox import storing
from tanggap.messaging.models import Mailbox

TIMEOUT = 30
AT_ONCE = 50


class Trouble(Exception):
    """The server is away, or says no. The reason is ours: no name and no password is in it."""


def is_on() -> bool:
    """Whether this instance has a mailbox to fetch from."""
    return bool(settings.IMAP_HOST)


def poll(*, at: datetime) -> int:
    """Store what is new, at most AT_ONCE; returns how many. Raises Trouble.

    Killed anywhere, the mail that was under way is fetched again and found to be known.
    """
    try:
        with _opened() as server:
            return _fetch(server, at)
    except (imaplib.IMAP4.error, OSError) as error:
        _note(at, error=type(error).__name__)
        name = type(error).__name__
    raise Trouble(name)


@contextmanager
def _opened() -> Iterator[imaplib.IMAP4]:
    host, port = settings.IMAP_HOST, settings.IMAP_PORT
    server: imaplib.IMAP4
    if settings.IMAP_TLS:
        context = ssl.create_default_context()
        server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT)
    else:
        server = imaplib.IMAP4(host, port, timeout=TIMEOUT)
    try:
        server.login(settings.IMAP_USER, settings.IMAP_PASSWORD)
        yield server
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            server.logout()


def _fetch(server: imaplib.IMAP4, at: datetime) -> int:
    status, _count = server.select(f'"{settings.IMAP_FOLDER}"')
    if status != "OK":
        raise imaplib.IMAP4.error("no such folder")
    box = _box(server, at)
    stored = 0
    for uid in _new(server, box.last_uid):
        stored += _take(server, uid, at)
        # The commit stands: only now may the server think that we have it.
        server.uid("STORE", str(uid), "+FLAGS", r"(\Seen)")
        Mailbox.objects.filter(pk=box.pk).update(last_uid=uid)
    return stored


def _box(server: imaplib.IMAP4, at: datetime) -> Mailbox:
    """How far we are. Another UIDVALIDITY means that all numbers are new: begin again."""
    _status, said = server.response("UIDVALIDITY")
    validity = int(said[0]) if said and said[0] else 0
    name = f"{settings.IMAP_USER}@{settings.IMAP_HOST}/{settings.IMAP_FOLDER}"
    box, _made = Mailbox.objects.get_or_create(name=name[:200])
    if box.uid_validity != validity:
        box.uid_validity, box.last_uid = validity, 0
    box.polled_at, box.error = at, ""
    box.save()
    return box


def _new(server: imaplib.IMAP4, last: int) -> list[int]:
    """A range up to * always names the last mail, also when it is an old one."""
    _status, said = server.uid("SEARCH", f"UID {last + 1}:*")
    found = sorted(int(one) for one in (said[0] or b"").split())
    return [uid for uid in found if uid > last][:AT_ONCE]


def _take(server: imaplib.IMAP4, uid: int, at: datetime) -> int:
    _status, said = server.uid("FETCH", str(uid), "(RFC822.SIZE)")
    size = b" ".join(one for one in said if isinstance(one, bytes)).split(b"RFC822.SIZE ")
    if len(size) > 1 and int(size[1].split(b")")[0].split()[0]) > storing.MOST_BYTES:
        return 0
    _status, said = server.uid("FETCH", str(uid), "(BODY.PEEK[])")
    whole = [one[1] for one in said if isinstance(one, tuple)]
    try:
        return int(storing.keep(whole[0], at=at)) if whole else 0
    except storing.TooBig:
        return 0


def _note(at: datetime, *, error: str) -> None:
    name = f"{settings.IMAP_USER}@{settings.IMAP_HOST}/{settings.IMAP_FOLDER}"
    Mailbox.objects.filter(name=name[:200]).update(error=error)
