"""The only writer of offices, people, seats, links and stand-ins.

Whatever a person changes leaves a line in the log of changes.
"""

from tanggap.people.actions.devices import (
    Answer,
    CodeInvalid,
    WeakPin,
    add_device,
    register_device,
    revoke_device,
    revoke_pin,
    set_pin,
    try_pin,
)
from tanggap.people.actions.links import (
    InvitationInvalid,
    Newcomer,
    accept_invitation,
    has_operator,
    invitation_for,
    invite,
    invite_first_operator,
    link_for,
    set_password,
    withdraw,
)
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
    add_citizen,
    add_key,
    add_user,
    appoint,
    dismiss,
    hash_token,
    remove_citizen,
)
from tanggap.people.actions.seats import end_seat, give_seat
from tanggap.people.actions.staff import (
    Person,
    add_person,
    change_person,
    deactivate,
    reactivate,
)
from tanggap.people.actions.stand_ins import NotNear, TooLong, end_stand_in, stand_in
from tanggap.people.granting import Forbidden, LastOperator

__all__ = [
    "Answer",
    "CodeInvalid",
    "CodeTaken",
    "Forbidden",
    "InvitationInvalid",
    "LastOperator",
    "Newcomer",
    "NotNear",
    "Office",
    "Person",
    "Standing",
    "TooLong",
    "WeakPin",
    "accept_invitation",
    "add_citizen",
    "add_device",
    "add_key",
    "add_office",
    "add_person",
    "add_user",
    "appoint",
    "change_office",
    "change_person",
    "close_office",
    "deactivate",
    "dismiss",
    "end_seat",
    "end_stand_in",
    "follow_pack",
    "give_seat",
    "has_operator",
    "hash_token",
    "invitation_for",
    "invite",
    "invite_first_operator",
    "link_for",
    "reactivate",
    "register_device",
    "remove_citizen",
    "reopen_office",
    "revoke_device",
    "revoke_pin",
    "set_password",
    "set_pin",
    "stand_in",
    "try_pin",
    "withdraw",
]
