"""People, seats and keys that no person gave: those of a demonstration, of a test.

They leave no line in the log; what people do to each other is in `staff`, `seats`, `links`.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tanggap.people.models import Agency, ApiKey, Membership, User
from tanggap.taxonomy.models import Channel


def hash_token(token: str) -> str:
    """What is stored of a secret that is long and random: its SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def add_user(
    *,
    username: str,
    name: str,
    password: str,
    at: datetime,
    seats: tuple[tuple[str, Agency], ...] = (),
    email: str = "",
    is_demo: bool = False,
) -> User:
    """A person with a password and seats; a demo person may have a short password."""
    if not is_demo:
        validate_password(password)
    user = User(username=username, name=name, email=email, created_at=at, is_demo=is_demo)
    user.set_password(password)
    user.save()
    for role, agency in seats:
        appoint(user=user, role=role, agency=agency, at=at)
    return user


def add_citizen(*, language: str, at: datetime) -> User:
    """A user without name, seat or password: whoever comes in by another door than the staff's."""
    user = User(username=f"warga.{secrets.token_hex(12)}", language=language, created_at=at)
    user.set_unusable_password()
    user.save(force_insert=True)
    return user


def remove_citizen(user: User) -> bool:
    """Delete a user who never worked here; False, and nothing is done, for anybody who did."""
    if Membership.objects.filter(user=user).exists() or user.has_usable_password():
        return False
    user.delete()
    return True


def appoint(*, user: User, role: str, agency: Agency, at: datetime) -> Membership:
    """Give `user` a role at `agency` from `at` on; repeating it changes nothing."""
    seat, _ = Membership.objects.get_or_create(
        user=user, role=role, agency=agency, ends_at=None, defaults={"starts_at": at}
    )
    return seat


def dismiss(*, user: User, role: str, agency: Agency, at: datetime) -> int:
    """End a seat at `at`. Returns how many were ended (0 or 1)."""
    return Membership.objects.filter(user=user, role=role, agency=agency, ends_at=None).update(
        ends_at=at
    )


def add_key(*, name: str, key: str, channel: Channel, at: datetime) -> ApiKey:
    """Register a partner's API key; only its hash is kept."""
    row, _ = ApiKey.objects.get_or_create(
        name=name, defaults={"key_hash": hash_token(key), "channel": channel, "created_at": at}
    )
    return row
