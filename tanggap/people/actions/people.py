"""The only writer of people, memberships, keys and invitations."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tanggap.people.models import Agency, ApiKey, Invitation, Membership, Role, User
from tanggap.taxonomy.models import Channel

INVITATION_LIFE = timedelta(hours=24)


class InvitationInvalid(Exception):
    """The link was never given, was used, or is too old."""


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


def has_operator(*, at: datetime) -> bool:
    """Whether somebody can administer this instance."""
    return (
        Membership.objects.filter(role=Role.OPERATOR, user__is_active=True).current(at=at).exists()
    )


@transaction.atomic
def invite_first_operator(*, at: datetime) -> str | None:
    """A one-time token for the first administrator, or None when there is one already.

    An earlier unused link stops working: the last one printed is the one that counts.
    """
    if has_operator(at=at):
        return None
    root = Agency.objects.filter(parent=None, is_dispatcher=False).order_by("id").first()
    if root is None:
        return None
    Invitation.objects.filter(role=Role.OPERATOR, used_at=None).delete()
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        token_hash=hash_token(token),
        role=Role.OPERATOR,
        agency=root,
        created_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    return token


def invitation_for(token: str, *, at: datetime) -> Invitation:
    """The open invitation behind `token`. Raises InvitationInvalid."""
    row = Invitation.objects.filter(
        token_hash=hash_token(token), used_at=None, expires_at__gt=at
    ).first()
    if row is None:
        raise InvitationInvalid
    return row


@transaction.atomic
def accept_invitation(*, token: str, username: str, name: str, password: str, at: datetime) -> User:
    """Make the invited person; the link works once. Raises InvitationInvalid, ValidationError."""
    invitation = invitation_for(token, at=at)
    used = Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at)
    if not used:
        raise InvitationInvalid
    return add_user(
        username=username,
        name=name,
        password=password,
        at=at,
        seats=((invitation.role, invitation.agency),),
    )
