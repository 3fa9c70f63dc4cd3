"""One-time codes: made, tried, forgotten. Known and unknown addresses are treated alike."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from tanggap.citizens.addresses import Address
from tanggap.citizens.models import OneTimeCode
from tanggap.intake import limits

LIFE = timedelta(minutes=15)
DIGITS = 6
MOST_TRIES = 5
# A citizen who mistypes asks again; a script that guesses gets 30 tries an hour at a million codes.
PER_ADDRESS = 6
# Whole neighbourhoods share one address of their provider's.
PER_SENDER = 300


class Answer(Enum):
    RIGHT = "right"
    WRONG = "wrong"
    GONE = "gone"  # too old, or tried too often


class TooOften(Exception):
    """So many codes went to this address, or were asked for from there, that it must wait."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is stored nowhere: the ticket for the browser, the code for the address."""

    ticket: str
    code: str


def new_code(address: Address, *, sender: str, at: datetime) -> Fresh:
    """A code for this address, asked for by `sender` (an IP address, never stored).

    Raises TooOften.
    """
    allowed = limits.allow(f"code-from:{sender}", at, limit=PER_SENDER)
    if not (limits.allow(f"code-to:{address.value}", at, limit=PER_ADDRESS) and allowed):
        raise TooOften
    fresh = Fresh(secrets.token_urlsafe(16), f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}")
    OneTimeCode.objects.create(
        ticket_hash=_hashed(fresh.ticket),
        code_hash=_sealed(address, fresh.ticket, fresh.code),
        expires_at=at + LIFE,
    )
    return fresh


@transaction.atomic
def try_code(address: Address, *, ticket: str, code: str, at: datetime) -> Answer:
    """Whether `code` is what was sent to `address` for this ticket. A right one is used up."""
    known = OneTimeCode.objects.filter(
        ticket_hash=_hashed(ticket), expires_at__gt=at, tries__lt=MOST_TRIES
    )
    row = known.select_for_update().first()
    if row is None:
        return Answer.GONE
    if hmac.compare_digest(bytes(row.code_hash), _sealed(address, ticket, code)):
        row.delete()
        return Answer.RIGHT
    known.update(tries=F("tries") + 1)
    return Answer.WRONG if row.tries + 1 < MOST_TRIES else Answer.GONE


def forget_codes(*, at: datetime) -> int:
    """Delete what can't be used any more; how many rows."""
    gone, _tables = OneTimeCode.objects.filter(expires_at__lt=at).delete()
    return gone


def _hashed(ticket: str) -> bytes:
    return hashlib.sha256(ticket.encode()).digest()


def _sealed(address: Address, ticket: str, code: str) -> bytes:
    """Without the instance's secret six digits can't be found again from it."""
    typed = "".join(code.split())
    said = f"{address.kind}\0{address.value}\0{ticket}\0{typed}"
    return salted_hmac("tanggap.citizens.code", said, algorithm="sha256").digest()
