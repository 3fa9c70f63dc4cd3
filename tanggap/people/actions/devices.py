"""Phones that an office shares: registered by a code, used with a PIN, taken back at once."""

from __future__ import annotations

import itertools
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from tanggap.people import granting, log
from tanggap.people.access import SYSTEM, Actor, actor_for
from tanggap.people.actions.people import hash_token
from tanggap.people.granting import Forbidden
from tanggap.people.models import Agency, Change, Device, Membership, Pin, Role, User

CODE_LIFE = timedelta(minutes=30)
# Without letters and digits that look alike; 40 bits for half an hour.
_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_CODE_LENGTH = 8
SHORTEST_PIN, LONGEST_PIN = 6, 12
# Wrong guesses before the first pause, and before the PIN is gone; the pause doubles each time.
FREE, MOST = 3, 10
FIRST_PAUSE = timedelta(minutes=1)
# What one does on a shared phone: field work. A PIN is too short for anything more.
PIN_ROLES = (Role.OFFICER,)


class CodeInvalid(Exception):
    """No phone waits for this code, or no longer."""


class WeakPin(Exception):
    """The first numbers that anybody would try."""


class Answer(StrEnum):
    """What became of a PIN that was typed."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"
    GONE = "gone"


@transaction.atomic
def add_device(office: Agency, *, name: str, by: Actor, at: datetime) -> tuple[Device, str]:
    """A phone that may be registered for half an hour by the code. Raises Forbidden."""
    if not granting.administers(by, office) or not office.is_active or by.user_id is None:
        raise Forbidden
    code = "".join(secrets.choice(_ALPHABET) for _place in range(_CODE_LENGTH))
    device = Device.objects.create(
        office=office,
        name=name,
        code_hash=hash_token(code),
        code_expires_at=at + CODE_LIFE,
        created_by_id=by.user_id,
        created_at=at,
    )
    _note_device(device, "add", by, at)
    return device, code


@transaction.atomic
def register_device(code: str, *, at: datetime) -> tuple[Device, str]:
    """Let the phone at hand be the one that waits for `code`; returns its token, once.

    Raises CodeInvalid.
    """
    hashed = hash_token("".join(code.split()).replace("-", "").upper())
    rows = Device.objects.select_for_update(of=("self",)).select_related("office")
    device = rows.filter(code_hash=hashed, revoked_at=None, code_expires_at__gt=at).first()
    if device is None:
        raise CodeInvalid
    token = secrets.token_urlsafe(32)
    device.code_hash, device.token_hash, device.registered_at = "", hash_token(token), at
    device.save(update_fields=["code_hash", "token_hash", "registered_at"])
    _note_device(device, "register", SYSTEM, at)
    return device, token


@transaction.atomic
def revoke_device(device: Device, *, by: Actor, at: datetime, reason: str = "") -> None:
    """The phone opens nothing any more, from this moment. Raises Forbidden."""
    device = Device.objects.select_for_update(of=("self",)).get(pk=device.pk)
    if not granting.administers(by, device.office):
        raise Forbidden
    if device.revoked_at is not None:
        return
    device.code_hash = device.token_hash = ""
    device.revoked_at = at
    device.save(update_fields=["code_hash", "token_hash", "revoked_at"])
    _note_device(device, "revoke", by, at, reason)


@transaction.atomic
def set_pin(user: User, pin: str, *, at: datetime) -> Pin:
    """Her own PIN; the one before is gone. Whoever calls knows that she logged in in full.

    Raises WeakPin.
    """
    if not is_strong(pin):
        raise WeakPin
    row, _is_new = Pin.objects.update_or_create(
        user=user,
        defaults={
            "hash": make_password(pin), "set_at": at, "failures": 0, "locked_until": None,
        },
    )  # fmt: skip
    _note_pin(user, "pin_set", actor_for(user, at=at), at)
    return row


@transaction.atomic
def revoke_pin(user: User, *, by: Actor, at: datetime) -> None:
    """Her PIN opens nothing any more, from this moment. Raises Forbidden."""
    seats = Membership.objects.filter(user=user).unfinished(at=at).select_related("agency")
    if by.user_id != user.pk and not granting.may_manage(by, user, seats):
        raise Forbidden
    if Pin.objects.filter(user=user).exclude(hash="").update(hash="", locked_until=None):
        _note_pin(user, "pin_revoke", by, at)


@transaction.atomic
def try_pin(device: Device, user: User, pin: str, *, at: datetime) -> Answer:
    """Whether `pin` is that of `user` on this phone; wrong guesses are counted and slow down."""
    row = Pin.objects.select_for_update().filter(user=user).exclude(hash="").first()
    if row is None or not is_offered(device, user, at=at):
        return Answer.GONE
    if row.is_locked(at=at):
        return Answer.LOCKED
    if not check_password(pin, row.hash):
        return _wrong(row, at)
    row.failures, row.locked_until = 0, None
    row.save(update_fields=["failures", "locked_until"])
    Device.objects.filter(pk=device.pk).update(last_used_at=at)
    who = log.Who(by=actor_for(user, at=at), at=at)
    log.note(who, Change.Kind.DEVICE, "enter", device.name, office=device.office, person=user)
    return Answer.RIGHT


def _wrong(row: Pin, at: datetime) -> Answer:
    row.failures += 1
    if row.failures >= FREE:
        row.locked_until = at + FIRST_PAUSE * 2 ** (row.failures - FREE)
    if row.failures >= MOST:
        row.hash, row.locked_until = "", None
        _note_pin(row.user, "pin_gone", SYSTEM, at)
    row.save(update_fields=["failures", "locked_until", "hash"])
    return Answer.GONE if not row.hash else Answer.WRONG


def is_strong(pin: str) -> bool:
    """Six to twelve digits, neither all the same nor counted up or down."""
    if not (pin.isascii() and pin.isdecimal() and SHORTEST_PIN <= len(pin) <= LONGEST_PIN):
        return False
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(pin)}
    return len(steps) > 1 or not steps & {0, 1, 9}


def is_offered(device: Device, user: User, *, at: datetime) -> bool:
    """Whether `user` is one of them. One query."""
    seats = Membership.objects.current(at=at).filter(user=user, user__is_active=True)
    return seats.filter(agency=device.office_id, role__in=PIN_ROLES).exists()


def _note_device(device: Device, verb: str, by: Actor, at: datetime, reason: str = "") -> None:
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.DEVICE, verb, device.name, office=device.office)


def _note_pin(user: User, verb: str, by: Actor, at: datetime) -> None:
    log.note(log.Who(by=by, at=at), Change.Kind.DEVICE, verb, user.username, person=user)
