"""The only writer of offices, people, seats, keys and invitations; all but the first leave a line
in the log of changes."""

from tanggap.people.actions.offices import (
    CodeTaken,
    Office,
    Standing,
    add_office,
    change_office,
    close_office,
    follow_pack,
    reopen_office,
)
from tanggap.people.actions.people import (
    InvitationInvalid,
    accept_invitation,
    add_key,
    add_user,
    appoint,
    dismiss,
    has_operator,
    hash_token,
    invitation_for,
    invite_first_operator,
)
from tanggap.people.granting import Forbidden

__all__ = [
    "CodeTaken",
    "Forbidden",
    "InvitationInvalid",
    "Office",
    "Standing",
    "accept_invitation",
    "add_key",
    "add_office",
    "add_user",
    "appoint",
    "change_office",
    "close_office",
    "dismiss",
    "follow_pack",
    "has_operator",
    "hash_token",
    "invitation_for",
    "invite_first_operator",
    "reopen_office",
]
