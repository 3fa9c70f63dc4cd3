"""One-time links: for the first operator, for somebody new, for a new password.

Only the hash of a link is stored, so it is shown once and never again.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tanggap.people import granting, log
from tanggap.people.access import Actor, actor_for
from tanggap.people.actions.people import add_user, hash_token
from tanggap.people.granting import Forbidden
from tanggap.people.models import Agency, Change, Invitation, Membership, Role, User

INVITATION_LIFE = timedelta(hours=24)
NEWCOMER_LIFE = timedelta(days=7)


class InvitationInvalid(Exception):
    """The link was never given, was used, or is too old."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """Whom a link is for: the seat, until when, and what is known of her."""

    role: str
    office: Agency
    ends_at: datetime | None = None
    name: str = ""
    email: str = ""


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
    Invitation.objects.filter(role=Role.OPERATOR, user=None, used_at=None).delete()
    return _link(at=at, life=INVITATION_LIFE, role=Role.OPERATOR, agency=root)


@transaction.atomic
def invite(newcomer: Newcomer, *, by: Actor, at: datetime, reason: str = "") -> str:
    """A one-time token for somebody who has no account yet. Raises Forbidden."""
    office = newcomer.office
    if not granting.may_give(by, newcomer.role, office) or not office.is_active:
        raise Forbidden
    token = _link(
        at=at,
        life=NEWCOMER_LIFE,
        role=newcomer.role,
        agency=office,
        seat_ends_at=newcomer.ends_at,
        name=newcomer.name,
        email=newcomer.email,
        created_by_id=by.user_id,
    )
    until = newcomer.ends_at.isoformat() if newcomer.ends_at else None
    said = {"role": newcomer.role, "agency": office.code, "until": until}
    who = log.Who(by=by, at=at, reason=reason)
    log.note(who, Change.Kind.LINK, "invite", newcomer.name, office=office, after=said)
    return token


@transaction.atomic
def link_for(user: User, *, by: Actor, at: datetime) -> str:
    """A one-time token by which `user` sets a new password; earlier ones stop working.

    The old password goes on until the link is used. Raises Forbidden.
    """
    seats = Membership.objects.filter(user=user).unfinished(at=at).select_related("agency")
    if not user.is_active or not granting.may_manage(by, user, seats):
        raise Forbidden
    Invitation.objects.filter(user=user, used_at=None).update(expires_at=at)
    is_new = not user.has_usable_password()
    life = NEWCOMER_LIFE if is_new else INVITATION_LIFE
    token = _link(at=at, life=life, user=user, created_by_id=by.user_id)
    who = log.Who(by=by, at=at)
    log.note(who, Change.Kind.LINK, "password", user.username, person=user)
    return token


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Actor, at: datetime) -> None:
    """An open invitation stops working. Raises Forbidden."""
    office = invitation.agency
    if office is None or not granting.may_give(by, invitation.role, office):
        raise Forbidden
    Invitation.objects.filter(pk=invitation.pk, used_at=None).update(expires_at=at)
    said = {"role": invitation.role, "agency": office.code}
    who = log.Who(by=by, at=at)
    log.note(who, Change.Kind.LINK, "withdraw", invitation.name, office=office, before=said)


def invitation_for(token: str, *, at: datetime) -> Invitation:
    """The open invitation behind `token`. Raises InvitationInvalid."""
    row = (
        Invitation.objects.select_related("user", "agency")
        .filter(token_hash=hash_token(token), used_at=None, expires_at__gt=at)
        .first()
    )
    if row is None or (row.user is not None and not row.user.is_active):
        raise InvitationInvalid
    return row


@transaction.atomic
def accept_invitation(*, token: str, username: str, name: str, password: str, at: datetime) -> User:
    """Make the invited person; the link works once. Raises InvitationInvalid, ValidationError."""
    invitation = _use(token, at)
    if invitation.user is not None or invitation.agency is None:
        raise InvitationInvalid
    user = add_user(username=username, name=name, password=password, email=invitation.email, at=at)
    seat = Membership.objects.create(
        user=user,
        role=invitation.role,
        agency=invitation.agency,
        starts_at=at,
        ends_at=invitation.seat_ends_at,
    )
    said = {"name": name, "role": seat.role, "agency": invitation.agency.code}
    who = log.Who(by=actor_for(user, at=at), at=at)
    log.note(
        who,
        Change.Kind.PERSON,
        "join",
        user.username,
        office=invitation.agency,
        person=user,
        after=said,
    )
    return user


@transaction.atomic
def set_password(*, token: str, password: str, at: datetime) -> User:
    """Give the person behind the link a new password. Raises as `accept_invitation` does."""
    invitation = _use(token, at)
    user = invitation.user
    if user is None:
        raise InvitationInvalid
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    who = log.Who(by=actor_for(user, at=at), at=at)
    log.note(who, Change.Kind.PERSON, "password", user.username, person=user)
    return user


def _use(token: str, at: datetime) -> Invitation:
    invitation = invitation_for(token, at=at)
    if not Invitation.objects.filter(pk=invitation.pk, used_at=None).update(used_at=at):
        raise InvitationInvalid
    return invitation


def _link(*, at: datetime, life: timedelta, **columns: object) -> str:
    token = secrets.token_urlsafe(24)
    Invitation.objects.create(
        token_hash=hash_token(token), created_at=at, expires_at=at + life, **columns
    )
    return token
